"""Consultation requests: what a visitor left so that somebody at the firm can call back.

The intake form's action and the console write it, through bot/handoff/consultations.py only.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from bot.conversations.models import Conversation


class ConsultationRequestQuerySet(models.QuerySet["ConsultationRequest"]):
    """Named reads of requests."""

    def of_visitors(self) -> ConsultationRequestQuerySet:
        """Without what developers sent in `rasa shell`, which is no request to the firm."""
        return self.filter(is_test=False)

    def waiting_for_staff(self) -> ConsultationRequestQuerySet:
        """Requests nobody has taken yet, oldest first."""
        return self.of_visitors().filter(state=ConsultationRequest.State.NEW).order_by("created_at")

    def expired(self, moment: datetime) -> ConsultationRequestQuerySet:
        """Requests done before `moment`, and developers' tests made before it."""
        done = models.Q(state=ConsultationRequest.State.DONE, done_at__lt=moment)
        return self.filter(done | models.Q(is_test=True, created_at__lt=moment))


class ConsultationRequest(models.Model):
    """A visitor's request for a consultation, as confirmed in the summary."""

    class State(models.TextChoices):
        """Where the request stands in the queue."""

        NEW = "new"
        TAKEN = "taken"
        DONE = "done"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True)  # R-7K3M: what the visitor can quote
    # The same form sent twice (a hung action server, a double click) finds the first request by this key.
    submission_key = models.CharField(max_length=64, unique=True)
    conversation = models.ForeignKey(
        Conversation, null=True, blank=True, on_delete=models.SET_NULL, related_name="requests"
    )
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    is_test = models.BooleanField(default=False)

    for_whom = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    contact = models.CharField(max_length=200)
    safe_contact = models.CharField(max_length=300)
    county = models.CharField(max_length=100)
    court_date = models.CharField(max_length=100)
    language = models.CharField(max_length=5, default="en")
    consent_text = models.TextField()
    consent_at = models.DateTimeField()

    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="taken_requests"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = ConsultationRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.reference
