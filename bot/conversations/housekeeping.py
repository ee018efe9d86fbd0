"""What the worker does every minute for conversations: let old ones expire, and have the engine forget them."""

from __future__ import annotations

from django.utils import timezone

from bot.conversations.erasure import tell_engine_again
from bot.conversations.retention import erase_expired, let_engine_forget_old


def keep_house() -> None:
    """Runs in the worker (settings.WORKER_CHORES)."""
    erase_expired(now=timezone.now())
    tell_engine_again()
    let_engine_forget_old()
