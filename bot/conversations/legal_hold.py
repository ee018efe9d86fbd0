"""A lawyer's hold on a conversation: while it lasts, neither its record nor its requests are erased or expire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from bot.conversations import audit
from bot.conversations.models import Conversation

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def hold(*, conversation: Conversation, by: User) -> bool:
    """Keep the record from now on; False when it is held already. What was erased before stays erased."""
    return _change(conversation, by, to=True, verb="conversation.held")


@transaction.atomic
def end_hold(*, conversation: Conversation, by: User) -> bool:
    """Let it be erased and expire again, at once when its days are over; False when it is not held."""
    return _change(conversation, by, to=False, verb="conversation.hold_ended")


def _change(conversation: Conversation, by: User, *, to: bool, verb: str) -> bool:
    if not Conversation.objects.filter(id=conversation.id, legal_hold=not to).update(legal_hold=to):
        return False
    conversation.legal_hold = to
    audit.record(verb=verb, user=by, conversation=conversation)
    return True
