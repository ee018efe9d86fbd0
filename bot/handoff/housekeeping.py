"""What the worker does every minute for requests: let old ones expire."""

from __future__ import annotations

from django.utils import timezone

from bot.handoff.retention import erase_expired_requests, forget_old_deliveries


def keep_house() -> None:
    """Runs in the worker (settings.WORKER_CHORES)."""
    now = timezone.now()
    erase_expired_requests(now=now)
    forget_old_deliveries(now=now)
