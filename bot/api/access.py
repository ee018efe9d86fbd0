"""Who may see a conversation: whoever has its token."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest

from bot.api import problems
from bot.api.problems import Problem
from bot.conversations import tokens
from bot.conversations.database import in_database
from bot.conversations.models import Conversation


async def visitors_conversation(request: HttpRequest, conversation_id: UUID) -> Conversation:
    """The conversation the token opens; a wrong token and a conversation that isn't there look the same."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Problem(HTTPStatus.UNAUTHORIZED, "no_token", "Send the conversation's token.", WWW_Authenticate="Bearer")
    conversation = await in_database(_find)(conversation_id)
    if conversation is None or not tokens.opens(token.strip(), conversation.token_digest):
        raise problems.not_found()
    return conversation


def _find(conversation_id: UUID) -> Conversation | None:
    return Conversation.objects.with_content().filter(id=conversation_id).first()
