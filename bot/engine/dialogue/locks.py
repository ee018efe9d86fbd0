"""One turn at a time per conversation, woken instead of polled: Rasa's own lock looks again once a second."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import Any, AsyncGenerator, Dict, Optional, Text

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LockError, LockStore

MAX_WAITING = 20


class WokenLockStore(LockStore):
    """An asyncio lock for each conversation that is being served; it lives in one engine process.

    Several engine processes need no shared lock: the web process serialises each conversation's turns.
    """

    def __init__(self, endpoint_config: Optional[Any] = None, **kwargs: Any) -> None:
        self._locks: Dict[Text, asyncio.Lock] = {}
        self._waiting: Dict[Text, int] = {}

    @asynccontextmanager
    async def lock(
        self, conversation_id: Text, lock_lifetime: float = 60, wait_time_in_seconds: float = 1
    ) -> AsyncGenerator[TicketLock, None]:
        """Hold the conversation; raises LockError when MAX_WAITING turns wait for it already."""
        waiting = self._waiting.get(conversation_id, 0)
        if waiting >= MAX_WAITING:
            raise LockError(f"conversation {conversation_id}: {waiting} messages are waiting already")
        self._waiting[conversation_id] = waiting + 1
        held = self._locks.setdefault(conversation_id, asyncio.Lock())
        try:
            async with held:
                yield TicketLock(conversation_id)
        finally:
            self._waiting[conversation_id] -= 1
            if not self._waiting[conversation_id]:
                del self._waiting[conversation_id], self._locks[conversation_id]

    def get_lock(self, conversation_id: Text) -> Optional[TicketLock]:
        """Part of Rasa's interface; the lock above does without tickets."""
        return None

    def delete_lock(self, conversation_id: Text) -> None:
        """Part of Rasa's interface; see get_lock."""

    def save_lock(self, lock: TicketLock) -> None:
        """Part of Rasa's interface; see get_lock."""
