"""The flags of safety.md in staff's words, and how soon somebody must look; the engine sets, the console shows them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models


class Urgency(models.TextChoices):
    """When staff must look."""

    NOW = "P0", "Now"
    WITHIN_THE_HOUR = "P1", "Within the hour"
    NEXT_WORKING_DAY = "P2", "Next working day"
    NOTE = "note", "Note"


@dataclass(frozen=True)
class Flag:
    """A flag as staff read it."""

    name: str
    words: str
    urgency: Urgency


_IN_ORDER = (
    Flag("danger", "In danger", Urgency.NOW),
    Flag("self_harm", "Self-harm", Urgency.NOW),
    Flag("threat", "Threatens someone", Urgency.NOW),
    Flag("urgent", "Urgent: police or court", Urgency.NOW),
    Flag("custody", "Someone in custody", Urgency.NOW),
    Flag("danger_unsure", "May be in danger", Urgency.WITHIN_THE_HOUR),
    Flag("influence", "Wants to influence a witness", Urgency.WITHIN_THE_HOUR),
    Flag("minor", "Under 18", Urgency.WITHIN_THE_HOUR),
    Flag("counsel", "Says: other lawyer or police", Urgency.WITHIN_THE_HOUR),
    Flag("adverse", "May be the other side", Urgency.NEXT_WORKING_DAY),
    Flag("facts", "Told case details", Urgency.NEXT_WORKING_DAY),
    Flag("press_charges", "Wants to press charges", Urgency.NEXT_WORKING_DAY),
    Flag("press", "Journalist", Urgency.NEXT_WORKING_DAY),
    Flag("represented", "Already has a lawyer", Urgency.NOTE),
    Flag("lang", "Not in English", Urgency.NOTE),
    Flag("abuse", "Abusive", Urgency.NOTE),
    Flag("erase", "Asked to delete", Urgency.NOTE),
)
FLAGS = {flag.name: flag for flag in _IN_ORDER}
ALERTS = tuple(flag.name for flag in _IN_ORDER if flag.urgency is Urgency.NOW)


def describe(names: list[str]) -> list[Flag]:
    """The flags, most urgent first; one that is not known yet is shown by its name rather than dropped."""
    known = [flag for flag in _IN_ORDER if flag.name in names]
    unknown = [Flag(name, name.replace("_", " "), Urgency.NEXT_WORKING_DAY) for name in names if name not in FLAGS]
    return known + unknown
