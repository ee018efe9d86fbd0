"""What the web process says by itself, without the engine: fixed texts of domain.yml, read when the process starts."""

from __future__ import annotations

from bot.knowledge.texts import fixed_text

NOTICE = "utter_notice"
WELCOME = "utter_welcome"
APOLOGY = "utter_apology"
STAFF_ANSWERS = "utter_staff_answers"
# Said by the bot even while staff answer; in the order of safety.md, by label.
IN_TAKEOVER = {"self_harm": "utter_self_harm", "in_danger": "utter_in_danger"}


def require_all() -> None:
    """Stop the start when a text is missing: an apology that fails is found too late."""
    for name in (NOTICE, WELCOME, APOLOGY, STAFF_ANSWERS, *IN_TAKEOVER.values()):
        fixed_text(name)
