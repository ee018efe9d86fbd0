"""Follows a conversation live: every message once and in order, and what happens between messages.

The chat API's event stream and the console use it. It holds no database connection while it waits.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bot.conversations import events, transcript
from bot.conversations.database import in_database
from bot.conversations.models import Conversation, Message
from bot.conversations.transcript import staff_name


@dataclass(frozen=True)
class Happening:
    """One thing to show: a message, or an event such as that somebody types; `quiet` when nothing happened."""

    kind: str
    message: Message | None = None
    data: dict[str, Any] = field(default_factory=dict)


QUIET = Happening("quiet")


async def follow(
    conversation_id: UUID, *, after: UUID | None, from_now: bool, quiet_s: float
) -> AsyncGenerator[Happening, None]:
    """Happenings without end, until the conversation is erased.

    Starts behind the message `after` (unknown: at the beginning), or with what comes `from_now` on. Subscribes first
    and reads what was missed then; later each event and each quiet stretch is a reason to read what is new. Whoever
    connects while staff hold the conversation is told so once, after what was missed.
    """
    async with events.subscribe(conversation_id) as subscription:
        last = await in_database(_place)(conversation_id, after, from_now)
        is_told = False
        yield QUIET  # whoever connects sees at once that the stream is open
        event: events.Event | None = events.MESSAGE
        while True:
            if event is None or event["event"] == "message":
                messages = await in_database(_newer)(conversation_id, last)
                if messages is None:
                    return
                for message in messages:
                    last = message.id
                    yield Happening("message", message)
                if event is None:
                    yield QUIET
                if not is_told and (holder := await in_database(_holder)(conversation_id)):
                    yield Happening("takeover", data={"staff": {"name": holder}})
                is_told = True
            elif event["event"] == "erased":
                return
            else:
                yield Happening(event["event"], data=event["data"])
            event = await subscription.next(quiet_s)


def _place(conversation_id: UUID, after: UUID | None, from_now: bool) -> int:
    """The database id behind which to start."""
    messages = Message.objects.filter(conversation_id=conversation_id)
    if not from_now:
        messages = messages.filter(public_id=after) if after else messages.none()
    return messages.order_by("-id").values_list("id", flat=True).first() or 0


def _holder(conversation_id: UUID) -> str | None:
    """The name of who of the staff holds the conversation now."""
    held = Conversation.objects.in_takeover().filter(id=conversation_id).select_related("taken_by").first()
    return staff_name(held.taken_by) if held and held.taken_by else None


def _newer(conversation_id: UUID, last: int) -> list[Message] | None:
    """Messages after `last`; None when the conversation was erased."""
    messages = list(transcript.messages_after(conversation_id).filter(id__gt=last))
    if not messages and not Conversation.objects.with_content().filter(id=conversation_id).exists():
        return None
    return messages
