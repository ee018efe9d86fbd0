"""What staff write into a conversation, and the notices about them that both sides see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from bot.conversations import audit, events, transcript
from bot.conversations.errors import NothingSaid
from bot.conversations.models import Conversation, Message

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def send_staff_message(*, conversation: Conversation, by: User, text: str) -> Message:
    """A staff member answers the visitor; who may do so is the caller's matter (handoff/takeover.py)."""
    message = _say(conversation, Message(sender=Message.Sender.STAFF, staff=by, text=text))
    audit.record(verb="message.sent", user=by, conversation=conversation, message=str(message.public_id))
    return message


@transaction.atomic
def system_message(*, conversation: Conversation, text: str) -> Message:
    """A notice that is nobody's words, such as that somebody has joined."""
    return _say(conversation, Message(sender=Message.Sender.SYSTEM, text=text))


def _say(conversation: Conversation, message: Message) -> Message:
    message.text = message.text.replace("\0", "").strip()
    if not message.text:
        raise NothingSaid("write something first")
    transcript.append(conversation.id, message)
    events.publish(conversation.id, events.MESSAGE)
    return message
