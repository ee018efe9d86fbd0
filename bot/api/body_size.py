"""Bounds request bodies before Django reads them: Django would first write a body of any size to disk.

The body of a request that is too large is dropped and the request marked; front_door.py answers it with 413.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.http import HttpRequest

Scope = dict[str, Any]
Event = Mapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MAX_API_BYTES = 16 * 1024
MAX_BYTES = 256 * 1024  # a staff form holds a message and some fields
_MARK = "bot.body_is_too_large"


def is_too_large(request: HttpRequest) -> bool:
    """Whether the body was dropped."""
    return bool(getattr(request, "scope", {}).get(_MARK))


def bounded(app: App) -> App:
    """Wrap an ASGI application so that it meets small bodies only, in one piece."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        limit = MAX_API_BYTES if scope["path"].startswith("/api") else MAX_BYTES
        body = None if _declared_bytes(scope) > limit else await _read(receive, limit)
        scope[_MARK] = body is None
        messages = [{"type": "http.request", "body": body or b"", "more_body": False}]

        async def receive_read() -> Event:
            if messages:
                return messages.pop()
            if body is None:
                await asyncio.Future()  # read no more of it: Django cancels this once it has answered
            return await receive()  # Django listens for the disconnect

        await app(scope, receive_read, send)

    return serve


def _declared_bytes(scope: Scope) -> int:
    declared = dict(scope["headers"]).get(b"content-length", b"0")
    return int(declared) if declared.isdigit() else 0


async def _read(receive: Receive, limit: int) -> bytes | None:
    """The whole body, or None when it is larger than allowed; a client that left has sent an empty one."""
    body: bytes = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        body += message.get("body", b"")
        if len(body) > limit:
            return None
        if not message.get("more_body", False):
            return body
