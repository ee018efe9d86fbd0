"""Opens a conversation: its row, its token, and the notice and welcome that begin the transcript."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from bot.conversations import fixed_words, tokens, transcript
from bot.conversations.models import Conversation, Message
from bot.knowledge.texts import fixed_text


@dataclass(frozen=True)
class Opened:
    """A new conversation; this is the only time its token is known."""

    conversation: Conversation
    token: str
    messages: list[Message]


@transaction.atomic
def open_conversation() -> Opened:
    """Start a conversation that already says who speaks here and who can read it."""
    token = tokens.new_token()
    conversation = Conversation.objects.create(token_digest=tokens.digest(token))
    texts = (fixed_text(fixed_words.NOTICE), fixed_text(fixed_words.WELCOME))
    said = transcript.append(conversation.id, *(Message(sender=Message.Sender.BOT, text=text) for text in texts))
    return Opened(conversation, token, said)
