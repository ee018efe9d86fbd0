"""Puts requests into the outbox and changes the state of its rows.

bot/handoff enqueues in the request's own transaction; the worker claims and settles; the console shows and retries.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from bot.delivery.models import OutboxRow

FIRST_WAIT_S = 30
LONGEST_WAIT_S = 60 * 60
# A claim older than this belongs to a worker that died: every target's own time limits end well before.
CLAIM_LASTS = timedelta(minutes=2)


def enqueue(*, reference: str, payload: dict[str, Any]) -> list[OutboxRow]:
    """One row for each configured target; call it inside the transaction that writes the request."""
    rows = [OutboxRow(target=name, reference=reference, payload=payload) for name in settings.DELIVERY_TARGETS]
    return OutboxRow.objects.bulk_create(rows)


def claim_next(*, target: str, now: datetime) -> OutboxRow | None:
    """The next due row of a target, now ours: of several workers exactly one wins each row."""
    for row in OutboxRow.objects.due(now).filter(target=target)[:10]:
        unclaimed = OutboxRow.objects.filter(id=row.id, state=OutboxRow.State.QUEUED, attempts=row.attempts)
        attempts = row.attempts + 1
        if unclaimed.update(state=OutboxRow.State.INFLIGHT, claimed_at=now, attempts=attempts):
            row.state, row.claimed_at, row.attempts = OutboxRow.State.INFLIGHT, now, attempts
            return row
    return None


def mark_delivered(row: OutboxRow, *, now: datetime) -> None:
    """Also when the claim has run out meanwhile: it was delivered, and nobody needs to send it again."""
    undelivered = OutboxRow.objects.filter(id=row.id).exclude(state=OutboxRow.State.DELIVERED)
    undelivered.update(state=OutboxRow.State.DELIVERED, delivered_at=now, payload={}, last_error="")


def mark_refused(row: OutboxRow, *, error: str, permanent: bool, now: datetime) -> None:
    """Wait for the next attempt, or give up; a row that another worker has claimed since is left alone."""
    ours = OutboxRow.objects.filter(id=row.id, state=OutboxRow.State.INFLIGHT, attempts=row.attempts)
    ours.update(
        state=OutboxRow.State.FAILED if permanent else OutboxRow.State.QUEUED,
        next_attempt_at=now + wait_before_attempt(row.attempts + 1),
        claimed_at=None,
        last_error=error[:300],
    )


def wait_before_attempt(number: int) -> timedelta:
    """30 s before the second attempt, then twice as long each time, at most an hour."""
    doublings = min(max(number - 2, 0), 10)  # beyond ten the hour is reached anyway
    return timedelta(seconds=min(FIRST_WAIT_S * 2**doublings, LONGEST_WAIT_S))


def take_back_from_dead_workers(*, now: datetime) -> int:
    """Queue again what a killed worker held; may deliver twice, with the same idempotency key."""
    held = OutboxRow.objects.filter(state=OutboxRow.State.INFLIGHT, claimed_at__lt=now - CLAIM_LASTS)
    return held.update(state=OutboxRow.State.QUEUED, claimed_at=None, next_attempt_at=now)


def bring_forward(*, target: str, now: datetime) -> int:
    """The target works again: what waits for up to an hour is due at once."""
    waiting = OutboxRow.objects.filter(target=target, state=OutboxRow.State.QUEUED, next_attempt_at__gt=now)
    return waiting.update(next_attempt_at=now)


def send_again(*, reference: str, now: datetime) -> int:
    """Staff ask for another attempt of what was given up or waits; says how many rows that were."""
    undelivered = OutboxRow.objects.filter(
        reference=reference, state__in=(OutboxRow.State.FAILED, OutboxRow.State.QUEUED)
    )
    return undelivered.update(state=OutboxRow.State.QUEUED, next_attempt_at=now)


def forget(*, reference: str) -> int:
    """Erase the rows of a request that is erased; says how many."""
    return OutboxRow.objects.filter(reference=reference).delete()[0]


def forget_delivered(*, before: datetime, but_not: Iterable[str] | QuerySet[Any, Any]) -> int:
    """Erase rows delivered long ago, except those of some references; says how many."""
    old = OutboxRow.objects.filter(state=OutboxRow.State.DELIVERED, delivered_at__lt=before)
    return old.exclude(reference__in=but_not).delete()[0]


def targets_nobody_serves(served: set[str]) -> set[str]:
    """Targets with undelivered rows that no running worker of these settings would send."""
    undelivered = OutboxRow.objects.filter(state__in=OutboxRow.STATES_UNDELIVERED)
    return set(undelivered.values_list("target", flat=True).distinct()) - served


def rows_by_reference(references: Iterable[str]) -> dict[str, list[OutboxRow]]:
    """The deliveries of several requests in one query, for a page of the queue."""
    found: dict[str, list[OutboxRow]] = {}
    for row in OutboxRow.objects.filter(reference__in=list(references)).defer("payload").order_by("target"):
        found.setdefault(row.reference, []).append(row)
    return found
