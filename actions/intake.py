"""Sends the intake form: the only place that sets `request_sent`, so nobody reads "sent" without a stored request."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.handoff.consultations import Intake, submit_request
from bot.handoff.errors import ConsentMissing
from bot.knowledge.texts import fixed_text

logger = logging.getLogger(__name__)

ANSWERS = (
    "intake_for_whom",
    "intake_name",
    "intake_contact",
    "intake_safe_contact",
    "intake_county",
    "intake_court_date",
)
CONSENT = "intake_consent"
CONSENT_QUESTION = "utter_ask_intake_consent"
SHELL_CHANNEL = "cmdline"

Events = list[dict[str, Any]]


class ActionSubmitIntake(Action):
    """Stores the request; the form's slots are cleared only once it is."""

    def name(self) -> str:
        """As rules and domain call it."""
        return "action_submit_intake"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Store, then say so in a slot; after any error the answers stay for another try.

        Runs in the server's event loop, where Django refuses to touch the database: hence the thread.
        """
        try:
            reference = await sync_to_async(_submit)(tracker)
        except Exception as exc:  # noqa: BLE001 (the rim: without events Rasa would go on as if all was well)
            logger.error("request of conversation %s not stored: %s", tracker.sender_id, type(exc).__name__)
            return [SlotSet("request_sent", False)]
        logger.info("request %s stored", reference)
        return [
            SlotSet("request_sent", True),
            SlotSet("request_reference", reference),
            *(SlotSet(slot, None) for slot, value in tracker.slots.items() if slot.startswith("intake_") and value),
        ]


def _submit(tracker: Tracker) -> str:
    conversation_id = _website_conversation(tracker)
    close_old_connections()
    try:
        request = submit_request(
            conversation_id=conversation_id, intake=_intake(tracker), is_test=conversation_id is None
        )
    finally:
        close_old_connections()
    return request.reference


def _website_conversation(tracker: Tracker) -> UUID | None:
    """The conversation's id; None in a developer's shell, whose sender ids can look like UUIDs as well."""
    if tracker.get_latest_input_channel() == SHELL_CHANNEL:
        return None
    try:
        return UUID(tracker.sender_id)
    except ValueError:
        return None


def _intake(tracker: Tracker) -> Intake:
    if tracker.get_slot(CONSENT) is not True:
        raise ConsentMissing
    answers = {slot.removeprefix("intake_"): str(tracker.get_slot(slot) or "") for slot in ANSWERS}
    # What the visitor wrote last; staff see it before they call.
    language = "es" if tracker.slots.get("writes_spanish") else "en"
    return Intake(language=language, consent_text=_consent_text(tracker), **answers)


def _consent_text(tracker: Tracker) -> str:
    """The very words the visitor agreed to; the first variation when the tracker no longer holds that turn."""
    for event in reversed(tracker.events):
        if event.get("event") == "bot" and (event.get("metadata") or {}).get("utter_action") == CONSENT_QUESTION:
            return str(event["text"])
    return fixed_text(CONSENT_QUESTION)
