"""Filters that turn stored names into staff's words."""

from __future__ import annotations

from django import template

from bot.conversations.flags import Flag, describe
from bot.knowledge.article import load_article, load_questions

register = template.Library()

DECISIONS = {"answer": "answered", "clarify": "asked back", "admit": "said it does not know"}


@register.filter
def as_flags(names: list[str] | None) -> list[Flag]:
    """Flags in words, most urgent first."""
    return describe(names or [])


@register.filter
def label_words(label: str) -> str:
    """The visitor's question for a knowledge label, else the label without underscores."""
    question = load_questions().get(label)
    return question.title if question else label.replace("_", " ").capitalize()


@register.filter
def decision_words(decision: str) -> str:
    """What the bot did about a message."""
    return DECISIONS.get(decision, decision)


@register.filter
def percent(share: float | None) -> str:
    """0.873 as "87 %"."""
    return "–" if share is None else f"{share:.0%}".replace("%", "\u202f%")


@register.filter
def fact_statement(fact_id: str) -> str:
    """The fact's statement in the article, or that it is gone."""
    fact = load_article().facts.get(fact_id)
    return fact.statement if fact else "no longer in the article"
