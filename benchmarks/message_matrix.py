"""What data/nlu holds: messages by label and form, by writer and voice; written by `make evaluate`.

The plan that the rows fill, and the writers' voices, stand in docs/messages.md.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from bot.engine.nlu.language import is_spanish
from bot.engine.nlu.wording import fold
from bot.knowledge.labels import ALL, KNOWLEDGE, SAFETY, label_of

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data" / "nlu"
REPORT = ROOT / "docs" / "measurements" / "messages.md"

# Least numbers of messages of a label.
LEAST_KNOWLEDGE, LEAST_CONVERSATION, LEAST_SAFETY, LEAST_OUT_OF_SCOPE = 250, 120, 400, 1500
# Within a label: cosine of the multilingual encoder, and share of letters.
TOO_NEAR, TOO_NEAR_IN_LETTERS, FEWEST_WORDS = 0.94, 0.45, 4
_KIN = r"wife|husband|son|daughter|mom|mother|dad|father|brother|sister|boyfriend|girlfriend|ex|cousin|friend|roommate"

FORMS: Mapping[str, Callable[[str], bool]] = {
    "under 8 words": lambda text: len(text.split()) < 8,
    "8 to 18": lambda text: 8 <= len(text.split()) <= 18,
    "over 18": lambda text: len(text.split()) > 18,
    "40 and more": lambda text: len(text.split()) >= 40,
    "with a question mark": lambda text: "?" in text,
    "without any stop": lambda text: not re.search(r"[.?!,;]", text),
    "shouted": lambda text: text.isupper() and len(text) > 3,
    "names a relation": lambda text: bool(re.search(rf"\b(?:{_KIN})\b", text, re.IGNORECASE)),
    "Spanish": is_spanish,
}


@dataclass(frozen=True)
class Row:
    """A training message, its label, who wrote it and in whose voice."""

    text: str
    label: str
    writer: str
    voice: str


def read_rows(folder: Path = DATA) -> list[Row]:
    """All messages of data/nlu; the voice is the comment above a block."""
    rows = []
    for path in sorted(folder.glob("*.yml")):
        content = path.read_text(encoding="utf-8")
        voices = re.findall(r"^  # (.*)\n  - intent:", content, re.MULTILINE)
        blocks = yaml.safe_load(content)["nlu"]
        for block, voice in zip(blocks, voices, strict=True):
            label, writer = label_of(block["intent"]), block["metadata"]["writer"]
            rows += [Row(line[2:].strip(), label, writer, voice) for line in block["examples"].splitlines()]
    return rows


def least(label: str) -> int:
    """How many messages a label needs at least."""
    if label == "out_of_scope":
        return LEAST_OUT_OF_SCOPE
    if label in SAFETY:
        return LEAST_SAFETY
    return LEAST_KNOWLEDGE if label in KNOWLEDGE else LEAST_CONVERSATION


def near_duplicates(rows: list[Row], vectors: np.ndarray) -> list[tuple[Row, Row]]:
    """Pairs within a label that an encoder's unit vectors and their letters find all but the same, longer ones only."""
    found = []
    places: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if len(row.text.split()) >= FEWEST_WORDS:
            places[row.label].append(place)
    for own in places.values():
        alike = vectors[own] @ vectors[own].T
        for first, second in zip(*np.nonzero(np.triu(alike > TOO_NEAR, 1)), strict=True):
            one, other = rows[own[first]], rows[own[second]]
            if shared_letters(one.text, other.text) > TOO_NEAR_IN_LETTERS:
                found.append((one, other))
    return found


def shared_letters(one: str, other: str) -> float:
    """Jaccard similarity of the runs of four letters in two texts."""
    runs = [{text[i : i + 4] for i in range(max(1, len(text) - 3))} for text in (fold(one), fold(other))]
    return len(runs[0] & runs[1]) / len(runs[0] | runs[1])


def report(rows: list[Row]) -> str:
    """The tables as Markdown."""
    by_label: dict[str, list[Row]] = defaultdict(list)
    by_writer: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_label[row.label].append(row)
        by_writer[row.writer].append(row)
    forms = [
        [label, least(label), len(found), *(f"{share(found, test):.0%}" for test in FORMS.values())]
        for label, found in ((label, by_label[label]) for label in ALL)
    ]
    everything = ["all", "", len(rows), *(f"{share(rows, test):.0%}" for test in FORMS.values())]
    writers = []
    for writer, found in sorted(by_writer.items(), key=lambda item: int(item[0][1:])):
        voices = Counter(row.voice for row in found).most_common(4)
        shares = [f"{share(found, test):.0%}" for test in FORMS.values()]
        writers.append(
            [writer, len(found), len({row.label for row in found}), ", ".join(v for v, _ in voices), *shares]
        )
    names = list(FORMS)
    return (
        "# The training messages\n\n"
        f"Written by `make evaluate`: {len(rows)} messages in data/nlu, written by hand by {len(by_writer)} writers. "
        "The plan that they fill: [docs/messages.md](../messages.md).\n\n## By label\n\n"
        + _table(["label", "at least", "messages", *names], [everything, *forms])
        + "\n\n## By writer\n\n"
        + _table(["writer", "messages", "labels", "most frequent voices", *names], writers)
        + "\n"
    )


def share(rows: list[Row], test: Callable[[str], bool]) -> float:
    """How many of the rows have the form."""
    return sum(test(row.text) for row in rows) / len(rows) if rows else 0.0


def _table(head: list[str], body: Iterable[list[object]]) -> str:
    lines = [head, ["---"] * len(head), *([str(cell) for cell in row] for row in body)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main() -> None:
    """Write the report."""
    REPORT.write_text(report(read_rows()), encoding="utf-8")
    print(f"{REPORT.relative_to(ROOT)} written")


if __name__ == "__main__":
    main()
