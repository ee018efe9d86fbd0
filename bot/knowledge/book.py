"""The answer book: everything the bot can say, in the order in which a lawyer reads and signs it.

docs/answers.md and the console's page show the same book; nothing in it depends on the firm's settings.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from bot.knowledge.answers import ENGLISH, FIXED, MORE, REPLY, SHORT, Answer, text_hash
from bot.knowledge.article import Fact
from bot.knowledge.checks import AUDIENCES
from bot.knowledge.material import Material, load_material
from bot.knowledge.occasions import OCCASIONS, OTHER, occasion_of
from bot.knowledge.reading import count_words, kept_grades, minutes

LANGUAGES = {"en": "English", "es": "Spanish"}
ATTEMPTS = {1: "the first time", 2: "the second time in a row", 3: "the third time in a row"}
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_SYMBOLS = (
    (re.compile(r"\\b|[$^]"), ""),
    (re.compile(r"\\w[*+?]?"), "…"),
    (re.compile(r"\\[Ws][*+?]?"), " "),
    (re.compile(r"\[(\w+)\]"), r"\1"),
    (re.compile(r"(?<=[\w' ])\?"), ""),
)
_GROUP = re.compile(r"\((?:\?:)?([^()]*)\)\??")


@dataclass(frozen=True)
class Line:
    """One wording, with what the reader needs to judge it."""

    name: str
    number: int
    text: str  # names in braces as words in square brackets
    occasion: str  # "the second time in a row"; empty = always
    facts: tuple[str, ...]
    words: int
    grade: float | None
    version: str
    approved_by: str

    @property
    def state(self) -> str:
        """The approval in words."""
        return f"approved by {self.approved_by}" if self.approved_by else "review needed"


@dataclass(frozen=True)
class Block:
    """Wordings that say the same to the same people."""

    title: str
    language: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Entry:
    """A question, or the occasion of a fixed text, with all that is said then and the facts it stands on."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Chapter:
    """A section of the article, or a group of fixed texts."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Part:
    """What is read in one go."""

    title: str
    chapters: tuple[Chapter, ...]

    @property
    def lines(self) -> list[Line]:
        """Every wording of the part."""
        return [line for c in self.chapters for entry in c.entries for block in entry.blocks for line in block.lines]

    @property
    def first_lines(self) -> list[Line]:
        """The first wording of each block: the others say the same in other words."""
        return [block.lines[0] for c in self.chapters for entry in c.entries for block in entry.blocks]

    @property
    def words(self) -> int:
        """Words of all wordings."""
        return sum(line.words for line in self.lines)

    @property
    def minutes(self) -> int:
        """Time to read every wording."""
        return minutes(self.words)

    @property
    def first_minutes(self) -> int:
        """Time to read the first wording of each block."""
        return minutes(sum(line.words for line in self.first_lines))

    @property
    def unapproved(self) -> int:
        """How many wordings no lawyer has approved."""
        return sum(not line.approved_by for line in self.lines)

    @property
    def unapproved_minutes(self) -> int:
        """Time to read what no lawyer has approved."""
        return minutes(sum(line.words for line in self.lines if not line.approved_by))


@dataclass(frozen=True)
class Book:
    """The whole book; the fingerprint says which words were signed."""

    title: str
    parts: tuple[Part, ...]
    fingerprint: str
    languages: tuple[str, ...]

    @property
    def lines(self) -> list[Line]:
        """Every wording of the book."""
        return [line for part in self.parts for line in part.lines]

    @property
    def approved(self) -> int:
        """How many wordings a lawyer has approved."""
        return sum(bool(line.approved_by) for line in self.lines)


@lru_cache
def load_book() -> Book:
    """The bot's own book, with the grades that `make article` kept."""
    return make_book(load_material(), kept_grades())


def make_book(material: Material, grades: dict[str, float]) -> Book:
    """The book of a folder."""

    def line(answer: Answer) -> Line:
        return Line(
            name=answer.name,
            number=answer.number,
            text=_readable(answer.text),
            occasion=_occasion(answer),
            facts=answer.facts,
            words=count_words(answer.text),
            grade=grades.get(text_hash(answer.text)),
            version=answer.version,
            approved_by=answer.approved_by,
        )

    parts = (
        Part("Questions about the law", tuple(_chapters_of_questions(material, line))),
        Part("Fixed texts", tuple(_chapters_of_fixed_texts(material, line))),
    )
    return Book(
        title=material.article.title,
        parts=tuple(part for part in parts if part.chapters),
        fingerprint=_fingerprint(material.answers),
        languages=tuple(LANGUAGES.get(language, language) for language in material.languages),
    )


def _chapters_of_questions(material: Material, line: Callable[[Answer], Line]) -> Iterator[Chapter]:
    """A chapter for each section of the article; a question stands where its first reply comes from."""
    by_label: dict[str, list[Answer]] = {label: [] for label in material.labels}
    for answer in material.knowledge_answers:
        by_label.setdefault(answer.label, []).append(answer)
    sections = material.article.sections
    for section, title in [*sections.items(), ("", OTHER)]:
        entries = [
            Entry(label, _title_of(material, label), tuple(_blocks(answers, line)), _facts(material, answers))
            for label, answers in by_label.items()
            if answers and (_section_of(answers) if _section_of(answers) in sections else "") == section
        ]
        if entries:
            yield Chapter(title, tuple(entries))


def _chapters_of_fixed_texts(material: Material, line: Callable[[Answer], Line]) -> Iterator[Chapter]:
    by_response: dict[str, list[Answer]] = {}
    for answer in material.answers:
        if answer.kind == FIXED:
            by_response.setdefault(answer.response, []).append(answer)
    listed = [response for occasions in OCCASIONS.values() for response in occasions]
    order = sorted(by_response, key=lambda response: listed.index(response) if response in listed else len(listed))
    for group in [*OCCASIONS, OTHER]:
        entries = [
            Entry(
                response,
                occasion_of(response)[1],
                tuple(_blocks(by_response[response], line)),
                _facts(material, by_response[response]),
            )
            for response in order
            if occasion_of(response)[0] == group
        ]
        if entries:
            yield Chapter(group, tuple(entries))


def _blocks(answers: Iterable[Answer], line: Callable[[Answer], Line]) -> Iterator[Block]:
    """English first, then replies before more, for everybody before the few."""
    order = sorted(answers, key=_block_order)
    for _, group in groupby(order, key=_block_order):
        same = list(group)
        yield Block(_block_title(same[0]), same[0].language, tuple(line(answer) for answer in same))


def _block_order(answer: Answer) -> tuple[bool, str, int, str, str]:
    kind = (REPLY, FIXED, MORE, SHORT).index(answer.kind)
    return (answer.language != ENGLISH, answer.language, kind, answer.audience, answer.about)


def _block_title(answer: Answer) -> str:
    """Empty for a fixed text that is said to everybody in English: its occasion says it all."""
    kind = {REPLY: "First reply", MORE: "Tell me more", SHORT: "In fewer words", FIXED: ""}[answer.kind]
    about = f"when the question says {_said(answer.about)}" if answer.about else ""
    audience = f"for {AUDIENCES.get(answer.audience, answer.audience)}" if answer.audience else ""
    language = f"in {LANGUAGES.get(answer.language, answer.language)}" if answer.language != ENGLISH else ""
    title = ", ".join(part for part in (kind, about, audience, language) if part)
    return title[:1].upper() + title[1:]


def _said(pattern: str) -> str:
    """A pattern as a reader understands it: "must (?:come|go)|forced?" as “must come/go”, “forced”."""
    for symbol, words in _SYMBOLS:
        pattern = symbol.sub(words, pattern)
    while _GROUP.search(pattern):  # the innermost first
        pattern = _GROUP.sub(lambda found: found[1].replace("|", "/"), pattern)
    return ", ".join(f"“{words.strip()}”" for words in pattern.split("|"))


def _title_of(material: Material, label: str) -> str:
    question = material.questions.get(label)
    return question.title if question else label.replace("_", " ").capitalize()


def _section_of(answers: list[Answer]) -> str:
    return next((answer.section for answer in answers if answer.kind == REPLY), answers[0].section)


def _facts(material: Material, answers: list[Answer]) -> tuple[Fact, ...]:
    """The facts that any of them names, in the article's order."""
    named = {fact for answer in answers for fact in answer.facts}
    facts = (fact for fact in material.article.facts.values() if fact.id in named)
    return tuple(replace(fact, statement=_readable(fact.statement)) for fact in facts)


def _occasion(answer: Answer) -> str:
    return "when it asks again" if answer.is_again else ATTEMPTS.get(answer.attempt, "")


def _readable(text: str) -> str:
    """`{office_phone}` as [office phone], as in a draft."""
    return _PLACEHOLDER.sub(lambda m: f"[{m[1].removeprefix('intake_').replace('_', ' ')}]", text)


def _fingerprint(answers: Iterable[Answer]) -> str:
    """Changes with every word, and with nothing else."""
    words = sorted(f"{answer.name}\0{answer.text}" for answer in answers)
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:12]
