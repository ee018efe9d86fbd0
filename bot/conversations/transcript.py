"""The transcript of record: adding messages at its end, and showing them as the API's JSON or as a text to keep."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bot.conversations.errors import ConversationGone
from bot.conversations.models import Conversation, Message
from bot.knowledge.article import load_article

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet

Sender = Message.Sender


def lock(conversation_id: UUID) -> Conversation:
    """The conversation, held until the transaction ends; call it in one. Raises ConversationGone."""
    row = Conversation.objects.with_content().select_for_update().filter(id=conversation_id).first()
    if row is None:
        raise ConversationGone(f"no conversation {conversation_id}")
    return row


@transaction.atomic
def append(conversation_id: UUID, *messages: Message) -> list[Message]:
    """Store unsaved messages at the end of the transcript."""
    return append_to_locked(lock(conversation_id), *messages)


def append_to_locked(conversation: Conversation, *messages: Message) -> list[Message]:
    """The same for who has the lock already, within its transaction.

    The lock makes ids grow in the order of commits within a conversation: who reads "all after id n" misses none.
    `at` never runs backwards, the clock may.
    """
    now = max(timezone.now(), conversation.last_message_at)
    for message in messages:
        message.conversation_id = conversation.id
        message.at = now
    Message.objects.bulk_create(messages)
    conversation.last_message_at = now
    Conversation.objects.filter(id=conversation.id).update(last_message_at=now, flags=conversation.flags)
    return list(messages)


def messages_after(conversation_id: UUID, public_id: UUID | None = None) -> QuerySet[Message]:
    """The transcript, oldest first, after the message with `public_id`; an unknown one starts at the beginning."""
    messages = Message.objects.filter(conversation_id=conversation_id).select_related("staff").order_by("id")
    if public_id is not None:
        known = Message.objects.filter(conversation_id=conversation_id, public_id=public_id).first()
        if known:
            messages = messages.filter(id__gt=known.id)
    return messages


def as_json(message: Message) -> dict[str, Any]:
    """A message as contract C3 writes it: always the same eight keys, and no button's label."""
    return {
        "id": str(message.public_id),
        "at": message.at.isoformat(),
        "from": message.sender,
        "text": message.text,
        "buttons": [{"id": button["id"], "title": button["title"]} for button in message.buttons],
        "answer": message.answer,
        "sources": _sources(message.section),
        "staff": {"name": staff_name(message.staff)} if message.staff else None,
    }


def staff_name(user: User) -> str:
    """How visitors see a staff member; an account without a name does not give its login away."""
    return user.get_full_name() or "The firm's staff"


@lru_cache
def _section_title(section: str) -> str | None:
    return load_article().sections.get(section)


def _sources(section: str) -> list[dict[str, str]]:
    title = _section_title(section) if section else None
    if title is None:
        return []
    return [{"title": load_article().title, "section": title, "url": settings.ARTICLE_URL}]


def as_text(conversation: Conversation) -> str:
    """The transcript for the visitor to keep.

    Continued lines are indented, so that nobody can type a line that looks as if somebody else had said it.
    """
    zone = settings.FIRM_TIME_ZONE
    lines = [f"Chat with {settings.FIRM['name']}", f"Times are those of {zone.key}.", ""]
    for message in messages_after(conversation.id):
        when = message.at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        lines.append(f"{when} {_speaker(message)}: " + "\n    ".join(message.text.splitlines()))
        lines += [f"    [{button['title']}]" for button in message.buttons]
        lines += [f"    Source: {s['title']}, {s['section']}, {s['url']}" for s in _sources(message.section)]
    return "\n".join(lines) + "\n"


def _speaker(message: Message) -> str:
    if message.staff:
        return staff_name(message.staff)
    return {Sender.VISITOR: "You", Sender.BOT: "Automated assistant"}.get(Sender(message.sender), "Notice")
