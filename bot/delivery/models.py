"""The outbox: one row for each request and delivery target, written in the request's own transaction."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone


class OutboxRowQuerySet(models.QuerySet["OutboxRow"]):
    """Named reads of the outbox."""

    def due(self, now: datetime) -> OutboxRowQuerySet:
        """Rows that may be sent now."""
        return self.filter(state=OutboxRow.State.QUEUED, next_attempt_at__lte=now).order_by("next_attempt_at")

    def stuck(self, now: datetime) -> OutboxRowQuerySet:
        """Rows that staff must look at: refused for good, tried three times and more, or left lying (no worker)."""
        failed = models.Q(state=OutboxRow.State.FAILED)
        slow = models.Q(attempts__gte=3) | models.Q(created_at__lt=now - OutboxRow.STUCK_AFTER)
        return self.filter(failed | models.Q(slow, state__in=OutboxRow.STATES_UNDELIVERED))


class OutboxRow(models.Model):
    """What must reach one target; `payload` is emptied once it has, so that contact data stands in one place."""

    class State(models.TextChoices):
        """The life of a row; a row claimed by a dead worker goes back to queued."""

        QUEUED = "queued"
        INFLIGHT = "inflight"
        DELIVERED = "delivered"
        FAILED = "failed"

    STATES_UNDELIVERED = (State.QUEUED, State.INFLIGHT)
    STUCK_AFTER = timedelta(minutes=10)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # also the idempotency key
    target = models.CharField(max_length=40)
    reference = models.CharField(max_length=12, db_index=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now, db_index=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True, default="")

    objects = OutboxRowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reference", "target"], name="one_row_per_request_and_target")]

    def __str__(self) -> str:
        return f"{self.reference} to {self.target}"
