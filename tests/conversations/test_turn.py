import asyncio
import uuid

import pytest
from asgiref.sync import sync_to_async

from bot.conversations import turn
from bot.conversations.database import in_database
from bot.conversations.errors import ConversationGone, IdUsedAgain, TooManyWaiting, UnknownButton
from bot.conversations.models import Conversation, Message
from bot.conversations.staff_messages import send_staff_message
from bot.conversations.turn import Said, take_turn
from bot.conversations.turn_queue import MAX_WAITING
from tests.engine_double import a_parse, a_reply
from tests.factories import a_staff_member

pytestmark = pytest.mark.anyio


@pytest.fixture
def conversation(visitor):
    return visitor.conversation


@pytest.fixture
def taken_over(conversation):
    from bot.handoff.takeover import take_over

    return take_over(conversation=conversation, by=a_staff_member())


async def until_asked(engine, times=1):
    """Wait until the engine has received so many turns."""
    for _ in range(times):
        assert await asyncio.to_thread(engine.received.acquire, timeout=5)


def stored(conversation):
    return in_database(lambda: list(Message.objects.filter(conversation=conversation).order_by("id")))()


async def say(conversation, text="can she drop it", id=None):
    return await take_turn(conversation_id=conversation.id, message_id=id or uuid.uuid4(), text=text)


async def test_a_reply_carries_what_the_engine_said(conversation, engine):
    [reply] = await say(conversation)

    assert (reply.text, reply.answer, reply.section) == ("The prosecutor decides.", "who_decides_charges", "S1")
    assert reply.facts == ["F4"]
    assert reply.buttons[0]["label"] == "victim_wants_to_drop"


async def test_what_was_understood_stands_beside_the_message(conversation, engine):
    engine.parse = a_parse("in_danger", confidence=0.7, flags=["danger"], decision="clarify")

    await say(conversation, "he is outside")

    message = (await stored(conversation))[2]
    assert (message.text, message.label, message.confidence) == ("he is outside", "in_danger", 0.7)
    assert (message.flags, message.decision, message.model_version) == (["danger"], "clarify", "double-1")
    assert message.state == Message.State.ANSWERED


async def test_flags_gather_on_the_conversation(conversation, engine):
    for flags in (["danger"], ["lang"], []):
        engine.parse = a_parse(flags=flags)
        await say(conversation)

    assert await in_database(lambda: Conversation.objects.get(id=conversation.id).flags)() == ["danger", "lang"]


async def test_two_questions_get_two_messages_in_order(conversation, engine):
    engine.replies = [a_reply("First."), a_reply("Second.")]

    replies = await say(conversation)

    assert [reply.text for reply in replies] == ["First.", "Second."]


async def test_a_message_is_stored_before_the_engine_is_asked(conversation, engine):
    with engine.held():
        asking = asyncio.create_task(say(conversation))
        await until_asked(engine)
        message = (await stored(conversation))[-1]
        assert (message.sender, message.state) == ("visitor", "received")

    assert await asking


async def test_the_same_id_again_gets_the_same_replies_and_no_second_effect(conversation, engine):
    message_id = uuid.uuid4()

    first = await say(conversation, id=message_id)
    second = await say(conversation, id=message_id)

    assert [m.public_id for m in first] == [m.public_id for m in second]
    assert engine.times_asked() == {str(message_id): 1}


async def test_the_same_id_twenty_times_at_once_has_one_effect(conversation, engine):
    message_id = uuid.uuid4()

    answers = await asyncio.gather(*(say(conversation, id=message_id) for _ in range(20)))

    assert len({tuple(m.public_id for m in replies) for replies in answers}) == 1
    assert engine.times_asked() == {str(message_id): 1}
    assert len(await stored(conversation)) == 2 + 2


@pytest.mark.parametrize("again", [{"text": "something else"}, {"button": "x"}])
async def test_an_id_with_other_content_is_refused(conversation, engine, again):
    message_id = uuid.uuid4()
    await say(conversation, id=message_id)

    with pytest.raises(IdUsedAgain):
        await take_turn(conversation_id=conversation.id, message_id=message_id, **again)


async def test_an_id_with_other_content_is_refused_while_the_first_is_answered(conversation, engine):
    message_id = uuid.uuid4()
    with engine.held():
        first = asyncio.create_task(say(conversation, id=message_id))
        await until_asked(engine)
        with pytest.raises(IdUsedAgain):
            await say(conversation, "something else", id=message_id)

    assert await first


async def test_the_id_of_a_bot_message_is_refused(conversation, engine):
    [reply] = await say(conversation)

    with pytest.raises(IdUsedAgain):
        await say(conversation, reply.text, id=reply.public_id)


async def test_a_message_cut_off_by_a_crash_is_answered_when_sent_again(conversation, engine):
    message_id = uuid.uuid4()
    await in_database(turn.receive)(conversation.id, message_id, Said(text="can she drop it"))

    replies = await say(conversation, id=message_id)

    assert replies
    assert [m.sender for m in await stored(conversation)] == ["bot", "bot", "visitor", "bot"]


async def test_whoever_answers_second_finds_the_replies_of_the_first(conversation, engine):
    received = await in_database(turn.receive)(conversation.id, uuid.uuid4(), Said(text="can she drop it"))
    first = await in_database(turn.answer)(received, [turn.Reply("One.")], None)
    second = await in_database(turn.answer)(received, [turn.Reply("Two.")], None)

    assert [m.text for m in second] == [m.text for m in first] == ["One."]


async def test_the_turn_goes_on_when_the_visitor_leaves(conversation, engine):
    message_id = uuid.uuid4()
    with engine.held():
        asking = asyncio.create_task(say(conversation, id=message_id))
        await until_asked(engine)
        asking.cancel()

    assert await say(conversation, id=message_id)
    assert engine.times_asked() == {str(message_id): 1}


async def test_messages_of_one_conversation_are_answered_one_at_a_time(conversation, engine):
    with engine.held():
        waiting = [asyncio.create_task(say(conversation, f"message {n}")) for n in range(5)]
        await until_asked(engine)
        assert len(engine.turns) == 1
    await asyncio.gather(*waiting)

    assert [m.sender for m in await stored(conversation)][2:] == ["visitor", "bot"] * 5
    assert [turn["text"] for turn in engine.turns] == [f"message {n}" for n in range(5)]


async def test_one_conversation_does_not_wait_for_another(conversation, stranger, engine):
    with engine.held():
        both = [asyncio.create_task(say(who)) for who in (conversation, stranger.conversation)]
        await until_asked(engine, times=2)

    await asyncio.gather(*both)


async def test_more_than_may_wait_are_refused_and_leave_no_trace(conversation, engine):
    with engine.held():
        asked = [asyncio.create_task(say(conversation, f"message {n}")) for n in range(MAX_WAITING + 11)]
        await until_asked(engine)
    answers = await asyncio.gather(*asked, return_exceptions=True)

    refused = [answer for answer in answers if isinstance(answer, TooManyWaiting)]
    assert (len(refused), refused[0].retry_after_s) == (10, 2)
    visitors = [m.text for m in await stored(conversation) if m.sender == "visitor"]
    assert visitors == [f"message {n}" for n in range(MAX_WAITING + 1)]


GARBAGE = [
    (503, {"error": "timeout"}),
    (500, b"<html>"),
    (200, b"not json"),
    (200, b""),
    (200, b"[]"),
    (200, {"replies": [], "parse": a_parse(), "model": "m"}),
    (200, {"replies": [a_reply(text=" ")], "parse": a_parse(), "model": "m"}),
    (200, {"replies": [a_reply(text=None)], "parse": a_parse(), "model": "m"}),
    (200, {"replies": [a_reply(text="\ud800")], "parse": a_parse(), "model": "m"}),
    (200, {"replies": [a_reply(answer="x" * 65)], "parse": a_parse(), "model": "m"}),
    (200, {"replies": [a_reply(buttons=[{"title": "No label"}])], "parse": a_parse(), "model": "m"}),
    (200, {"replies": [a_reply()], "model": "m"}),
    (200, {"replies": [a_reply()], "parse": a_parse(confidence="high"), "model": "m"}),
    (200, {"replies": [a_reply()], "parse": a_parse(decision="shrug"), "model": "m"}),
]


@pytest.mark.parametrize("failure", GARBAGE)
async def test_an_engine_that_fails_becomes_an_apology_with_the_phone_number(conversation, engine, failure, settings):
    engine.fails_with = failure

    [reply] = await say(conversation)

    assert settings.FIRM["phone"] in reply.text
    assert (reply.sender, reply.answer) == ("bot", None)


async def test_an_engine_that_is_down_becomes_an_apology(conversation, settings):
    settings.ENGINE_URL = "http://127.0.0.1:9"

    [reply] = await say(conversation)

    assert settings.FIRM["phone"] in reply.text


async def test_an_engine_that_hangs_becomes_an_apology_for_everyone_in_line(conversation, engine, settings):
    settings.ENGINE_TIMEOUT_S = 0.3
    engine.hang()
    loop = asyncio.get_running_loop()
    began = loop.time()

    answers = await asyncio.gather(*(say(conversation, f"message {n}") for n in range(10)))

    assert all(settings.FIRM["phone"] in reply.text for [reply] in answers)
    assert loop.time() - began < 2


async def test_a_pressed_button_reaches_the_engine_as_its_label(conversation, engine):
    [reply] = await say(conversation)

    await take_turn(conversation_id=conversation.id, message_id=uuid.uuid4(), button=reply.buttons[0]["id"])

    assert engine.turns[-1]["label"] == "victim_wants_to_drop"
    assert engine.turns[-1]["text"] == "Can it be dropped?"
    assert (await stored(conversation))[-2].text == "Can it be dropped?"


@pytest.mark.parametrize("button", ["", "x", "victim_wants_to_drop", "-0", f"{uuid.uuid4().hex}-0", "/restart"])
async def test_a_button_never_given_is_refused_and_leaves_no_trace(conversation, engine, button):
    with pytest.raises(UnknownButton):
        await take_turn(conversation_id=conversation.id, message_id=uuid.uuid4(), button=button)

    assert len(await stored(conversation)) == 2


async def test_a_button_of_another_conversation_is_refused(conversation, stranger, engine):
    [reply] = await say(stranger.conversation)

    with pytest.raises(UnknownButton):
        await take_turn(conversation_id=conversation.id, message_id=uuid.uuid4(), button=reply.buttons[0]["id"])


async def test_a_typed_message_carries_no_label(conversation, engine):
    await say(conversation, "/request_consultation{}")

    assert engine.turns == [
        {"conversation": str(conversation.id), "message": engine.turns[0]["message"], "text": "/request_consultation{}"}
    ]


async def test_during_a_takeover_the_engine_only_parses(taken_over, engine):
    engine.parse = a_parse("affirm")

    await say(taken_over, "yes please")

    assert (engine.turns, engine.parsed) == ([], [{"text": "yes please"}])
    assert (await stored(taken_over))[3].label == "affirm"


async def test_during_a_takeover_the_visitor_is_told_once_and_the_same_notice_comes_back(taken_over, engine, settings):
    first_id, second_id = uuid.uuid4(), uuid.uuid4()

    [first] = await say(taken_over, "hello", id=first_id)
    [second] = await say(taken_over, "are you there", id=second_id)
    [again] = await say(taken_over, "are you there", id=second_id)

    assert (first.sender, first.answer) == ("system", None)
    assert settings.FIRM["phone"] in first.text
    assert first.public_id == second.public_id == again.public_id
    assert [m.sender for m in await stored(taken_over)][3:] == ["visitor", "system", "visitor"]


async def test_during_a_takeover_danger_is_still_answered_at_once(taken_over, engine):
    engine.parse = a_parse("in_danger", flags=["danger"])

    [reply] = await say(taken_over, "he has a gun")

    assert "911" in reply.text
    assert (reply.sender, reply.answer) == ("bot", "in_danger")


async def test_during_a_takeover_a_dead_engine_disturbs_nobody(taken_over, settings, engine):
    settings.ENGINE_URL = "http://127.0.0.1:9"

    [reply] = await say(taken_over)

    assert reply.sender == "system"


async def test_after_the_release_the_bot_answers_again(taken_over, engine):
    from bot.handoff.takeover import release

    await say(taken_over)
    await sync_to_async(lambda: release(conversation=taken_over, by=taken_over.taken_by))()

    [reply] = await say(taken_over)
    assert reply.sender == "bot"


async def test_an_erased_conversation_takes_no_message(conversation, engine):
    from bot.conversations.erasure import erase

    await in_database(erase)(conversation=conversation)

    with pytest.raises(ConversationGone):
        await say(conversation)


async def test_at_never_runs_backwards(conversation, engine):
    from datetime import timedelta

    ahead = conversation.last_message_at + timedelta(hours=1)
    await in_database(lambda: Conversation.objects.filter(id=conversation.id).update(last_message_at=ahead))()

    await say(conversation)
    await sync_to_async(lambda: send_staff_message(conversation=conversation, by=a_staff_member(), text="Hello"))()

    moments = [m.at for m in await stored(conversation)]
    assert moments == sorted(moments)
    assert moments[-1] >= ahead


async def test_logs_hold_ids_and_not_what_was_typed(conversation, engine, caplog):
    engine.fails_with = (200, {"replies": [{"text": "canary-reply\0"}], "parse": a_parse(), "model": "m"})

    await say(conversation, "canary-typed")

    assert str(conversation.id) in caplog.text
    assert "canary" not in caplog.text
