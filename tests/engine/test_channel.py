"""The visitors' channel as the web process sees it: a real engine process, asked over HTTP."""

import json
import urllib.error
import urllib.request
import uuid

import pytest

from bot.engine.dialogue.channel import BadTurn, _read_turn
from bot.knowledge.labels import ALL, CONVERSATION

CONVERSATION_ID, MESSAGE_ID = str(uuid.uuid4()), str(uuid.uuid4())


def a_turn(text="can my girlfriend drop the charges against me", **changed):
    return {"conversation": str(uuid.uuid4()), "message": str(uuid.uuid4()), "text": text, **changed}


# Reading a body


def test_a_turn_is_read():
    body = {"conversation": CONVERSATION_ID, "message": MESSAGE_ID, "text": " hi ", "label": "greet"}

    assert _read_turn(body) == (CONVERSATION_ID, MESSAGE_ID, " hi ", "greet")


BAD = {
    "no object": [],
    "nothing": None,
    "no conversation": {"message": MESSAGE_ID, "text": "x"},
    "no message": {"conversation": CONVERSATION_ID, "text": "x"},
    "no text": {"conversation": CONVERSATION_ID, "message": MESSAGE_ID},
    "empty text": a_turn(""),
    "blank text": a_turn(" \n\t"),
    "text of another type": a_turn(7),
    "an id that is none": a_turn(conversation="default"),
    "an id of another type": a_turn(conversation=["x"]),
    "a label that is none": a_turn(label="request_consultation{}"),
    "a label with its retrieval intent": a_turn(label="faq/recantation"),
    "an action as label": a_turn(label="action_submit_intake"),
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD.keys())
def test_a_body_that_is_no_turn_is_refused(body):
    with pytest.raises(BadTurn):
        _read_turn(body)


# Over HTTP

needs_model = pytest.mark.model


@needs_model
@pytest.mark.parametrize("body", BAD.values(), ids=BAD.keys())
def test_a_bad_turn_gets_400(engine_server, body):
    status, answer = engine_server.ask("turn", body if body is not None else b"null")

    assert status == 400
    assert json.loads(answer)["error"]


@needs_model
@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"text"])
@pytest.mark.parametrize("path", ["turn", "parse", "forget"])
def test_what_is_no_json_gets_400(engine_server, path, body):
    assert engine_server.ask(path, body)[0] == 400


@needs_model
@pytest.mark.parametrize("body", [{}, {"text": 7}, {"text": None}, []])
def test_parsing_nothing_gets_400(engine_server, body):
    assert engine_server.ask("parse", body)[0] == 400


@needs_model
@pytest.mark.parametrize("secret", [None, "", "wrong", "engine-secret-of-tests ", "ü"])
@pytest.mark.parametrize(
    ("path", "body"), [("turn", a_turn()), ("parse", {"text": "hi"}), ("forget", {}), ("health", None)]
)
def test_without_the_secret_everything_gets_403(engine_server, path, body, secret):
    status, answer = engine_server.ask(path, body, secret)

    assert status == 403
    assert "replies" not in answer


@needs_model
def test_a_question_is_answered_with_facts_parse_and_model(engine_server):
    status, answer = engine_server.ask("turn", a_turn())

    turn = json.loads(answer)
    assert status == 200
    assert [reply["answer"] for reply in turn["replies"]] == ["victim_wants_to_drop"]
    assert turn["replies"][0]["facts"]
    assert turn["replies"][0]["section"] == "S1"
    assert turn["replies"][0]["variation"].startswith("utter_faq/victim_wants_to_drop#")
    assert turn["parse"]["label"] == "victim_wants_to_drop"
    assert turn["parse"]["decision"] == "answer"
    assert len(turn["parse"]["ranking"]) == 10
    assert turn["model"]


@needs_model
@pytest.mark.parametrize("label", ALL)
def test_every_button_gets_a_reply(engine_server, label):
    status, answer = engine_server.ask("turn", a_turn("a title", label=label))

    turn = json.loads(answer)
    assert status == 200
    assert turn["replies"]
    assert turn["parse"]["label"] == label
    assert turn["parse"]["confidence"] == 1.0
    assert any(reply["answer"] == label for reply in turn["replies"]) or label in CONVERSATION


@needs_model
@pytest.mark.parametrize(
    "text",
    [
        "?",
        "...",
        "\u200b",
        "😀😀😀",
        "漢字",
        "0[",
        "{intake_name}",
        "x" * 2000,
        "why " * 500,
        "\n\n\n.",
        "\0",
        "مرحبا",
        "/restart",
        "' OR 1=1 --",
    ],
)
def test_no_turn_is_silent(engine_server, text):
    status, answer = engine_server.ask("turn", a_turn(text))

    assert status == 200
    replies = json.loads(answer)["replies"]
    assert replies
    assert all(reply["text"].strip() for reply in replies)


@needs_model
def test_blank_lines_do_not_split_a_reply(engine_server):
    conversation = str(uuid.uuid4())
    for text in ("i want to talk to a lawyer", "myself", "John Smith", "314-555-0100", "no", "Boone County", "March 3"):
        engine_server.ask("turn", a_turn(text, conversation=conversation))

    replies = json.loads(engine_server.ask("turn", a_turn("yes", conversation=conversation))[1])["replies"]

    assert len(replies) == 1
    assert "John Smith" in replies[0]["text"]
    assert "(314) 555-0100" in replies[0]["text"]


@needs_model
def test_one_conversation_knows_nothing_of_another(engine_server):
    engine_server.ask("turn", a_turn("i want to talk to a lawyer"))

    replies = json.loads(engine_server.ask("turn", a_turn("John Smith"))[1])["replies"]

    assert all("reach you" not in reply["text"] for reply in replies)


@needs_model
def test_parsing_leaves_the_dialogue_alone(engine_server):
    status, answer = engine_server.ask("parse", {"text": "he is outside my house with a gun"})

    assert status == 200
    assert "danger" in json.loads(answer)["parse"]["flags"]


@needs_model
def test_a_forgotten_conversation_begins_anew(engine_server):
    conversation = str(uuid.uuid4())
    engine_server.ask("turn", a_turn("i want to talk to a lawyer", conversation=conversation))

    assert engine_server.ask("forget", {"conversation": conversation}) == (204, "")

    replies = json.loads(engine_server.ask("turn", a_turn("hello", conversation=conversation))[1])["replies"]
    assert [reply["answer"] for reply in replies] == ["greet"]


@needs_model
def test_health_names_the_model(engine_server):
    status, answer = engine_server.ask("health")

    assert status == 200
    assert json.loads(answer)["status"] == "ok"
    assert json.loads(answer)["model"]


@needs_model
@pytest.mark.parametrize(
    "path", ["webhooks/rest/webhook", "model/parse", "conversations/x/tracker", "webhooks/visitor"]
)
def test_rasas_own_doors_are_closed(engine_server, path):
    engine = engine_server.url.removesuffix("/webhooks/visitor")

    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(
            urllib.request.Request(f"{engine}/{path}", b'{"sender": "x", "message": "hi"}'), timeout=10
        )
    refused.value.close()

    assert refused.value.code in {403, 404, 405}


@needs_model
def test_what_visitors_type_stays_out_of_the_engines_log(engine_server):
    conversation = str(uuid.uuid4())
    for text in (
        "i want to talk to a lawyer",
        "myself",
        "Zacharias Canary",
        "canary@example.org",
        "/restart canary",
        "canary 0[ {x}",
    ):
        engine_server.ask("turn", a_turn(text, conversation=conversation))

    assert "anary" not in engine_server.log
