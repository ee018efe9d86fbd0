"""Consultation requests: sent by the intake form's action, worked through by staff in the console."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from bot.conversations import audit
from bot.conversations.errors import ConversationGone
from bot.conversations.models import Conversation
from bot.delivery import outbox
from bot.handoff.errors import AlreadyTaken, NoReferenceLeft, NotTakenBy
from bot.handoff.models import ConsultationRequest

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet

# Read out on the phone without mistakes: no 0 and O, no 1 and I. 32^4 gives a million.
REFERENCE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
REFERENCE_LENGTH = 4
DRAWS = 20

State = ConsultationRequest.State


@dataclass(frozen=True)
class Intake:
    """What the visitor confirmed in the form's summary."""

    for_whom: str
    name: str
    contact: str
    safe_contact: str
    county: str
    court_date: str
    language: str
    consent_text: str


def draw_reference() -> str:
    """A reference such as R-7K3M; whether it is free shows only when it is stored."""
    return "R-" + "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(REFERENCE_LENGTH))


def submit_request(
    *, conversation_id: UUID | None, intake: Intake, is_test: bool, draw: Callable[[], str] = draw_reference
) -> ConsultationRequest:
    """Store the request and its outbox rows, all or nothing, and return it.

    The same form sent again (a second "yes" after a hung action) returns the first request. A test, which is what
    developers send in `rasa shell`, is neither delivered nor shown to staff.
    """
    intake = _shortened(intake)
    key = _submission_key(conversation_id, intake)
    for _ in range(DRAWS):
        try:
            return _find_or_create(key, draw(), conversation_id, intake, is_test)
        except IntegrityError:
            continue  # the reference is taken, or the same form was stored this very moment: look again
    raise NoReferenceLeft(f"{DRAWS} references drawn, all taken")


@transaction.atomic
def _find_or_create(
    key: str, reference: str, conversation_id: UUID | None, intake: Intake, is_test: bool
) -> ConsultationRequest:
    if earlier := ConsultationRequest.objects.filter(submission_key=key).first():
        return earlier
    is_known = conversation_id and Conversation.objects.with_content().filter(id=conversation_id).exists()
    if not is_test and not is_known:
        raise ConversationGone(f"no conversation {conversation_id}")
    now = timezone.now()
    request = ConsultationRequest.objects.create(
        reference=reference,
        submission_key=key,
        conversation_id=None if is_test else conversation_id,
        created_at=now,
        consent_at=now,
        is_test=is_test,
        **asdict(intake),
    )
    if not is_test:
        outbox.enqueue(reference=reference, payload=_payload(request, intake))
        audit.record(verb="request.submitted", conversation=request.conversation, request=request)
    return request


def _shortened(intake: Intake) -> Intake:
    """Answers as long as their columns: a visitor may type 2,000 characters, and a cut beats a lost request."""
    longest = {field.name: getattr(field, "max_length", None) for field in ConsultationRequest._meta.get_fields()}
    return Intake(**{name: value[: longest[name]] for name, value in asdict(intake).items()})


def _submission_key(conversation_id: UUID | None, intake: Intake) -> str:
    """Equal for the same answers in the same conversation, whichever wording of the consent is remembered."""
    answers = {name: value for name, value in asdict(intake).items() if name not in {"consent_text", "language"}}
    content = json.dumps([str(conversation_id), answers], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _payload(request: ConsultationRequest, intake: Intake) -> dict[str, Any]:
    """What every delivery target gets; a change here is a change of the webhook's contract."""
    return {
        "reference": request.reference,
        "created_at": request.created_at.isoformat(),
        "consent_at": request.consent_at.isoformat(),
        **asdict(intake),
    }


@transaction.atomic
def take_request(*, request: ConsultationRequest, by: User, instead_of: User | None = None) -> ConsultationRequest:
    """`by` will call back. `instead_of` names the absent colleague who has it now; else it must be new."""
    if instead_of is None:
        free = ConsultationRequest.objects.filter(id=request.id, state=State.NEW)
    else:
        free = ConsultationRequest.objects.filter(id=request.id, state=State.TAKEN, taken_by=instead_of)
    if not free.update(state=State.TAKEN, taken_by=by, taken_at=timezone.now()):
        raise AlreadyTaken(f"{request.reference} is no longer free")
    colleague = instead_of.pk if instead_of else None
    audit.record(verb="request.taken", user=by, request=request, instead_of=colleague)
    request.refresh_from_db()
    return request


@transaction.atomic
def finish_request(*, request: ConsultationRequest, by: User) -> ConsultationRequest:
    """The visitor was reached; only who took the request can say so."""
    if not _held(request, by).update(state=State.DONE, done_at=timezone.now()):
        raise NotTakenBy(f"{request.reference} is not with {by.pk}")
    audit.record(verb="request.done", user=by, request=request)
    request.refresh_from_db()
    return request


@transaction.atomic
def give_back_request(*, request: ConsultationRequest, by: User) -> ConsultationRequest:
    """Back into the queue, with the time of the visitor's asking unchanged."""
    if not _held(request, by).update(state=State.NEW, taken_by=None, taken_at=None):
        raise NotTakenBy(f"{request.reference} is not with {by.pk}")
    audit.record(verb="request.given_back", user=by, request=request)
    request.refresh_from_db()
    return request


@transaction.atomic
def deliver_again(*, request: ConsultationRequest, by: User) -> int:
    """Try at once what was refused or waits; says how many deliveries that concerns."""
    count = outbox.send_again(reference=request.reference, now=timezone.now())
    audit.record(verb="request.delivery_retried", user=by, request=request, deliveries=count)
    return count


def _held(request: ConsultationRequest, by: User) -> QuerySet[ConsultationRequest]:
    return ConsultationRequest.objects.filter(id=request.id, state=State.TAKEN, taken_by=by)
