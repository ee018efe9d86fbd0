"""No message leaves a visitor without a reply: odd_messages.yml, typed into one conversation without the form and
into one whose form is open before each of them."""

import re

import pytest
import yaml

from bot.engine.model_file import ROOT
from tests.engine.trained import Conversation

pytestmark = pytest.mark.model

MAX_CHARACTERS = 2_000  # what the website takes
WANTS_A_CALL = "i want to talk to a lawyer"


def odd_messages():
    raw = yaml.safe_load((ROOT / "tests" / "dialogues" / "odd_messages.yml").read_text(encoding="utf-8"))
    return [*raw["messages"], *(piece * times for piece, times in raw["long"])]


def test_there_are_many_and_none_is_longer_than_the_website_takes():
    messages = odd_messages()

    assert len(messages) >= 150
    assert len(set(messages)) == len(messages)
    assert all(0 < len(message) <= MAX_CHARACTERS for message in messages)


def test_every_odd_message_gets_a_reply(agent):
    visitor = Conversation(agent)

    for message in odd_messages():
        visitor.say(message)

        check_reply(visitor, message)


def test_every_odd_message_gets_a_reply_while_the_form_is_open(agent):
    visitor = Conversation(agent)

    for message in odd_messages():
        if not is_form_open(visitor):
            visitor = Conversation(agent)
            visitor.say(WANTS_A_CALL)
            assert is_form_open(visitor)
        visitor.say(message)

        check_reply(visitor, message)


def is_form_open(visitor):
    return visitor.tracker is not None and visitor.tracker.active_loop_name is not None


def check_reply(visitor, message):
    texts = [reply["text"] for reply in visitor.replies]
    assert texts, f"no reply to {message[:80]!r}"
    for text in texts:
        assert text.strip(), message[:80]
        assert not re.search(r"\bNone\b|went wrong on my side|could not answer just now", text), (message[:80], text)
    assert visitor.slot("request_sent") is not True, message[:80]
    assert not re.search(r"has been sent|is already with the office", " ".join(texts)), (message[:80], texts)
