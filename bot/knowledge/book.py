"""The answer book: everything the bot can say, in the order in which a lawyer reads and signs it.

docs/answers.md and the console's page show the same book; nothing in it depends on the firm's settings.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
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
# Whose answers are read first: everybody's, and those of the one whom the firm must not advise.
MAIN_AUDIENCES = {"", "reporter"}
ATTEMPTS = {1: "the first time", 2: "the second time in a row", 3: "the third time in a row"}
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


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
    anchor: str  # of this part: a question may stand in several
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
    parts = (
        Part(title, tuple(_chapters(material, answers, grades, number)))
        for number, (title, answers) in enumerate(_by_part(material), 1)
    )
    return Book(
        title=material.article.title,
        parts=tuple(parts),
        fingerprint=_fingerprint(material.answers),
        languages=tuple(_language(language) for language in material.languages),
    )


def _by_part(material: Material) -> Iterator[tuple[str, list[Answer]]]:
    """What is read in one sitting, what most people get to read first; a part without answers is left out."""
    english = [answer for answer in material.answers if answer.language == ENGLISH]
    law = [answer for answer in english if answer.kind != FIXED]
    main = [a for a in law if a.kind in {REPLY, MORE} and not a.about and a.audience in MAIN_AUDIENCES]
    yield from (
        (title, answers)
        for title, answers in (
            ("Questions about the law", main),
            ("The same questions: asked in certain words, by others, in short", [a for a in law if a not in main]),
            ("Fixed texts", [answer for answer in english if answer.kind == FIXED]),
            *(
                (f"In {_language(language)}", [answer for answer in material.answers if answer.language == language])
                for language in sorted({answer.language for answer in material.answers} - {ENGLISH})
            ),
        )
        if answers
    )


def _chapters(material: Material, answers: list[Answer], grades: dict[str, float], part: int) -> Iterator[Chapter]:
    """A chapter for each section of the article, in its order, then one for each group of fixed texts."""
    by_key: dict[str, list[Answer]] = {label: [] for label in material.labels}
    by_key |= {response: [] for occasions in OCCASIONS.values() for response in occasions}
    for answer in answers:
        by_key.setdefault(answer.response if answer.kind == FIXED else answer.label, []).append(answer)
    chapters: dict[str, list[Entry]] = {title: [] for title in [*material.article.sections.values(), *OCCASIONS, OTHER]}
    for key, found in by_key.items():
        if found:
            chapter, title = occasion_of(key) if found[0].kind == FIXED else _question(material, found)
            entry = Entry(key, f"part-{part}-{key}", title, tuple(_blocks(found, grades)), _facts(material, found))
            chapters[chapter].append(entry)
    yield from (Chapter(title, tuple(entries)) for title, entries in chapters.items() if entries)


def _question(material: Material, answers: list[Answer]) -> tuple[str, str]:
    """The chapter of a question, which is where its reply comes from, and the question in plain words."""
    section = next((answer.section for answer in answers if answer.kind == REPLY), answers[0].section)
    question = material.questions.get(answers[0].label)
    title = question.title if question else answers[0].label.replace("_", " ").capitalize()
    return material.article.sections.get(section, OTHER), title


def _blocks(answers: Iterable[Answer], grades: dict[str, float]) -> Iterator[Block]:
    """Replies before more, for everybody before the few; of several in certain words the first counts."""
    order = sorted(answers, key=lambda a: (*_kind_of_block(a)[:2], a.number if a.about else -1))
    for _, group in groupby(order, key=_kind_of_block):
        same = list(group)
        yield Block(_block_title(same[0]), same[0].language, tuple(_line(answer, grades) for answer in same))


def _kind_of_block(answer: Answer) -> tuple[int, str, str]:
    return (REPLY, FIXED, MORE, SHORT).index(answer.kind), answer.audience, answer.about


def _block_title(answer: Answer) -> str:
    """Empty for a fixed text that is said to everybody: its occasion says it all."""
    kind = {REPLY: "First reply", MORE: "Tell me more", SHORT: "In fewer words", FIXED: ""}[answer.kind]
    about = question_part(answer)
    audience = f"for {AUDIENCES.get(answer.audience, answer.audience)}" if answer.audience else ""
    title = ", ".join(part for part in (kind, audience, about) if part)
    return title[:1].upper() + title[1:]


def question_part(answer: Answer) -> str:
    """Which questions an answer with `about` is for; a pattern is nothing for a reader."""
    return f"to: {answer.asks or 'a question in certain words'}" if answer.about else ""


def _line(answer: Answer, grades: dict[str, float]) -> Line:
    return Line(
        name=answer.name,
        number=answer.number,
        text=_readable(answer.text),
        occasion=_occasion(answer),
        facts=answer.facts,
        words=count_words(answer.text),
        grade=grades.get(text_hash(answer.text)),
        version=answer.version,
        approved_by="" if answer.is_on_hold else answer.approved_by,
    )


def _facts(material: Material, answers: list[Answer]) -> tuple[Fact, ...]:
    """The facts that any of them names, in the article's order."""
    named = {fact for answer in answers for fact in answer.facts}
    facts = (fact for fact in material.article.facts.values() if fact.id in named)
    return tuple(replace(fact, statement=_readable(fact.statement)) for fact in facts)


def _occasion(answer: Answer) -> str:
    return "when it asks again" if answer.is_again else ATTEMPTS.get(answer.attempt, "")


def _language(code: str) -> str:
    return LANGUAGES.get(code, code)


def _readable(text: str) -> str:
    """`{office_phone}` as [office phone], as in a draft."""
    return _PLACEHOLDER.sub(lambda m: f"[{m[1].removeprefix('intake_').replace('_', ' ')}]", text)


def _fingerprint(answers: Iterable[Answer]) -> str:
    """Changes with every word, and with nothing else."""
    words = sorted(f"{answer.name}\0{answer.text}" for answer in answers)
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:12]
