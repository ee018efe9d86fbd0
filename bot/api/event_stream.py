"""GET /api/conversations/{id}/events: a conversation live, as server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, contextmanager
from typing import Any
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse

from bot.api import limits, problems
from bot.api.access import visitors_conversation
from bot.api.views import uuid_or_none
from bot.conversations import transcript
from bot.conversations.following import Happening, follow

KEEP_ALIVE_S = 15.0
RETRY_MS = 2_000
MAX_STREAMS_OF_CONVERSATION = 10  # tabs and devices of one visitor

_open: Counter[UUID] = Counter()
_tasks: set[asyncio.Task[Any]] = set()
_ending: set[asyncio.Task[Any]] = set()


async def stream_events(request: HttpRequest, conversation_id: UUID) -> StreamingHttpResponse:
    """Everything after Last-Event-ID and then live; without that header, what happens from now on."""
    conversation = await visitors_conversation(request, conversation_id)
    limits.count_read(conversation)
    if _open[conversation.id] >= MAX_STREAMS_OF_CONVERSATION:
        raise problems.too_many(int(KEEP_ALIVE_S))
    seen = request.headers.get("Last-Event-ID", "").strip()
    happenings = follow(conversation.id, after=uuid_or_none(seen), from_now=not seen, quiet_s=KEEP_ALIVE_S)
    headers = {"X-Accel-Buffering": "no"}  # nginx passes each event on at once
    return StreamingHttpResponse(
        _written(conversation.id, happenings), content_type="text/event-stream; charset=utf-8", headers=headers
    )


def end_all_streams() -> None:
    """The server is going down: end open streams properly; their clients come back with Last-Event-ID."""
    for task in _tasks:
        _ending.add(task)
        task.cancel()


async def _written(conversation_id: UUID, happenings: AsyncGenerator[Happening, None]) -> AsyncIterator[bytes]:
    with _counted(conversation_id) as task:
        try:
            yield f"retry: {RETRY_MS}\n".encode()
            async with aclosing(happenings):
                async for happening in happenings:
                    yield _lines(happening)
        except asyncio.CancelledError:
            if task not in _ending:
                raise


@contextmanager
def _counted(conversation_id: UUID) -> Iterator[asyncio.Task[Any] | None]:
    task = asyncio.current_task()
    _open[conversation_id] += 1
    if task:
        _tasks.add(task)
    try:
        yield task
    finally:
        _open[conversation_id] -= 1
        if not _open[conversation_id]:
            del _open[conversation_id]
        if task:
            _tasks.discard(task)
            _ending.discard(task)


def _lines(happening: Happening) -> bytes:
    if happening.message:
        data = json.dumps(transcript.as_json(happening.message))
        return f"event: message\nid: {happening.message.public_id}\ndata: {data}\n\n".encode()
    if happening.kind == "quiet":
        return b": still here\n\n"
    return f"event: {happening.kind}\ndata: {json.dumps(happening.data)}\n\n".encode()
