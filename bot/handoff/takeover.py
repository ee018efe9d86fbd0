"""Staff join a conversation, write in it and leave it; meanwhile the bot says nothing in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bot.conversations import audit, events
from bot.conversations.errors import ConversationGone
from bot.conversations.models import Conversation, Message
from bot.conversations.staff_messages import send_staff_message, system_message
from bot.conversations.transcript import staff_name
from bot.handoff.errors import AlreadyTaken, NotTakenBy

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def take_over(*, conversation: Conversation, by: User, instead_of: User | None = None) -> Conversation:
    """`by` answers from now on. `instead_of` names the absent colleague who holds it now; else nobody may hold it."""
    free = Conversation.objects.with_content().filter(id=conversation.id, taken_by=instead_of)
    if not free.update(taken_by=by, taken_at=timezone.now()):
        conversation.refresh_from_db()
        if conversation.erased_at:
            raise ConversationGone(f"{conversation.id} was erased")
        raise AlreadyTaken(f"{conversation.id} is taken")
    colleague = instead_of.pk if instead_of else None
    audit.record(verb="takeover.started", user=by, conversation=conversation, instead_of=colleague)
    system_message(conversation=conversation, text=f"{staff_name(by)} has joined the chat.")
    events.publish(conversation.id, {"event": "takeover", "data": {"staff": {"name": staff_name(by)}}})
    conversation.refresh_from_db()
    return conversation


@transaction.atomic
def say(*, conversation: Conversation, by: User, text: str) -> Message:
    """The holder writes to the visitor; for anybody else the bot would talk in between."""
    # Locked until the message is stored, so that nobody releases between the two.
    if not Conversation.objects.select_for_update().filter(id=conversation.id, taken_by=by).exists():
        raise NotTakenBy(f"{conversation.id} is not with {by.pk}")
    return send_staff_message(conversation=conversation, by=by, text=text)


@transaction.atomic
def release(*, conversation: Conversation, by: User) -> Conversation:
    """The bot answers again; only the holder lets go, so that nobody wipes out a colleague's newer takeover."""
    held = Conversation.objects.with_content().filter(id=conversation.id, taken_by=by)
    if not held.update(taken_by=None, taken_at=None):
        raise NotTakenBy(f"{conversation.id} is not with {by.pk}")
    audit.record(verb="takeover.ended", user=by, conversation=conversation)
    system_message(
        conversation=conversation,
        text=f"{staff_name(by)} has left the chat. The automated assistant answers again.",
    )
    events.publish(conversation.id, {"event": "released", "data": {}})
    conversation.refresh_from_db()
    return conversation
