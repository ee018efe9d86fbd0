"""Who may see a conversation: whoever has its token."""

from __future__ import annotations

from collections import OrderedDict
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest

from bot.api import problems
from bot.api.problems import Problem
from bot.conversations import tokens
from bot.conversations.database import in_database
from bot.conversations.models import Conversation

# A conversation's digest never changes; a query for each message would cost as much as storing it.
_KEPT_DIGESTS = 2_000
_digests: OrderedDict[UUID, str] = OrderedDict()


async def visitors_conversation(request: HttpRequest, conversation_id: UUID) -> Conversation:
    """The conversation the token opens; a wrong token and a conversation that isn't there look the same."""
    token = _token(request)
    conversation = await in_database(_find)(conversation_id)
    if conversation is None or not tokens.opens(token, conversation.token_digest):
        raise problems.not_found()
    _digests[conversation_id] = conversation.token_digest
    while len(_digests) > _KEPT_DIGESTS:
        _digests.popitem(last=False)
    return conversation


async def check_token(request: HttpRequest, conversation_id: UUID) -> None:
    """The same refusals, without a query where the digest is known.

    For a caller that locks the conversation next, and so learns whether it was erased meanwhile.
    """
    known = _digests.get(conversation_id)
    if known is None or not tokens.opens(_token(request), known):
        await visitors_conversation(request, conversation_id)


def forget_digest(conversation_id: UUID) -> None:
    """For an erased conversation: from now on its token opens nothing, whatever is sent with it."""
    _digests.pop(conversation_id, None)


def _token(request: HttpRequest) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Problem(HTTPStatus.UNAUTHORIZED, "no_token", "Send the conversation's token.", WWW_Authenticate="Bearer")
    return token.strip()


def _find(conversation_id: UUID) -> Conversation | None:
    return Conversation.objects.with_content().filter(id=conversation_id).first()
