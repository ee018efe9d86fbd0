"""Finds conversations for the console, by what was said in them and by what they are about."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from bot.conversations.models import Conversation, Message


def find_conversations(
    *, words: str = "", label: str = "", flagged: bool = False, taken_over: bool = False
) -> QuerySet[Conversation]:
    """Conversations, newest first: each of the words somewhere in one message, a label among its messages' labels."""
    found = Conversation.objects.in_takeover() if taken_over else Conversation.objects.with_content()
    messages = Message.objects.filter(conversation_id=OuterRef("id"))
    if words.split():
        said = messages
        for word in words.replace("\0", "").split():
            said = said.filter(text__icontains=word)
        found = found.filter(Exists(said))
    if label:
        found = found.filter(Exists(messages.filter(label=label)))
    if flagged:
        found = found.exclude(flags=[])
    return found.order_by("-last_message_at")
