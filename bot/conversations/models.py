"""The transcript of record: what visitor, bot and staff said on the website, and the audit trail.

Web and console read and write it; the engine never does. Changes of state live in the job modules
beside this file (opening, turn, erasure); models know only their own fields.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone


class ConversationQuerySet(models.QuerySet["Conversation"]):
    """Named reads of conversations, for console, API and worker."""

    def with_content(self) -> ConversationQuerySet:
        """Conversations that were not erased."""
        return self.filter(erased_at=None)

    def in_takeover(self) -> ConversationQuerySet:
        """Conversations that a staff member is answering now."""
        return self.with_content().exclude(taken_by=None)

    def silent_since(self, moment: datetime) -> ConversationQuerySet:
        """Conversations whose last message is older than `moment`."""
        return self.with_content().filter(last_message_at__lt=moment)

    def the_engine_still_knows(self) -> ConversationQuerySet:
        """Erased conversations of which the engine has not confirmed that it forgot them."""
        return self.exclude(erased_at=None).filter(engine_forgot_at=None)


class Conversation(models.Model):
    """One visitor's chat; the token that opens it is kept only as a SHA-256 digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    last_message_at = models.DateTimeField(default=timezone.now, db_index=True)
    language = models.CharField(max_length=5, default="en")
    # Union of the flags of all its messages (safety.md), for the list and its filters.
    flags = models.JSONField(default=list)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="taken_conversations"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    legal_hold = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True, blank=True)
    # Empty on an erased conversation: the engine may still hold what the form asked; erasure.py tells it again.
    engine_forgot_at = models.DateTimeField(null=True, blank=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ["-last_message_at"]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_taken_over(self) -> bool:
        """Whether staff, not the bot, answer this conversation now."""
        return self.taken_by_id is not None


class Message(models.Model):
    """One message of a transcript; `id` orders it, `public_id` is what the API shows.

    A visitor's message carries what the engine understood; a bot message carries which label it answers
    and the facts it stands on.
    """

    class Sender(models.TextChoices):
        """Who speaks, with the API's words."""

        VISITOR = "visitor"
        BOT = "bot"
        STAFF = "staff"
        SYSTEM = "system"

    class State(models.TextChoices):
        """How far a visitor's message is: an unanswered one may be processed once more after a crash."""

        RECEIVED = "received"
        ANSWERED = "answered"

    id = models.BigAutoField(primary_key=True)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    public_id = models.UUIDField(default=uuid.uuid4)
    at = models.DateTimeField(default=timezone.now)
    sender = models.CharField(max_length=8, choices=Sender.choices)
    text = models.TextField()

    # On what the bot said
    reply_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies")
    buttons = models.JSONField(default=list)  # [{"id", "title", "label"}]: the label never leaves the server
    answer = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001 (null is the API's word for none)
    facts = models.JSONField(default=list)
    section = models.CharField(max_length=8, blank=True, default="")
    variation = models.CharField(max_length=80, blank=True, default="")

    # On what staff said
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)

    # On what the visitor said
    state = models.CharField(max_length=8, choices=State.choices, default=State.ANSWERED)
    button_id = models.CharField(max_length=64, blank=True, default="")
    label = models.CharField(max_length=64, blank=True, default="")
    confidence = models.FloatField(null=True, blank=True)
    ranking = models.JSONField(default=list)  # [{"name", "confidence"}]
    flags = models.JSONField(default=list)
    parts = models.JSONField(default=list)  # [{"text", "label", "confidence"}]
    decision = models.CharField(max_length=8, blank=True, default="")
    model_version = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "public_id"], name="one_message_per_id_and_conversation")
        ]

    def __str__(self) -> str:
        return f"{self.sender} {self.public_id}"


class AuditEntry(models.Model):
    """Who did what to whose data, and when; written in the transaction of the change, never what was said."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)
    verb = models.CharField(max_length=40)  # e.g. conversation.viewed, takeover.started, request.done
    conversation_id = models.UUIDField(null=True, blank=True, db_index=True)
    request_reference = models.CharField(max_length=12, blank=True, default="")
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M}"
