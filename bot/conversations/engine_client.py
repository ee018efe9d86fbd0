"""The only module that speaks to the engine (Rasa's process), over its visitors' channel on loopback.

Whatever is wrong with the engine or its answer becomes EngineFailed; what comes back is checked and typed here.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, NoReturn
from uuid import UUID
from weakref import WeakKeyDictionary

import aiohttp
from django.conf import settings

from bot.conversations.errors import EngineFailed

DECISIONS = frozenset({"answer", "clarify", "admit"})
_MAX_CONNECTIONS = 500
_KEPT_ALIVE_S = 3  # shorter than Sanic's 5 s, so that no message meets a connection that is being closed
_LONGEST_PHASE_S = 10  # `_send` ends everything sooner


@dataclass(frozen=True)
class Button:
    """A way on that a reply offers; the label is what pressing it means."""

    title: str
    label: str


@dataclass(frozen=True)
class Reply:
    """One message of the bot."""

    text: str
    buttons: tuple[Button, ...] = ()
    answer: str | None = None
    facts: tuple[str, ...] = ()
    section: str = ""
    variation: str = ""


@dataclass(frozen=True)
class Understanding:
    """What the engine understood, for the record and for staff."""

    label: str
    confidence: float
    model: str
    decision: str = ""
    ranking: list[dict[str, Any]] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    parts: list[dict[str, Any]] = field(default_factory=list)


async def take_turn(
    *, conversation: UUID, message: UUID, text: str, label: str | None, timeout_s: float
) -> tuple[list[Reply], Understanding]:
    """One turn of the dialogue: a typed message, or a pressed button's title with its label."""
    body = {"conversation": str(conversation), "message": str(message), "text": text}
    if label is not None:
        body["label"] = label
    answered = await _post("turn", body, timeout_s)
    try:
        replies = [_reply(raw) for raw in answered["replies"]]
        understanding = _understanding(answered)
    except (KeyError, TypeError, ValueError, AttributeError) as exc:
        _is_garbage("turn", exc)
    if not replies:
        raise EngineFailed("turn: no reply")
    return replies, understanding


async def understand(*, text: str, timeout_s: float) -> Understanding:
    """What a message means, without any dialogue: while staff answer."""
    answered = await _post("parse", {"text": text}, timeout_s)
    try:
        return _understanding(answered)
    except (KeyError, TypeError, ValueError, AttributeError) as exc:
        _is_garbage("parse", exc)


async def forget(*, conversation: UUID, timeout_s: float) -> None:
    """Drop what the engine keeps of a conversation."""
    await _send("POST", "forget", {"conversation": str(conversation)}, timeout_s)


async def forget_before(*, days: int, timeout_s: float) -> None:
    """Drop what the engine keeps of conversations that it was not asked about for so long."""
    await _send("POST", "forget_before", {"days": days}, timeout_s)


async def check(*, timeout_s: float) -> str:
    """The version of the model that answers; for the health endpoint."""
    try:
        return str(json.loads(await _send("GET", "health", None, timeout_s))["model"])
    except (KeyError, TypeError, ValueError) as exc:
        _is_garbage("health", exc)


def _is_garbage(path: str, exc: Exception) -> NoReturn:
    # Not the exception's own words: they may quote what somebody typed.
    raise EngineFailed(f"{path}: an answer that is none ({type(exc).__name__})") from None


async def _post(path: str, body: dict[str, str], timeout_s: float) -> dict[str, Any]:
    raw = await _send("POST", path, body, timeout_s)
    try:
        answered: dict[str, Any] = json.loads(raw)
    except ValueError as exc:
        _is_garbage(path, exc)
    return answered


async def _send(method: str, path: str, body: dict[str, Any] | None, timeout_s: float) -> bytes:
    """The body of the answer."""
    try:
        return await asyncio.wait_for(_exchange(method, path, body), timeout_s)
    except asyncio.TimeoutError:
        raise EngineFailed(f"{path}: no answer within {timeout_s:.1f} s") from None
    except (aiohttp.ClientError, UnicodeError, OSError) as exc:
        raise EngineFailed(f"{path}: {type(exc).__name__}") from None


async def _exchange(method: str, path: str, body: dict[str, Any] | None) -> bytes:
    url = f"{settings.ENGINE_URL}/webhooks/visitor/{path}"
    headers = {"X-Engine-Secret": settings.ENGINE_SECRET}
    async with (
        _session() as session,
        session.request(method, url, json=body, headers=headers, allow_redirects=False) as response,
    ):
        if not 200 <= response.status < 300:
            raise EngineFailed(f"{path}: status {response.status}")
        return await response.read()


# One for each event loop: connections belong to the loop that opened them.
_kept: WeakKeyDictionary[asyncio.AbstractEventLoop, aiohttp.ClientSession] = WeakKeyDictionary()


@asynccontextmanager
async def connections_kept() -> AsyncIterator[None]:
    """Within it, calls of this event loop share connections: for a process that serves visitors."""
    loop = asyncio.get_running_loop()
    async with _new_session() as session:
        _kept[loop] = session
        try:
            yield
        finally:
            del _kept[loop]


@asynccontextmanager
async def _session() -> AsyncIterator[aiohttp.ClientSession]:
    if kept := _kept.get(asyncio.get_running_loop()):
        yield kept
        return
    async with _new_session() as session:
        yield session


def _new_session() -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(limit=_MAX_CONNECTIONS, keepalive_timeout=_KEPT_ALIVE_S)
    return aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(_LONGEST_PHASE_S))


def _reply(raw: dict[str, Any]) -> Reply:
    text = _words(raw["text"])
    if not text.strip():
        raise ValueError("a reply without text")
    answer = raw.get("answer")
    return Reply(
        text=text,
        buttons=tuple(Button(_words(b["title"]), _words(b["label"], 64)) for b in raw.get("buttons") or ()),
        answer=None if answer is None else _words(answer, 64),
        facts=tuple(_words(fact) for fact in raw.get("facts") or ()),
        section=_words(raw.get("section") or "", 8),
        variation=_words(raw.get("variation") or "", 80),
    )


def _understanding(answered: dict[str, Any]) -> Understanding:
    parse = answered["parse"]
    decision = parse.get("decision") or ""
    if decision and decision not in DECISIONS:
        raise ValueError("a decision that is none")
    return Understanding(
        label=_words(parse["label"] or "", 64),
        confidence=float(parse["confidence"]),
        model=_words(answered["model"], 80),
        decision=decision,
        ranking=_scored(parse.get("ranking") or [], "name"),
        flags=[_words(flag) for flag in parse.get("flags") or []],
        parts=_scored(parse.get("parts") or [], "text", "label"),
    )


def _scored(rows: list[dict[str, Any]], *names: str) -> list[dict[str, Any]]:
    return [{**{name: _words(row[name]) for name in names}, "confidence": float(row["confidence"])} for row in rows]


def _words(value: str, longest: int | None = None) -> str:
    """Text that the database takes: no other type, no NUL, no half of a surrogate pair, no longer than its column."""
    if not isinstance(value, str) or "\0" in value or (longest is not None and len(value) > longest):
        raise ValueError("no text that can be stored")
    value.encode()
    return value
