"""Every answer the bot can give: data/answers, its translations (data/answers_<language>) and the texts of domain.yml.

The checks, the answer book and the tests read them here; the engine has Rasa load the same files.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge.labels import RETRIEVAL_INTENT

REPLY, MORE, SHORT, FIXED = "reply", "more", "short", "fixed"
ENGLISH = "en"
_PREFIXES = (
    (f"utter_{RETRIEVAL_INTENT}/", REPLY),
    ("utter_more_", MORE),
    ("utter_short_", SHORT),  # the reply in fewer words, for who asks for that
    ("utter_", FIXED),
)
_TRANSLATIONS = "answers_"


class UnreadableFile(ValueError):
    """A file of the knowledge can't be read as what it should be."""

    def __init__(self, path: Path, wrong: str) -> None:
        super().__init__(f"{path}: {wrong}")
        self.path = path
        self.wrong = wrong


@dataclass(frozen=True)
class Answer:
    """One variation of a response, with what its metadata tell."""

    response: str  # as Rasa names it: utter_faq/recantation
    label: str
    kind: str  # REPLY, MORE, SHORT or FIXED
    number: int  # the variation, counted from 0 as the engine does
    text: str
    file: Path
    language: str = ENGLISH
    facts: tuple[str, ...] = ()
    section: str = ""
    audience: str = ""  # metadata `for`; empty = for everybody
    about: str = ""  # a pattern in the visitor's words, whose question it starts with; empty = any
    asks: str = ""  # that question in plain words, for who reads the answer book
    attempt: int = 0  # for the first, second, third admission in a row; 0 = any
    is_again: bool = False  # when a question of the form is asked once more
    stated_version: str = ""
    approved_by: str = ""
    is_on_hold: bool = False  # `review: needed`

    @property
    def name(self) -> str:
        """The variation as transcripts name it, with the language when it is not English."""
        name = f"{self.response}#{self.number}"
        return name if self.language == ENGLISH else f"{name} ({self.language})"

    @property
    def version(self) -> str:
        """The version written beside the text, else the text's own hash."""
        return self.stated_version or text_hash(self.text)

    @property
    def is_marked(self) -> bool:
        """Whether it is only for some askers or some wordings of the question."""
        return bool(self.audience or self.about)


def text_hash(text: str) -> str:
    """Eight characters that change with every word."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def load_answers(folder: Path, domain: Path | None = None) -> tuple[Answer, ...]:
    """The answers under a data folder, file by file, then the fixed texts of the domain; raises UnreadableFile."""
    answers: list[Answer] = []
    for path in sorted(folder.glob("answers/*.yml")):
        answers += _answers_of(path, "responses", ENGLISH)
    for translations in sorted(folder.glob(f"{_TRANSLATIONS}*/")):
        language = translations.name.removeprefix(_TRANSLATIONS)
        for path in sorted(translations.glob("*.yml")):
            answers += _answers_of(path, translations.name, language)
    if domain:
        answers += _answers_of(domain, "responses", ENGLISH)
    return tuple(answers)


def read_mapping(path: Path) -> dict[str, Any]:
    """A YAML file that holds a mapping."""
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 (both are safe)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" in line {mark.line + 1}" if mark else ""
        raise UnreadableFile(path, f"no valid YAML{place}: {getattr(error, 'problem', error)}") from error
    except OSError as error:
        raise UnreadableFile(path, error.strerror or "can't be read") from error
    if not isinstance(raw, dict):
        raise UnreadableFile(path, "holds no keys")
    return raw


def _answers_of(path: Path, key: str, language: str) -> list[Answer]:
    responses = read_mapping(path).get(key)
    if not isinstance(responses, dict):
        raise UnreadableFile(path, f"has no key {key!r} with answers under it")
    return [
        _answer(path, str(response), number, row, language)
        for response, rows in responses.items()
        for number, row in enumerate(_rows(path, response, rows))
    ]


def _rows(path: Path, response: str, rows: Any) -> list[dict[str, Any]]:
    if not isinstance(rows, list) or not all(
        isinstance(row, dict) and isinstance(row.get("text"), str) for row in rows
    ):
        raise UnreadableFile(path, f"{response} is no list of variations that have a text each")
    return rows


def _answer(path: Path, response: str, number: int, row: dict[str, Any], language: str) -> Answer:
    prefix, kind = next(((p, k) for p, k in _PREFIXES if response.startswith(p)), ("", ""))
    if not kind:
        raise UnreadableFile(path, f"{response}: the name of an answer starts with utter_")
    metadata = row.get("metadata") or {}
    if not isinstance(metadata, dict):
        raise UnreadableFile(path, f"{response}#{number}: metadata are no mapping")
    return Answer(
        response=response,
        label=response.removeprefix(prefix),
        kind=kind,
        number=number,
        text=row["text"],
        file=path,
        language=_language(response, metadata, language),
        facts=_ids(metadata.get("facts")),
        section=str(metadata.get("section") or ""),
        audience=str(metadata.get("for") or ""),
        about=str(metadata.get("about") or ""),
        asks=str(metadata.get("asks") or ""),
        attempt=int(metadata.get("attempt") or 0),
        is_again=bool(metadata.get("again")),
        stated_version=str(metadata.get("version") or ""),
        approved_by=str(metadata.get("approved_by") or ""),
        is_on_hold=metadata.get("review") == "needed",
    )


def _language(response: str, metadata: dict[str, Any], language: str) -> str:
    """The folder's; the few Spanish words of domain.yml tell it by their name."""
    if language == ENGLISH and response.startswith("utter_spanish"):
        return "es"
    return str(metadata.get("language") or language)


def _ids(value: Any) -> tuple[str, ...]:
    """A list of facts; one alone may stand without brackets."""
    if not value:
        return ()
    return tuple(str(item) for item in value) if isinstance(value, list) else (str(value),)
