import asyncio
import json

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer

from bot.api import event_stream
from bot.conversations.erasure import erase
from bot.conversations.staff_messages import send_staff_message
from bot.handoff.takeover import release, take_over
from tests.api.test_messages import assert_is_problem
from tests.factories import a_message, a_staff_member

pytestmark = pytest.mark.anyio


class Stream:
    """An event stream as a client reads it."""

    def __init__(self, response):
        self.chunks = aiter(response)

    async def next(self, *, quiet=False):
        """The next event as (event, id, data); keep-alive comments are skipped unless they are asked for."""
        while True:
            chunk = (await asyncio.wait_for(anext(self.chunks), 5)).decode()
            if chunk.startswith(":"):
                if quiet:
                    return chunk
                continue
            fields = dict(line.split(": ", 1) for line in chunk.strip().splitlines())
            if "event" in fields:
                return fields["event"], fields.get("id"), json.loads(fields["data"])

    async def close(self):
        await self.chunks.aclose()


@pytest.fixture
async def listen():
    """Opens streams and closes them after the test."""
    opened = []

    async def open_one(visitor, **headers):
        response = await visitor.get("/events", **headers)
        assert response.status_code == 200
        opened.append(Stream(response))
        return opened[-1]

    yield open_one
    for stream in opened:
        await stream.close()


async def listening(listen, visitor, **headers):
    """A stream that has begun: what happens from now on reaches it."""
    stream = await listen(visitor, **headers)
    await stream.next(quiet=True)
    return stream


async def test_the_stream_says_what_it_is(visitor):
    response = await visitor.get("/events")

    assert response["Content-Type"] == "text/event-stream; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    assert response["X-Accel-Buffering"] == "no"


async def test_a_message_and_its_reply_arrive_as_the_transcript_has_them(visitor, listen):
    stream = await listening(listen, visitor)

    await visitor.say("hello")

    events = [await stream.next() for _ in range(3)]
    assert ("typing", None, {"from": "bot"}) in events
    said = [(id, data) for event, id, data in events if event == "message"]
    assert [data for _, data in said] == (await visitor.transcript())[2:]
    assert [id for id, _ in said] == [data["id"] for _, data in said]


async def test_a_message_whose_reply_takes_its_time_is_seen_before_the_reply(visitor, engine, listen):
    stream = await listening(listen, visitor)

    with engine.held():
        saying = asyncio.create_task(visitor.say("are you there"))
        while (event := await stream.next())[0] != "message":
            pass
        assert event[2]["text"] == "are you there"
        assert not saying.done()
    await saying
    assert (await stream.next())[2]["from"] == "bot"


async def test_without_last_event_id_nothing_old_is_sent(visitor, listen):
    await visitor.say("old")
    stream = await listening(listen, visitor)
    await visitor.say("new")

    while (event := await stream.next())[0] != "message":
        pass
    assert event[2]["text"] == "new"


async def test_what_was_missed_comes_once_and_in_order_and_then_live(visitor, listen):
    seen = (await visitor.transcript())[0]["id"]
    for n in range(3):
        await visitor.say(f"missed {n}")
    stream = await listen(visitor, **{"Last-Event-ID": seen})
    await visitor.say("live")

    texts = []
    while len(texts) < 9:
        event, _, data = await stream.next()
        texts += [data["text"]] if event == "message" else []

    assert texts == [m["text"] for m in (await visitor.transcript())[1:]]


@pytest.mark.parametrize("unknown", ["7", "d3b07384-d9a0-4c9b-8d3c-0a1b2c3d4e5f", "\xe9"])
async def test_an_unknown_last_event_id_starts_at_the_beginning(visitor, listen, unknown):
    stream = await listen(visitor, **{"Last-Event-ID": unknown})

    assert (await stream.next())[2] == (await visitor.transcript())[0]


async def test_an_id_of_another_conversation_is_unknown(visitor, stranger, listen):
    foreign = (await stranger.transcript())[1]["id"]

    stream = await listen(visitor, **{"Last-Event-ID": foreign})

    assert (await stream.next())[2] == (await visitor.transcript())[0]


async def test_messages_during_the_resume_are_neither_lost_nor_doubled(visitor, listen):
    seen = (await visitor.transcript())[1]["id"]
    saying = [asyncio.create_task(visitor.say(f"message {n}")) for n in range(10)]
    stream = await listen(visitor, **{"Last-Event-ID": seen})

    ids = []
    while len(ids) < 20:
        event, id, _ = await stream.next()
        ids += [id] if event == "message" else []
    await asyncio.gather(*saying)

    assert ids == [m["id"] for m in (await visitor.transcript())[2:]]


async def test_a_message_whose_event_got_lost_comes_with_the_next_quiet_moment(visitor, listen, monkeypatch):
    monkeypatch.setattr(event_stream, "KEEP_ALIVE_S", 0.05)
    stream = await listening(listen, visitor)

    await sync_to_async(a_message)(visitor.conversation, text="stored without an event")

    assert (await stream.next())[2]["text"] == "stored without an event"


async def test_a_quiet_stream_sends_comments(visitor, listen, monkeypatch):
    monkeypatch.setattr(event_stream, "KEEP_ALIVE_S", 0.01)
    stream = await listening(listen, visitor)

    assert (await stream.next(quiet=True)).startswith(": ")


async def test_takeover_staffs_message_and_release_are_seen(visitor, listen):
    stream = await listening(listen, visitor)
    staff = await sync_to_async(a_staff_member)()

    await sync_to_async(take_over)(conversation=visitor.conversation, by=staff)
    await sync_to_async(send_staff_message)(conversation=visitor.conversation, by=staff, text="Hello, Sam here.")
    await sync_to_async(release)(conversation=visitor.conversation, by=staff)

    events = [await stream.next() for _ in range(5)]
    assert ("takeover", None, {"staff": {"name": "Sam Reed"}}) in events
    assert ("released", None, {}) in events
    said = [data for event, _, data in events if event == "message"]
    assert [m["from"] for m in said] == ["system", "staff", "system"]
    assert (said[1]["text"], said[1]["staff"]) == ("Hello, Sam here.", {"name": "Sam Reed"})


async def test_whoever_connects_during_a_takeover_is_told_once_who_answers(visitor, listen):
    staff = await sync_to_async(a_staff_member)()
    await sync_to_async(take_over)(conversation=visitor.conversation, by=staff)

    stream = await listening(listen, visitor)

    assert await stream.next() == ("takeover", None, {"staff": {"name": "Sam Reed"}})
    await sync_to_async(send_staff_message)(conversation=visitor.conversation, by=staff, text="Hello, Sam here.")
    assert (await stream.next())[2]["text"] == "Hello, Sam here."


async def test_what_was_missed_comes_before_the_word_that_staff_answer(visitor, listen):
    seen = (await visitor.transcript())[-1]["id"]
    staff = await sync_to_async(a_staff_member)()
    await sync_to_async(take_over)(conversation=visitor.conversation, by=staff)

    stream = await listen(visitor, **{"Last-Event-ID": seen})

    assert [(await stream.next())[0] for _ in range(2)] == ["message", "takeover"]


async def test_whoever_connects_after_the_release_hears_nothing_of_it(visitor, listen):
    staff = await sync_to_async(a_staff_member)()
    await sync_to_async(take_over)(conversation=visitor.conversation, by=staff)
    await sync_to_async(release)(conversation=visitor.conversation, by=staff)

    stream = await listening(listen, visitor)
    await visitor.say("hello")

    events = [(await stream.next())[0] for _ in range(3)]
    assert not {"takeover", "released"} & set(events)


async def test_the_stream_of_an_erased_conversation_ends(visitor, listen):
    stream = await listening(listen, visitor)

    await sync_to_async(erase)(conversation=visitor.conversation)

    with pytest.raises(StopAsyncIteration):
        await stream.next()


async def test_a_stranger_hears_nothing(visitor, stranger, listen):
    stream = await listening(listen, stranger)

    await visitor.say("for me alone")
    await stranger.say("mine")

    while (event := await stream.next())[0] != "message":
        pass
    assert event[2]["text"] == "mine"


async def test_too_many_streams_of_one_conversation_are_429(visitor, listen):
    for _ in range(event_stream.MAX_STREAMS_OF_CONVERSATION):
        await listening(listen, visitor)

    assert_is_problem(await visitor.get("/events"), 429)


async def read_to_the_end(visitor, begun):
    async for _ in await visitor.get("/events"):
        begun.set()
    return "ended"


async def test_a_client_that_leaves_leaves_nothing_behind(visitor):
    begun = asyncio.Event()
    reading = asyncio.create_task(read_to_the_end(visitor, begun))
    await begun.wait()
    assert event_stream._open

    reading.cancel()  # as Django does when the client disconnects
    with pytest.raises(asyncio.CancelledError):
        await reading

    assert not event_stream._open
    assert not event_stream._tasks
    assert not get_channel_layer().groups


async def test_open_streams_end_properly_when_the_server_goes_down(visitor):
    begun = asyncio.Event()
    reading = asyncio.create_task(read_to_the_end(visitor, begun))
    await begun.wait()

    event_stream.end_all_streams()

    assert await asyncio.wait_for(reading, 5) == "ended"
