"""One message at a time for each conversation, first come first served; who waits is woken, and few may wait.

Within one web process this is an asyncio.Lock a conversation. With several (REDIS_URL is set) the first in each
process's line also takes Redis' lock, so at most one a process asks Redis again and again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from redis.asyncio import Redis
from redis.exceptions import LockError, RedisError

from bot.conversations.errors import TooManyWaiting

logger = logging.getLogger(__name__)

MAX_WAITING = 20
RETRY_AFTER_S = 2


@dataclass
class _Line:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    inside: int = 0  # who is being served and who waits


class TurnQueue:
    """The lines of one web process."""

    def __init__(self) -> None:
        self._lines: dict[UUID, _Line] = {}

    @asynccontextmanager
    async def place(self, conversation_id: UUID, *, may_be_refused: bool = True) -> AsyncIterator[None]:
        """Wait for one's turn and have it; raises TooManyWaiting at once when the line is full."""
        line = self._lines.setdefault(conversation_id, _Line())
        if may_be_refused and line.inside > MAX_WAITING:
            raise TooManyWaiting(RETRY_AFTER_S)
        line.inside += 1
        try:
            async with line.lock, self._across_processes(conversation_id):
                yield
        finally:
            line.inside -= 1
            if not line.inside:
                self._lines.pop(conversation_id, None)

    @asynccontextmanager
    async def _across_processes(self, conversation_id: UUID) -> AsyncIterator[None]:
        yield


class RedisTurnQueue(TurnQueue):
    """The lines of several web processes, joined by Redis; without Redis each process orders its own."""

    HELD_AT_MOST_S = 15  # a process that dies lets go after this; a turn takes 4 s and two short transactions
    WAIT_AT_MOST_S = 10
    ASK_EVERY_S = 0.02

    def __init__(self, url: str) -> None:
        super().__init__()
        # Short: the visitor waits for this before the message is even stored.
        self._redis: Redis[bytes] = Redis.from_url(url, socket_connect_timeout=0.5, socket_timeout=1)

    @asynccontextmanager
    async def _across_processes(self, conversation_id: UUID) -> AsyncIterator[None]:
        lock = self._redis.lock(f"turn:{conversation_id}", timeout=self.HELD_AT_MOST_S, sleep=self.ASK_EVERY_S)
        try:
            if not await lock.acquire(blocking_timeout=self.WAIT_AT_MOST_S):
                raise TooManyWaiting(RETRY_AFTER_S)
            held = True
        except (RedisError, OSError) as exc:
            logger.warning("turns are ordered within this process only: %s", type(exc).__name__)
            held = False
        try:
            yield
        finally:
            if held:
                try:
                    await lock.release()
                except (LockError, RedisError, OSError) as exc:
                    logger.warning("a turn's lock was lost: %s", type(exc).__name__)


@lru_cache
def turn_queue() -> TurnQueue:
    """The queue of this process."""
    return RedisTurnQueue(settings.REDIS_URL) if settings.REDIS_URL else TurnQueue()
