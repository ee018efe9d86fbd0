"""All that one folder of knowledge holds, read once: facts, questions, least facts, answers, counts of messages.

`data/` is the bot's own; a folder of the same shape is an article on its way in (docs/adding-an-article.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from bot.knowledge.answers import ENGLISH, FIXED, Answer, UnreadableFile, load_answers, read_mapping
from bot.knowledge.article import DATA, Article, Question, load_article, load_questions
from bot.knowledge.labels import CONVERSATION, RETRIEVAL_INTENT

T = TypeVar("T")


@dataclass(frozen=True)
class Material:
    """A folder's knowledge."""

    folder: Path
    article: Article
    questions: dict[str, Question]
    least_facts: dict[str, tuple[tuple[str, ...], ...]]  # label → what must be said; of several in one item, one
    answers: tuple[Answer, ...]
    slots: frozenset[str]  # what fixed texts may name in braces besides the firm's details
    messages: dict[str, int]  # label → number of training messages of a knowledge question

    @property
    def labels(self) -> list[str]:
        """The questions that are answered from facts."""
        return [label for label in self.questions if label not in CONVERSATION]

    def answers_to(self, label: str, kind: str, language: str = ENGLISH) -> list[Answer]:
        """All variations of a reply or its more, in the order of the file."""
        return [a for a in self.answers if (a.label, a.kind, a.language) == (label, kind, language)]

    @property
    def knowledge_answers(self) -> list[Answer]:
        """Replies and their more, in every language."""
        return [answer for answer in self.answers if answer.kind != FIXED]

    @property
    def languages(self) -> list[str]:
        """English, then the languages that have replies of their own."""
        return [ENGLISH, *sorted({answer.language for answer in self.knowledge_answers} - {ENGLISH})]


@lru_cache
def load_material(folder: Path = DATA) -> Material:
    """Read a folder; raises UnreadableFile naming the file that can't be used."""
    domain = _domain_of(folder)
    knowledge = folder / "knowledge"
    return Material(
        folder=folder,
        article=_checked(knowledge / "article.yml", load_article, knowledge),
        questions=_checked(knowledge / "questions.yml", load_questions, knowledge),
        least_facts=_least_facts(knowledge / "least_facts.yml"),
        answers=load_answers(folder, domain),
        slots=frozenset(read_mapping(domain).get("slots") or ()) if domain else frozenset(),
        messages=_count_messages(folder),
    )


def _domain_of(folder: Path) -> Path | None:
    """domain.yml stands beside data/, and inside a folder that has one of its own."""
    candidates = [folder / "domain.yml"] + ([folder.parent / "domain.yml"] if folder.name == DATA.name else [])
    return next((path for path in candidates if path.exists()), None)


def _checked(path: Path, load: Callable[[Path], T], folder: Path) -> T:
    """What the loader makes of a file; whatever is wrong in it names the file."""
    read_mapping(path)
    try:
        return load(folder)
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableFile(path, f"something is missing: {error}") from error
    except ValueError as error:
        raise UnreadableFile(path, str(error).removeprefix(f"{path}: ")) from error


def _least_facts(path: Path) -> dict[str, tuple[tuple[str, ...], ...]]:
    rows = read_mapping(path).get("least_facts") if path.exists() else {}
    if not isinstance(rows, dict):
        raise UnreadableFile(path, "has no key 'least_facts' with labels under it")
    return {
        label: tuple(tuple(item) if isinstance(item, list) else (str(item),) for item in items or ())
        for label, items in rows.items()
    }


def _count_messages(folder: Path) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for path in sorted(folder.glob("nlu/*.yml")):
        for block in read_mapping(path).get("nlu") or ():
            intent, _, label = str(block.get("intent", "")).partition("/")
            if intent == RETRIEVAL_INTENT:
                counts[label] += sum(line.startswith("- ") for line in str(block.get("examples", "")).splitlines())
    return dict(counts)
