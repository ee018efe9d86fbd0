"""Short messages that mean something only after an answer; the table is follow_ups.yml.

turn_plan.py asks before it looks at the label. Nothing here applies to a message with a safety flag.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from bot.knowledge.labels import COURTESIES, intent_key, is_knowledge

_TABLE = Path(__file__).with_suffix(".yml")
# Labels that a follow-up may be taken for: none of them is a question of its own.
_NOT_A_QUESTION = COURTESIES | {"explain_more", "out_of_scope"}
_ORDER = ("first", "second", "third")


@dataclass(frozen=True)
class Phrase:
    """How people say one kind of follow-up."""

    kind: str
    pattern: re.Pattern[str]
    max_words: int
    is_strong: bool


@lru_cache
def _table() -> tuple[tuple[Phrase, ...], dict[str, dict[str, str]]]:
    raw = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    phrases = tuple(
        Phrase(kind, re.compile(row["pattern"], re.IGNORECASE), row["words"], row["strong"])
        for kind, row in raw["phrases"].items()
    )
    return phrases, raw["leads"]


def kind_of(text: str, label: str, decision: str) -> str | None:
    """Which follow-up a message is, or None; a question that the classifier is sure of stays that question."""
    words = len(text.split())
    is_open = decision != "answer" or label in _NOT_A_QUESTION
    for phrase in _table()[0]:
        if words <= phrase.max_words and (phrase.is_strong or is_open) and phrase.pattern.search(text):
            return phrase.kind
    return None


def action_after(kind: str, last_answer: str) -> str:
    """The response that follows up on the last answered label."""
    leads = _table()[1][kind]
    lead = leads.get(last_answer, leads["any"])
    if lead in {"more", "short"}:
        return f"utter_{lead}_{last_answer}"
    return f"utter_{intent_key(lead)}" if is_knowledge(lead) else lead


def offered_label(text: str, offered: tuple[str, ...]) -> str | None:
    """The label of "the second one" among the buttons offered last; None when it points to nothing."""
    phrase = next(p for p in _table()[0] if p.kind == "ordinal")
    found = phrase.pattern.search(text)
    # "Something else" is no question that "the last one" could mean.
    labels = [label for label in offered if label and label != "out_of_scope"]
    if not found or not labels or found["beyond"]:
        return None
    place = len(labels) - 1 if found["last"] else next(i for i, name in enumerate(_ORDER) if found[name])
    return labels[place] if place < len(labels) else None
