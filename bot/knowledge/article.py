"""The firm's article as numbered facts, and the visitors' questions it answers; read from data/knowledge."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

DATA = Path(__file__).resolve().parents[2] / "data"


@dataclass(frozen=True)
class Fact:
    """One statement about the law that the bot may make."""

    id: str
    section: str
    statement: str


@dataclass(frozen=True)
class Question:
    """A label in a visitor's words: the title of a button, and what people ask next."""

    label: str
    title: str
    next: tuple[str, ...]


@dataclass(frozen=True)
class Article:
    """The article: its title, its sections and its facts by id."""

    id: str
    title: str
    sections: dict[str, str]
    facts: dict[str, Fact]

    def section_title(self, section: str) -> str:
        """The section's title in plain words; raises KeyError for a section that is none."""
        return self.sections[section]


@lru_cache
def load_article(folder: Path = DATA / "knowledge") -> Article:
    """Read article.yml; raises ValueError naming the file when two facts share an id or a section is unknown."""
    path = folder / "article.yml"
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    facts: dict[str, Fact] = {}
    for row in raw["facts"]:
        fact = Fact(row["id"], row["section"], row["statement"])
        if fact.id in facts or fact.section not in raw["sections"]:
            raise ValueError(f"{path}: fact {fact.id} is there twice or names the unknown section {fact.section!r}")
        facts[fact.id] = fact
    return Article(raw["article"]["id"], raw["article"]["title"], raw["sections"], facts)


@lru_cache
def load_questions(folder: Path = DATA / "knowledge") -> dict[str, Question]:
    """The visitors' questions by label."""
    raw = yaml.safe_load((folder / "questions.yml").read_text(encoding="utf-8"))["questions"]
    return {label: Question(label, row["question"], tuple(row.get("next", ()))) for label, row in raw.items()}
