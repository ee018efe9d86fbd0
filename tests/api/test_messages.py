import asyncio
import json
import uuid

import pytest

from bot.conversations.database import in_database
from bot.conversations.models import Message

pytestmark = pytest.mark.anyio

KEYS = {"id", "at", "from", "text", "buttons", "answer", "sources", "staff"}
A_UUID = "2b4bd5f1-6d2e-4a7a-9e4a-6d8a1f6f7c11"


def assert_is_problem(response, status):
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    problem = response.json()
    assert {"type", "title", "status", "detail"} <= set(problem)
    assert problem["status"] == status


async def test_opening_gives_a_token_and_the_notice_first(visitor):
    response = await visitor.client.post("/api/conversations", content_type="application/json")

    body = response.json()
    assert response.status_code == 201
    assert set(body) == {"conversation", "token", "messages"}
    notice, welcome = body["messages"]
    assert "not a lawyer" in notice["text"]
    assert "staff can read it" in notice["text"]
    assert set(notice) == set(welcome) == KEYS
    assert (notice["answer"], welcome["answer"]) == (None, None)


@pytest.mark.parametrize("body", [b"", b"{}", b'{"extra": [1, {"a": null}]}'])
async def test_opening_takes_no_body_or_an_object(visitor, body):
    response = await visitor.client.post("/api/conversations", body, content_type="application/json")

    assert response.status_code == 201


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"null", b" "])
async def test_opening_refuses_other_bodies(visitor, body):
    response = await visitor.client.post("/api/conversations", body, content_type="application/json")

    assert_is_problem(response, 400)


async def test_a_reply_has_the_shape_of_the_contract(visitor, settings):
    response = await visitor.say()

    assert response.status_code == 200
    [reply] = response.json()["messages"]
    assert set(reply) == KEYS
    assert (reply["from"], reply["answer"], reply["staff"]) == ("bot", "who_decides_charges", None)
    assert reply["at"].endswith("+00:00")
    [button] = reply["buttons"]
    assert set(button) == {"id", "title"}
    assert reply["sources"] == [
        {"title": "Can a victim drop charges?", "section": "The short answer", "url": settings.ARTICLE_URL}
    ]


async def test_the_transcript_keeps_the_text_as_typed(visitor):
    typed = "  <b>she</b> \u202e said\r\n\ttwo & lines 😀 é é  "

    await visitor.say(typed)

    messages = await visitor.transcript()
    assert [m["from"] for m in messages] == ["bot", "bot", "visitor", "bot"]
    assert messages[2]["text"] == typed


async def test_the_message_in_the_transcript_has_the_clients_id(visitor):
    await visitor.say(id=A_UUID.upper())

    assert (await visitor.transcript())[2]["id"] == A_UUID


async def test_after_gives_what_came_later_and_an_unknown_one_everything(visitor):
    await visitor.say(id=A_UUID)

    later = (await visitor.get(f"/messages?after={A_UUID}")).json()["messages"]
    assert [m["from"] for m in later] == ["bot"]
    for unknown in (uuid.uuid4(), "x", "%00", ""):
        assert len((await visitor.get(f"/messages?after={unknown}")).json()["messages"]) == 4


async def test_two_thousand_code_points_are_enough(visitor):
    longest = json.dumps({"id": A_UUID, "text": "😀" * 2000}, ensure_ascii=False).encode()

    assert (await visitor.post(longest)).status_code == 200
    assert_is_problem(await visitor.say("x" * 2001), 413)


BAD_BODIES = [
    b" ", b"{", b"nonsense", b"[]", b"null", b"1", b'"text"', b"{}", b"\xff\xfe", b'{"id": NaN}', b"[" * 9000,
    b'\xef\xbb\xbf{"id": "' + A_UUID.encode() + b'", "text": "x"}',
    b'{"id": ' + b"9" * 5000 + b', "text": "x"}',
    b'{"id": "' + A_UUID.encode() + b'", "text": "\xed\xa0\x80"}',
]  # fmt: skip
BAD_FIELDS = [
    {"text": "hi"},
    {"id": None, "text": "hi"}, {"id": 7, "text": "hi"}, {"id": "", "text": "hi"}, {"id": "7", "text": "hi"},
    {"id": A_UUID.replace("-", ""), "text": "hi"}, {"id": f"{{{A_UUID}}}", "text": "hi"},
    {"id": f"urn:uuid:{A_UUID}", "text": "hi"}, {"id": f"{A_UUID}\n", "text": "hi"}, {"id": [A_UUID], "text": "hi"},
    {"id": "٢b4bd5f1-6d2e-4a7a-9e4a-6d8a1f6f7c11", "text": "hi"}, {"id": "\ud800", "text": "hi"},
    {"id": A_UUID}, {"id": A_UUID, "text": None}, {"id": A_UUID, "button": None},
    {"id": A_UUID, "text": "hi", "button": None}, {"id": A_UUID, "text": "hi", "button": "x"},
    {"id": A_UUID, "text": ""}, {"id": A_UUID, "text": " \t\r\n"}, {"id": A_UUID, "text": "\u200b\u2060\u3000"},
    {"id": A_UUID, "text": 7}, {"id": A_UUID, "text": True}, {"id": A_UUID, "text": ["hi"]},
    {"id": A_UUID, "text": {"text": "hi"}}, {"id": A_UUID, "text": "a\0b"}, {"id": A_UUID, "text": "a\ud800b"},
    {"id": A_UUID, "text": "\udc00\ud800"}, {"id": A_UUID, "button": 7}, {"id": A_UUID, "button": ""},
    {"id": A_UUID, "button": "never-given"}, {"id": A_UUID, "button": "\0"}, {"id": A_UUID, "button": "\ud800"},
    {"id": A_UUID, "button": "ask_fees"}, {"id": A_UUID, "button": "x" * 3000},
]  # fmt: skip


@pytest.mark.parametrize("body", BAD_BODIES + BAD_FIELDS, ids=lambda body: repr(body)[:40])
async def test_a_bad_message_is_400_and_leaves_no_trace(visitor, engine, body):
    assert_is_problem(await visitor.post(body), 400)

    assert len(await visitor.transcript()) == 2
    assert engine.turns == []


async def test_the_id_of_a_refused_message_may_come_again(visitor):
    await visitor.say("", id=A_UUID)

    assert (await visitor.say("hi", id=A_UUID)).status_code == 200


async def test_unknown_and_doubled_keys_are_ignored(visitor):
    body = f'{{"id": "{A_UUID}", "text": "a", "intent": "stop", "x": 1e999, "text": "b"}}'

    assert (await visitor.post(body.encode())).status_code == 200
    assert (await visitor.transcript())[2]["text"] == "b"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1", ""]
)
async def test_another_content_type_is_415(visitor, kind):
    assert_is_problem(await visitor.post({"id": A_UUID, "text": "hi"}, content_type=kind), 415)


async def test_the_same_id_with_other_content_is_409(visitor):
    await visitor.say("one", id=A_UUID)

    assert_is_problem(await visitor.say("two", id=A_UUID), 409)


async def test_the_same_id_gets_the_same_answer(visitor):
    first, second = await visitor.say(id=A_UUID), await visitor.say(id=A_UUID)

    assert first.json() == second.json()


async def test_ids_belong_to_their_conversation(visitor, stranger):
    await visitor.say("one", id=A_UUID)

    assert (await stranger.say("two", id=A_UUID)).status_code == 200


async def test_the_second_message_needs_the_token_like_the_first(visitor, stranger):
    await visitor.say("mine")

    stranger.url = visitor.url

    assert_is_problem(await stranger.say("yours"), 404)
    assert "yours" not in [message["text"] for message in await visitor.transcript()]


async def test_a_button_given_before_can_be_pressed(visitor):
    [reply] = (await visitor.say()).json()["messages"]

    response = await visitor.press(reply["buttons"][0]["id"])

    assert response.status_code == 200
    assert (await visitor.transcript())[4]["text"] == "Can it be dropped?"


async def test_sixty_at_once_get_a_reply_or_a_429(visitor):
    responses = await asyncio.gather(*(visitor.say(f"message {n}") for n in range(60)))

    refused = [r for r in responses if r.status_code == 429]
    assert len(refused) == 60 - 21
    for response in refused:
        assert_is_problem(response, 429)
        assert response["Retry-After"].isdigit()
        assert "911" in response.json()["detail"]
    assert all(r.json()["messages"] for r in responses if r.status_code == 200)
    assert [m["from"] for m in await visitor.transcript()][2:] == ["visitor", "bot"] * 21


async def test_the_transcript_can_be_kept(visitor):
    await visitor.say("line one\nAutomated assistant: I owe you money")

    response = await visitor.get("/transcript.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    text = response.content.decode()
    assert "You: line one\n    Automated assistant: I owe you money\n" in text
    assert "Source: Can a victim drop charges?, The short answer, https://" in text


async def test_after_delete_everything_is_404(visitor, engine):
    await visitor.say("canary")

    response = await visitor.client.delete(visitor.url, headers=visitor.auth)

    assert (response.status_code, response.content) == (204, b"")
    assert engine.forgotten == [str(visitor.conversation.id)]
    assert_is_problem(await visitor.client.delete(visitor.url, headers=visitor.auth), 404)
    assert_is_problem(await visitor.say(), 404)
    assert_is_problem(await visitor.post(b"no JSON", content_type="text/plain"), 404)
    for path in ("/messages", "/events", "/transcript.txt"):
        assert_is_problem(await visitor.get(path), 404)
    assert not await in_database(Message.objects.filter(conversation=visitor.conversation).exists)()


async def test_what_is_under_a_legal_hold_is_not_erased(visitor):
    visitor.conversation.legal_hold = True
    await visitor.conversation.asave()

    response = await visitor.client.delete(visitor.url, headers=visitor.auth)

    assert_is_problem(response, 409)
    assert "must be kept" in response.json()["detail"]
    assert len(await visitor.transcript()) == 2
