"""Live events of a conversation, over the channel layer: in-process by default, Redis between several web processes.

An event says that something happened; what was said is read from the database (following.py). So an event that is
lost, doubled or late costs a few seconds at most, never a message.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any
from uuid import UUID

from asgiref.sync import async_to_sync
from channels.exceptions import ChannelFull
from channels.layers import get_channel_layer
from django.db import transaction
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

Event = dict[str, Any]  # {"event": "message" | "typing" | "takeover" | "released" | "erased", "data": {…}}
MESSAGE: Event = {"event": "message", "data": {}}
ERASED: Event = {"event": "erased", "data": {}}
BOT_TYPES: Event = {"event": "typing", "data": {"from": "bot"}}

_LAYER_DOWN = (OSError, RedisError, asyncio.TimeoutError, ChannelFull)
_SEND_TIMEOUT_S = 1.0
_PAUSE_WHEN_DOWN_S = 2.0
_background: set[asyncio.Task[None]] = set()


def publish(conversation_id: UUID, event: Event) -> None:
    """Tell everybody who follows the conversation, once the transaction has committed; for job functions."""
    transaction.on_commit(partial(async_to_sync(send), conversation_id, event))


def announce(conversation_id: UUID, event: Event) -> None:
    """The same from async code, which does not wait for it."""
    task = asyncio.get_running_loop().create_task(send(conversation_id, event))
    _background.add(task)
    task.add_done_callback(_background.discard)


async def send(conversation_id: UUID, event: Event) -> None:
    """Send now; a channel layer that is down is logged and otherwise ignored."""
    layer = get_channel_layer()
    try:
        await asyncio.wait_for(layer.group_send(_group(conversation_id), {"type": "event", **event}), _SEND_TIMEOUT_S)
    except _LAYER_DOWN as exc:
        logger.warning("event %s of %s not sent: %s", event["event"], conversation_id, type(exc).__name__)


class Subscription:
    """One listener's place in the channel layer; made by `subscribe`."""

    def __init__(self, conversation_id: UUID, channel: str) -> None:
        self._group = _group(conversation_id)
        self._channel = channel

    async def next(self, timeout_s: float) -> Event | None:
        """The next event, or None after `timeout_s`, or sooner when the channel layer is down."""
        layer = get_channel_layer()
        try:
            # Again each time: a membership runs out after a day, and a Redis that was away has forgotten it.
            await layer.group_add(self._group, self._channel)
            message: Event = await asyncio.wait_for(layer.receive(self._channel), timeout_s)
        except asyncio.TimeoutError:
            return None
        except _LAYER_DOWN as exc:
            logger.warning("no live events: %s", type(exc).__name__)
            await asyncio.sleep(min(timeout_s, _PAUSE_WHEN_DOWN_S))
            return None
        return {"event": message["event"], "data": message["data"]}


@asynccontextmanager
async def subscribe(conversation_id: UUID) -> AsyncIterator[Subscription]:
    """Listen to a conversation from now on."""
    layer = get_channel_layer()
    channel = await layer.new_channel()
    try:
        await layer.group_add(_group(conversation_id), channel)
    except _LAYER_DOWN as exc:
        logger.warning("no live events yet: %s", type(exc).__name__)
    try:
        yield Subscription(conversation_id, channel)
    finally:
        with suppress(*_LAYER_DOWN):  # else the membership runs out by itself
            await layer.group_discard(_group(conversation_id), channel)


def _group(conversation_id: UUID) -> str:
    return f"conversation.{conversation_id.hex}"
