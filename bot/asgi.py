"""The web process: `uvicorn bot.asgi:application --ws none --no-access-log --no-server-header
--timeout-graceful-shutdown 5 --timeout-keep-alive 65`.

Django answers HTTP; the lifespan, which Django leaves out, checks the fixed texts at start, keeps the connections to
the engine and ends event streams.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from types import FrameType

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.asgi import ASGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.settings")
try:
    django.setup(set_prefix=False)
except ImproperlyConfigured as exc:
    sys.exit(f"make: {exc}")

from bot.api.body_size import Receive, Scope, Send, bounded
from bot.api.event_stream import end_all_streams
from bot.api.front_door import is_of_the_api
from bot.conversations import engine_client, fixed_words


class Handler(ASGIHandler):
    """Django, without starting a thread for each API request: nothing of the API runs in such a thread."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Everything else does need its own: a slow page must not hold up another."""
        if is_of_the_api(scope["path"]):
            await self.handle(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


_http = bounded(Handler())


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """What the server calls."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    else:
        await _http(scope, receive, send)


async def _live(receive: Receive, send: Send) -> None:
    await receive()  # lifespan.startup
    try:
        fixed_words.require_all()
    except (OSError, KeyError) as exc:
        await send({"type": "lifespan.startup.failed", "message": f"domain.yml: a fixed text is missing: {exc}"})
        return
    _end_streams_on_signal()
    async with engine_client.connections_kept():
        await send({"type": "lifespan.startup.complete"})
        await receive()  # lifespan.shutdown
    await send({"type": "lifespan.shutdown.complete"})


def _end_streams_on_signal() -> None:
    """The server waits for open responses before it says lifespan.shutdown, so streams must learn of it earlier."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        servers_own = signal.getsignal(number)

        def end(signum: int, frame: FrameType | None, servers_own: object = servers_own) -> None:
            loop.call_soon_threadsafe(end_all_streams)
            if callable(servers_own):
                servers_own(signum, frame)

        signal.signal(number, end)
