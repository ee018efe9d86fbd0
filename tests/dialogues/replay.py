"""`python -m tests.dialogues.replay`: plays docs/conversations/*.md again on the stack and writes what is said now.

Each file keeps its title, who the visitor is, and the visitor's lines; the bot's replies are those of today, to be read
critically. A line "(taps) …" presses the button of that title; a button that is no longer offered is typed.
"""

from __future__ import annotations

import re
import sys
import uuid
from pathlib import Path
from typing import Any

import requests

from benchmarks.stack import Stack
from bot.engine.model_file import ROOT

FOLDER = ROOT / "docs" / "conversations"
_LINE = re.compile(r"^\*\*Visitor:\*\* (.*)$", re.MULTILINE)
_TAP = "(taps) "
_EXPLAINED = "Played against the running stack by `python -m tests.dialogues.replay`; in brackets what a reply answers."


class Page:
    """A visitor's side of the chat API."""

    def __init__(self, url: str) -> None:
        self._url, self._token = f"{url}/api/conversations", ""
        opened = self._post(self._url, {})
        self._url, self._token = f"{self._url}/{opened['conversation']}/messages", opened["token"]
        self.messages: list[dict[str, Any]] = opened["messages"]

    def send(self, line: str) -> None:
        """Type a line or press a button, and keep the replies."""
        title = line.removeprefix(_TAP)
        buttons = {button["title"]: button["id"] for message in self.messages for button in message["buttons"]}
        said = {"button": buttons[title]} if line.startswith(_TAP) and title in buttons else {"text": title}
        self.messages = self._post(self._url, {"id": str(uuid.uuid4()), **said})["messages"]

    def _post(self, url: str, body: dict[str, Any]) -> dict[str, Any]:
        response = requests.post(url, json=body, headers={"Authorization": f"Bearer {self._token}"}, timeout=30)
        response.raise_for_status()
        answer: dict[str, Any] = response.json()
        return answer


def replayed(text: str, url: str) -> str:
    """The file with the replies of today."""
    page = Page(url)
    title, rest = text.split("\n", 1)
    about = rest.strip().split("\n", 1)[0]
    parts = [title, *([about] if not about.startswith("Played against") else []), _EXPLAINED, *_shown(page.messages)]
    for line in _LINE.findall(text):
        page.send(line)
        parts += [f"**Visitor:** {line}", *_shown(page.messages)]
    return "\n\n".join(parts) + "\n"


def _shown(messages: list[dict[str, Any]]) -> list[str]:
    shown = []
    for message in messages:
        words = message["text"].replace("\n", "  \n")
        shown.append(f"**Bot** [{message['answer'] or 'no label'}]: {words}")
        if titles := [button["title"] for button in message["buttons"]]:
            shown[-1] += f"  \n*Buttons: {' · '.join(titles)}*"
    return shown


def main() -> None:
    """Replay the files named, or all."""
    files = [Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("*.md"))
    with Stack() as stack:
        for path in files:
            path.write_text(replayed(path.read_text(encoding="utf-8"), stack.url), encoding="utf-8")
            sys.stdout.write(f"{path.name}\n")


if __name__ == "__main__":
    main()
