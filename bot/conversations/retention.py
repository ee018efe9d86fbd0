"""Lets conversations expire: what nobody wrote in for RETENTION_DAYS is erased; the worker calls this."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from bot.conversations.erasure import erase
from bot.conversations.errors import ConversationGone, UnderLegalHold
from bot.conversations.models import Conversation


def erase_expired(*, now: datetime, at_most: int = 200) -> int:
    """Erase what has expired, each in a transaction of its own, and say how many; then call tell_engine_again."""
    expired = Conversation.objects.silent_since(now - timedelta(days=settings.RETENTION_DAYS))
    count = 0
    for conversation in expired.filter(legal_hold=False).order_by("last_message_at")[:at_most]:
        try:
            erase(conversation=conversation)
        except (ConversationGone, UnderLegalHold):
            continue  # somebody was faster
        count += 1
    return count
