"""Lets requests expire: REQUEST_RETENTION_DAYS after one was done, it and its deliveries are erased.

New and taken requests stay, however old: somebody still waits for a call, and staff see them in the queue. What
developers sent from the shell is never done and goes by its age.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from bot.conversations import audit
from bot.conversations.database import empty_write_ahead_log
from bot.conversations.models import Conversation
from bot.delivery import outbox
from bot.handoff.models import ConsultationRequest


def erase_expired_requests(*, now: datetime, at_most: int = 200) -> int:
    """Erase what has expired, each in a transaction of its own, and say how many."""
    moment = now - timedelta(days=settings.REQUEST_RETENTION_DAYS)
    expired = ConsultationRequest.objects.expired(moment).exclude(conversation__legal_hold=True)
    return sum(_erase(request, moment) for request in expired.order_by("created_at")[:at_most])


def forget_old_deliveries(*, now: datetime) -> int:
    """Drop the notes of what was delivered when, except for requests under a legal hold; says how many."""
    held = ConsultationRequest.objects.filter(conversation__legal_hold=True)
    moment = now - timedelta(days=settings.REQUEST_RETENTION_DAYS)
    return outbox.forget_delivered(before=moment, but_not=held.values("reference"))


@transaction.atomic
def _erase(request: ConsultationRequest, moment: datetime) -> bool:
    """Whether it was erased: meanwhile staff may have taken it up again, or a lawyer may hold its conversation."""
    conversation = None
    if request.conversation_id is not None:
        conversation = Conversation.objects.select_for_update().filter(id=request.conversation_id).first()
    if conversation is not None and conversation.legal_hold:
        return False
    if not ConsultationRequest.objects.expired(moment).filter(id=request.id).delete()[0]:
        return False
    outbox.forget(reference=request.reference)
    if not request.is_test:
        audit.record(verb="request.erased", conversation=conversation, request=request)
    transaction.on_commit(empty_write_ahead_log, robust=True)
    return True
