"""The chat API's views (contract C3): each checks who, parses, calls one function and answers."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse

from bot.api import limits
from bot.api.access import check_token, forget_digest, visitors_conversation
from bot.api.bodies import SentMessage, read_nothing
from bot.conversations import transcript
from bot.conversations.database import in_database
from bot.conversations.erasure import erase_for_visitor
from bot.conversations.models import Message
from bot.conversations.opening import open_conversation
from bot.conversations.turn import take_turn


async def open_one(request: HttpRequest) -> JsonResponse:
    """POST /api/conversations."""
    read_nothing(request)
    limits.count_opening(request)
    opened = await in_database(open_conversation)()
    body = {"conversation": str(opened.conversation.id), "token": opened.token, **_listed(opened.messages)}
    return JsonResponse(body, status=HTTPStatus.CREATED)


async def send_message(request: HttpRequest, conversation_id: UUID) -> JsonResponse:
    """POST /api/conversations/{id}/messages."""
    await check_token(request, conversation_id)
    sent = SentMessage.from_request(request)
    limits.count_message(request, conversation_id)
    replies = await take_turn(conversation_id=conversation_id, message_id=sent.id, text=sent.text, button=sent.button)
    return JsonResponse(_listed(replies))


async def read_messages(request: HttpRequest, conversation_id: UUID) -> JsonResponse:
    """GET /api/conversations/{id}/messages?after=<message id>."""
    conversation = await visitors_conversation(request, conversation_id)
    limits.count_read(conversation)
    after = uuid_or_none(request.GET.get("after", ""))
    return JsonResponse(await in_database(lambda: _listed(transcript.messages_after(conversation.id, after)))())


async def download_transcript(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """GET /api/conversations/{id}/transcript.txt."""
    conversation = await visitors_conversation(request, conversation_id)
    limits.count_read(conversation)
    text = await in_database(transcript.as_text)(conversation)
    headers = {"Content-Disposition": 'attachment; filename="transcript.txt"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


async def erase_conversation(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """DELETE /api/conversations/{id}."""
    conversation = await visitors_conversation(request, conversation_id)
    await erase_for_visitor(conversation)
    forget_digest(conversation_id)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def uuid_or_none(value: str) -> UUID | None:
    """A message id from a URL or header; what is none counts as unknown."""
    try:
        return UUID(value)
    except ValueError:
        return None


def _listed(messages: Iterable[Message]) -> dict[str, object]:
    return {"messages": [transcript.as_json(message) for message in messages]}
