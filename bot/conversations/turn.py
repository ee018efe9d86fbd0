"""A visitor's turn: store the message, ask the engine, store and announce the replies (contract C4).

A message is stored before it is processed and processed at most once for each client id. A reply that the engine
does not give within settings.ENGINE_TIMEOUT_S, waiting in line included, becomes an apology with the phone number.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction

from bot.conversations import engine_client, events, fixed_words, transcript
from bot.conversations.database import in_database
from bot.conversations.engine_client import Reply, Understanding
from bot.conversations.errors import EngineFailed, IdUsedAgain, UnknownButton
from bot.conversations.models import Conversation, Message
from bot.conversations.turn_queue import turn_queue
from bot.knowledge.texts import fixed_text

if TYPE_CHECKING:
    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

Sender, State = Message.Sender, Message.State
# Less than this is not worth asking for: the engine takes about 10 ms.
_SHORTEST_ASKING_S = 0.05
_SOON_S = 0.15


@dataclass(frozen=True)
class Said:
    """What the visitor sent: a text or the id of a button given before."""

    text: str | None = None
    button: str | None = None


@dataclass(frozen=True)
class _Received:
    """A stored message, and its replies when it was answered before."""

    message: Message
    label: str | None = None  # of the pressed button
    is_taken_over: bool = False
    earlier_replies: list[Message] = field(default_factory=list)


_in_flight: dict[tuple[UUID, UUID], tuple[Said, asyncio.Task[list[Message]]]] = {}


async def take_turn(
    *, conversation_id: UUID, message_id: UUID, text: str | None = None, button: str | None = None
) -> list[Message]:
    """The replies to a message, never none; the same id again gets the same replies.

    The turn goes on when the caller is cancelled: a visitor who closes the page finds the reply on coming back.
    Raises IdUsedAgain, UnknownButton, TooManyWaiting or ConversationGone, and has stored nothing then.
    """
    said, key = Said(text, button), (conversation_id, message_id)
    if key not in _in_flight:
        task = asyncio.get_running_loop().create_task(_turn(conversation_id, message_id, said))
        _in_flight[key] = said, task
        task.add_done_callback(lambda done: _land(key, done))
    first_said, task = _in_flight[key]
    if said != first_said:
        raise IdUsedAgain(f"{message_id} is being answered with other content")
    return await asyncio.shield(task)


def _land(key: tuple[UUID, UUID], done: asyncio.Task[list[Message]]) -> None:
    del _in_flight[key]
    if not done.cancelled():
        done.exception()  # seen, even if every caller has left


async def _turn(conversation_id: UUID, message_id: UUID, said: Said) -> list[Message]:
    deadline = asyncio.get_running_loop().time() + settings.ENGINE_TIMEOUT_S
    async with turn_queue().place(conversation_id):
        received = await in_database(receive)(conversation_id, message_id, said)
        if received.earlier_replies:
            return received.earlier_replies
        # Whoever follows the conversation sees the message with its reply, or at once when that takes its time.
        late = asyncio.get_running_loop().call_later(_SOON_S, events.announce, conversation_id, events.MESSAGE)
        replies, understanding = await _ask(received, deadline)
        late.cancel()
        answered = await in_database(answer)(received, replies, understanding)
        events.announce(conversation_id, events.MESSAGE)
        return answered


async def _ask(received: _Received, deadline: float) -> tuple[list[Reply], Understanding | None]:
    """What the bot says; the engine's failure is logged by id and ends in an apology."""
    message = received.message
    timeout_s = deadline - asyncio.get_running_loop().time()
    try:
        if timeout_s < _SHORTEST_ASKING_S:
            raise EngineFailed("no time was left after waiting in line")
        if received.is_taken_over:
            understanding = await engine_client.understand(text=message.text, timeout_s=timeout_s)
            return _safety_replies(understanding), understanding
        events.announce(message.conversation_id, events.BOT_TYPES)
        return await engine_client.take_turn(
            conversation=message.conversation_id,
            message=message.public_id,
            text=message.text,
            label=received.label,
            timeout_s=timeout_s,
        )
    except EngineFailed as exc:
        logger.error("message %s of %s: %s", message.public_id, message.conversation_id, exc)
        return [] if received.is_taken_over else [Reply(text=fixed_text(fixed_words.APOLOGY))], None


def _safety_replies(understanding: Understanding) -> list[Reply]:
    """Danger is answered at once, also while a person has the chat and may be away from the screen."""
    said = {understanding.label, *(part["label"] for part in understanding.parts)}
    return [
        Reply(text=fixed_text(name), answer=label) for label, name in fixed_words.IN_TAKEOVER.items() if label in said
    ]


@transaction.atomic
def receive(conversation_id: UUID, message_id: UUID, said: Said) -> _Received:
    """Store the message, or find it stored: answered, or cut off by a crash and to be answered now."""
    conversation = transcript.lock(conversation_id)
    label: str | None = None
    earlier = Message.objects.filter(conversation_id=conversation_id, public_id=message_id).first()
    if earlier and not _is_same(earlier, said):
        raise IdUsedAgain(f"{message_id} was used for other content")
    if earlier and earlier.state == State.ANSWERED:
        return _Received(earlier, earlier_replies=_replies_to(earlier))
    text = said.text or ""
    if said.button is not None:
        pressed = _given_button(conversation_id, said.button)
        text, label = pressed["title"], pressed["label"]
    message = earlier or Message(
        public_id=message_id, sender=Sender.VISITOR, state=State.RECEIVED, text=text, button_id=said.button or ""
    )
    if not earlier:
        transcript.append_to_locked(conversation, message)
    return _Received(message, label, conversation.is_taken_over)


def _is_same(message: Message, said: Said) -> bool:
    if message.sender != Sender.VISITOR:
        return False
    return message.button_id == (said.button or "") and (said.button is not None or message.text == said.text)


def button_id(message_id: UUID, place: int) -> str:
    """Names the message that gave the button, so that a press finds it without searching the transcript."""
    return f"{message_id.hex}-{place}"


def _given_button(conversation_id: UUID, wanted: str) -> dict[str, str]:
    try:
        giver = UUID(hex=wanted.partition("-")[0])
    except ValueError:
        raise UnknownButton("no such button") from None
    message = Message.objects.filter(conversation_id=conversation_id, public_id=giver).first()
    given: list[dict[str, str]] = message.buttons if message else []
    for button in given:
        if button["id"] == wanted:
            return button
    raise UnknownButton("no such button in this conversation")


@transaction.atomic
def answer(received: _Received, replies: list[Reply], understanding: Understanding | None) -> list[Message]:
    """Store what was understood and what the bot says; whoever comes second finds the first's replies."""
    message = received.message
    conversation = transcript.lock(message.conversation_id)
    unanswered = Message.objects.filter(id=message.id, state=State.RECEIVED)
    if not unanswered.update(state=State.ANSWERED, **_columns(understanding)):
        return _replies_to(message)
    if understanding:
        conversation.flags = sorted({*conversation.flags, *understanding.flags})
    said = [_bot_message(message, reply) for reply in replies]
    if not said and not _was_told(conversation, message):
        said = [Message(sender=Sender.SYSTEM, reply_to=message, text=fixed_text(fixed_words.STAFF_ANSWERS))]
    transcript.append_to_locked(conversation, *said)
    return said or _replies_to(message)


def _columns(understanding: Understanding | None) -> dict[str, object]:
    if understanding is None:
        return {}
    return {
        "label": understanding.label,
        "confidence": understanding.confidence,
        "ranking": understanding.ranking,
        "flags": understanding.flags,
        "parts": understanding.parts,
        "decision": understanding.decision,
        "model_version": understanding.model,
    }


def _bot_message(message: Message, reply: Reply) -> Message:
    said = Message(
        sender=Sender.BOT,
        reply_to=message,
        text=reply.text,
        answer=reply.answer,
        facts=list(reply.facts),
        section=reply.section,
        variation=reply.variation,
    )
    said.buttons = [
        {"id": button_id(said.public_id, place), "title": button.title, "label": button.label}
        for place, button in enumerate(reply.buttons)
    ]
    return said


def _replies_to(message: Message) -> list[Message]:
    """Its own replies; a message for staff that got none is answered by the notice that staff answer here."""
    own = list(message.replies.select_related("staff").order_by("id"))
    return own or list(_notices_before(message)[:1])


def _notices_before(message: Message) -> QuerySet[Message]:
    notices = Message.objects.filter(conversation_id=message.conversation_id, sender=Sender.SYSTEM)
    return notices.exclude(reply_to=None).filter(id__lt=message.id).order_by("-id")


def _was_told(conversation: Conversation, message: Message) -> bool:
    """Whether the visitor knows since this takeover began that staff answer; once is enough."""
    notices = _notices_before(message)
    return (notices.filter(at__gte=conversation.taken_at) if conversation.taken_at else notices).exists()
