"""One turn at a time, in order, woken instead of polled, and never an endless queue."""

import asyncio
import time

import pytest
from rasa.core.lock_store import LockError

from bot.engine.dialogue.locks import MAX_WAITING, WokenLockStore

pytestmark = pytest.mark.anyio


async def test_turns_of_one_conversation_run_one_at_a_time_and_in_order():
    locks, done, inside = WokenLockStore(), [], []

    async def turn(number):
        async with locks.lock("c"):
            inside.append(number)
            assert len(inside) == 1
            await asyncio.sleep(0)
            inside.pop()
            done.append(number)

    await asyncio.gather(*(turn(number) for number in range(MAX_WAITING)))

    assert done == list(range(MAX_WAITING))


async def test_waiting_turns_are_woken_and_do_not_look_once_a_second():
    locks = WokenLockStore()

    async def turn():
        async with locks.lock("c"):
            await asyncio.sleep(0.005)

    start = time.monotonic()
    await asyncio.gather(*(turn() for _ in range(MAX_WAITING)))

    assert time.monotonic() - start < 1  # Rasa's own takes a second for each


async def test_conversations_do_not_wait_for_each_other():
    locks = WokenLockStore()

    async with locks.lock("a"), locks.lock("b"):
        pass


async def test_one_too_many_is_refused_at_once_and_the_others_are_served():
    locks, served = WokenLockStore(), []
    go_on = asyncio.Event()

    async def turn(number):
        async with locks.lock("c"):
            await go_on.wait()
            served.append(number)

    waiting = [asyncio.create_task(turn(number)) for number in range(MAX_WAITING)]
    await asyncio.sleep(0)

    with pytest.raises(LockError):
        async with locks.lock("c"):
            pass
    go_on.set()
    await asyncio.gather(*waiting)

    assert len(served) == MAX_WAITING


@pytest.mark.parametrize("failure", [RuntimeError, asyncio.CancelledError])
async def test_a_turn_that_fails_or_is_dropped_frees_the_conversation(failure):
    locks = WokenLockStore()

    with pytest.raises(failure):
        async with locks.lock("c"):
            raise failure

    async with locks.lock("c"):
        assert locks._waiting == {"c": 1}


async def test_a_turn_dropped_while_it_waits_leaves_the_queue():
    locks = WokenLockStore()

    async def turn():
        async with locks.lock("c"):
            pass

    async with locks.lock("c"):
        waiting = asyncio.create_task(turn())
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    await asyncio.wait_for(turn(), 1)


async def test_nothing_is_kept_of_conversations_at_rest():
    locks = WokenLockStore()

    async with locks.lock("c"):
        pass

    assert locks._locks == locks._waiting == {}
