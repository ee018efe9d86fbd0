"""Lets conversations expire: what nobody wrote in for RETENTION_DAYS is erased; the worker calls this."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta

from asgiref.sync import async_to_sync
from django.conf import settings

from bot.conversations import engine_client
from bot.conversations.erasure import erase
from bot.conversations.errors import ConversationGone, EngineFailed, UnderLegalHold
from bot.conversations.models import Conversation

logger = logging.getLogger(__name__)

_ENGINE_TIMEOUT_S = 5.0
_has_asked = threading.Event()


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


def let_engine_forget_old() -> None:
    """The engine's working state of what it was not asked for RETENTION_DAYS, developers' shells included.

    Also under a legal hold: the record is the transcript, and that stays. The first failure is not logged: the worker
    is up some seconds before the engine.
    """
    try:
        async_to_sync(engine_client.forget_before)(days=settings.RETENTION_DAYS, timeout_s=_ENGINE_TIMEOUT_S)
    except EngineFailed as exc:
        log = logger.warning if _has_asked.is_set() else logger.debug
        log("the engine keeps old conversations for now: %s", exc)
    _has_asked.set()
