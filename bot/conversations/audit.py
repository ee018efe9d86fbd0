"""Writes the audit trail: who did what to whose data. Call it inside the transaction of the change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.conversations.models import AuditEntry, Conversation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User


class HasReference(Protocol):
    """A consultation request, of which this app knows nothing else (it must not import bot.handoff)."""

    reference: str


def record(
    *,
    verb: str,
    user: User | AnonymousUser | None = None,
    conversation: Conversation | None = None,
    request: HasReference | None = None,
    **detail: object,
) -> AuditEntry:
    """Add an entry; `detail` takes ids, counts and states, never what somebody said. No user means the visitor."""
    return AuditEntry.objects.create(
        verb=verb,
        user_id=user.pk if user else None,
        conversation_id=conversation.id if conversation else None,
        request_reference=request.reference if request else "",
        detail=detail,
    )
