"""Visitors that type messages and take the time: at the engine's channel, at stock Rasa's, or at the website.

Each keeps one connection, as a browser or the web process does; http.client costs the two cores the least.
"""

from __future__ import annotations

import http.client
import itertools
import json
import random
import socket
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import uuid4

from benchmarks.messages import conversation

TIMEOUT_S = 60


class Unanswered(RuntimeError):
    """A message got an error or no reply."""


@dataclass(frozen=True)
class Answer:
    """How long a visitor waited, and what came."""

    ms: float
    body: Any


@dataclass
class Talk:
    """What many visitors measured together."""

    ms: list[float] = field(default_factory=list)
    seconds: float = 0.0
    silent: int = 0  # answered with an empty list

    @property
    def per_second(self) -> float:
        """Messages answered a second."""
        return len(self.ms) / self.seconds if self.seconds else 0.0

    def add(self, other: Talk) -> None:
        """Join another round."""
        self.ms += other.ms
        self.seconds += other.seconds
        self.silent += other.silent


class Visitor(Protocol):
    """Somebody who types."""

    def begin(self) -> None:
        """Start a conversation of one's own."""

    def ask(self, text: str) -> Answer:
        """Send a message and wait for the reply; raises Unanswered."""

    def leave(self) -> None:
        """Close connections."""


class _Line:
    """One connection to a server on loopback."""

    def __init__(self, port: int, headers: dict[str, str] | None = None) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
        self.headers = {"Content-Type": "application/json", **(headers or {})}

    def post(self, path: str, body: dict[str, Any]) -> Answer:
        """POST JSON; the clock runs until the whole answer is there."""
        content = json.dumps(body).encode()
        start = time.perf_counter()
        try:
            self._connection.request("POST", path, content, self.headers)
            response = self._connection.getresponse()
            raw = response.read()
        except (OSError, http.client.HTTPException) as exc:
            self._connection.close()
            raise Unanswered(f"{path}: {type(exc).__name__}") from exc
        ms = (time.perf_counter() - start) * 1000
        if response.status >= 300:
            raise Unanswered(f"{path}: status {response.status}")
        return Answer(ms, json.loads(raw))

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


class EngineVisitor:
    """At the engine's own channel, as the web process speaks it."""

    def __init__(self, port: int, secret: str) -> None:
        self._line = _Line(port, {"X-Engine-Secret": secret})
        self._conversation = ""

    def begin(self) -> None:
        """Start a conversation."""
        self._conversation = str(uuid4())

    def ask(self, text: str) -> Answer:
        """One turn."""
        turn = {"conversation": self._conversation, "message": str(uuid4()), "text": text}
        answer = self._line.post("/webhooks/visitor/turn", turn)
        if not answer.body["replies"]:
            raise Unanswered("the engine said nothing")
        return answer

    def leave(self) -> None:
        """Hang up."""
        self._line.close()


class PeerVisitor:
    """At stock Rasa's REST channel; it may stay silent."""

    def __init__(self, port: int) -> None:
        self._line = _Line(port)
        self._sender = ""

    def begin(self) -> None:
        """Start a conversation."""
        self._sender = uuid4().hex

    def ask(self, text: str) -> Answer:
        """One turn."""
        return self._line.post("/webhooks/rest/webhook", {"sender": self._sender, "message": text})

    def leave(self) -> None:
        """Hang up."""
        self._line.close()


class SiteVisitor:
    """At the website: what the browser does on Enter, its event stream open beside it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._line = _Line(port)
        self._path = ""
        self._stream: socket.socket | None = None

    def begin(self) -> None:
        """Open a conversation and listen to its events."""
        self._line.headers.pop("Authorization", None)
        opened = self._line.post("/api/conversations", {}).body
        self._path = f"/api/conversations/{opened['conversation']}"
        self._line.headers["Authorization"] = f"Bearer {opened['token']}"
        self._close_stream()
        self._stream = socket.create_connection(("127.0.0.1", self._port), timeout=TIMEOUT_S)
        self._stream.sendall(
            f"GET {self._path}/events HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n"
            f"Authorization: Bearer {opened['token']}\r\nAccept: text/event-stream\r\n\r\n".encode()
        )
        threading.Thread(target=_read_away, args=(self._stream,), daemon=True).start()

    def ask(self, text: str) -> Answer:
        """Send a message; the page shows the reply when this has come."""
        answer = self._line.post(f"{self._path}/messages", {"id": str(uuid4()), "text": text})
        if not answer.body["messages"]:
            raise Unanswered("the website said nothing")
        return answer

    def leave(self) -> None:
        """Close the page."""
        self._close_stream()
        self._line.close()

    def _close_stream(self) -> None:
        if self._stream is not None:
            with suppress(OSError):
                self._stream.shutdown(socket.SHUT_RDWR)
            self._stream.close()
            self._stream = None


def _read_away(stream: socket.socket) -> None:
    with suppress(OSError):
        while stream.recv(65536):
            pass


def talk(
    make: Callable[[], Visitor],
    *,
    visitors: int,
    seconds: float | None = None,
    numbers: Iterable[int] | None = None,
    pause_s: float = 0.0,
) -> Talk:
    """Let visitors hold conversations, each its next as soon as one is over.

    Ends after `seconds` (what is in flight then does not count) or when the conversations `numbers` are over.
    `pause_s` is how long a visitor thinks between messages, on average.
    """
    queue, lock, together = iter(numbers if numbers is not None else itertools.count()), threading.Lock(), Talk()
    start = time.perf_counter()
    end = start + seconds if seconds else float("inf")

    def next_number() -> int | None:
        with lock:
            return next(queue, None)

    def visit() -> None:
        visitor, mine = make(), Talk()
        try:
            while time.perf_counter() < end and (number := next_number()) is not None:
                visitor.begin()
                for text in conversation(number):
                    if pause_s:
                        time.sleep(random.uniform(0, 2 * pause_s))  # noqa: S311 - no secret
                    answer = visitor.ask(text)
                    if time.perf_counter() > end:
                        break
                    mine.ms.append(answer.ms)
                    mine.silent += answer.body == []
        finally:
            visitor.leave()
            with lock:
                together.add(mine)

    with ThreadPoolExecutor(visitors) as pool:
        for done in [pool.submit(visit) for _ in range(visitors)]:
            done.result()
    together.seconds = min(time.perf_counter(), end) - start
    return together
