"""What the worker does every minute for the console: drop old records of logins, and sessions that have ended.

The audit trail stays: who did what to whose data is asked years later.
"""

from __future__ import annotations

from datetime import timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone


def keep_house() -> None:
    """Runs in the worker (settings.WORKER_CHORES)."""
    forget_logins()
    SessionStore.clear_expired()


def forget_logins() -> int:
    """Erase user names and addresses of logins and failed logins after LOGIN_RETENTION_DAYS; says how many rows."""
    moment = timezone.now() - timedelta(days=settings.LOGIN_RETENTION_DAYS)
    old = [rows.objects.filter(attempt_time__lt=moment) for rows in (AccessAttempt, AccessFailureLog, AccessLog)]
    return sum(rows.delete()[0] for rows in old)
