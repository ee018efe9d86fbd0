import asyncio
import uuid

import pytest
from channels.exceptions import ChannelFull
from redis.exceptions import ConnectionError as RedisIsDown

from bot.conversations import events
from bot.conversations.errors import TooManyWaiting
from bot.conversations.turn_queue import MAX_WAITING, RedisTurnQueue, TurnQueue

pytestmark = pytest.mark.anyio


class LayerDown:
    """A channel layer whose Redis is away."""

    def __init__(self, error):
        self.error = error

    async def new_channel(self):
        return "specific.x!y"

    async def _fail(self, *args):
        raise self.error

    group_add = group_discard = group_send = receive = _fail


@pytest.fixture(
    params=[RedisIsDown("canary"), OSError("canary"), ChannelFull("canary")], ids=lambda e: type(e).__name__
)
def layer_down(request, monkeypatch):
    monkeypatch.setattr(events, "get_channel_layer", lambda: LayerDown(request.param))
    monkeypatch.setattr(events, "_PAUSE_WHEN_DOWN_S", 0)


async def test_a_channel_layer_that_is_down_stops_nobody(layer_down, caplog):
    await events.send(uuid.uuid4(), events.MESSAGE)
    async with events.subscribe(uuid.uuid4()) as subscription:
        assert await subscription.next(0.01) is None

    assert "canary" not in caplog.text


async def test_a_subscriber_hears_its_conversation_only():
    mine, theirs = uuid.uuid4(), uuid.uuid4()
    async with events.subscribe(mine) as subscription:
        await events.send(theirs, events.MESSAGE)
        await events.send(mine, events.BOT_TYPES)

        assert await subscription.next(5) == events.BOT_TYPES
        assert await subscription.next(0.01) is None


async def test_a_full_line_refuses_and_an_empty_one_is_forgotten():
    queue, conversation, go_on = TurnQueue(), uuid.uuid4(), asyncio.Event()
    served = []

    async def wait(n):
        async with queue.place(conversation):
            await go_on.wait()
            served.append(n)

    tasks = [asyncio.create_task(wait(n)) for n in range(MAX_WAITING + 2)]
    await asyncio.sleep(0)
    go_on.set()
    answers = await asyncio.gather(*tasks, return_exceptions=True)

    assert isinstance(answers[-1], TooManyWaiting)
    assert served == list(range(MAX_WAITING + 1))
    assert not queue._lines


async def test_an_erasure_is_never_refused():
    queue, conversation = TurnQueue(), uuid.uuid4()
    async with queue.place(conversation):
        waiting = [asyncio.create_task(anext_place(queue, conversation)) for _ in range(MAX_WAITING)]
        await asyncio.sleep(0)
        last = asyncio.create_task(anext_place(queue, conversation, may_be_refused=False))
        await asyncio.sleep(0)

    await asyncio.gather(*waiting, last)


async def anext_place(queue, conversation, **options):
    async with queue.place(conversation, **options):
        pass


async def test_who_gives_up_waiting_leaves_the_line():
    queue, conversation = TurnQueue(), uuid.uuid4()
    async with queue.place(conversation):
        waiting = asyncio.create_task(anext_place(queue, conversation))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)

    assert not queue._lines


async def test_without_redis_each_process_orders_its_own(caplog):
    queue, conversation = RedisTurnQueue("redis://127.0.0.1:9"), uuid.uuid4()

    async with queue.place(conversation):
        pass

    assert "within this process only" in caplog.text
