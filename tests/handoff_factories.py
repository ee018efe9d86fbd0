"""Makes requests, outbox rows and submissions of the intake form, each argument with a default."""

from dataclasses import replace

from django.utils import timezone

from bot.delivery.models import OutboxRow
from bot.handoff.consultations import Intake, submit_request
from tests.factories import a_conversation

INTAKE = Intake(
    for_whom="Myself",
    name="Jordan Sample",
    contact="(314) 555-0199",
    safe_contact="Text only, no voicemail",
    county="Greene",
    court_date="December 9",
    language="en",
    consent_text="May we contact you about this?",
)


def an_intake(**answers):
    """A filled-in form."""
    return replace(INTAKE, **answers)


def a_request(conversation=None, is_test=False, **answers):
    """A request as the form's action sends it."""
    conversation = conversation or a_conversation().conversation
    return submit_request(conversation_id=conversation.id, intake=an_intake(**answers), is_test=is_test)


def an_outbox_row(target="email", reference="R-7K3M", payload=None, **columns):
    """Something to deliver."""
    now = timezone.now().isoformat()
    answers = {"created_at": now, "consent_at": now, **vars(INTAKE)}
    row = OutboxRow(
        target=target, reference=reference, payload=payload or {"reference": reference, **answers}, **columns
    )
    row.save()
    return row
