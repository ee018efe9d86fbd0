"""The action server dead, and hanging: questions are answered as before, and nobody hears "sent" who was not.

On real processes; the fault is put in by signal and taken back at the end of each test.
"""

import signal
import time
import uuid

import pytest
import requests

pytestmark = pytest.mark.stack

PHONE = "(314) 555-0142"
WITHIN_S = 5
FORM = ["for my brother", "Maria Lopez", "314-555-0188", "no", "St. Louis County", "don't know yet", "yes"]


class Chat:
    """A visitor's conversation over the public API."""

    def __init__(self, base):
        opened = requests.post(f"{base}/api/conversations", timeout=30).json()
        self.url = f"{base}/api/conversations/{opened['conversation']}/messages"
        self.headers = {"Authorization": f"Bearer {opened['token']}"}

    def say(self, text):
        """The bot's replies as one text, and the seconds they took."""
        start = time.monotonic()
        body = {"id": str(uuid.uuid4()), "text": text}
        answer = requests.post(self.url, json=body, headers=self.headers, timeout=30)
        assert answer.status_code == 200, answer.text
        replies = answer.json()["messages"]
        assert replies
        return "\n".join(reply["text"] for reply in replies), time.monotonic() - start

    def fill_the_form(self):
        """Everything but the last yes."""
        self.say("i want to talk to a lawyer")
        for value in FORM:
            text, _ = self.say(value)
        return text


@pytest.fixture(params=["dead", "hanging"])
def broken(request, stack):
    """The stack with its action server stopped, then with one that takes the connection and never answers."""
    if request.param == "dead":
        stack.send("actions", signal.SIGKILL)
    else:
        stack.send("actions", signal.SIGSTOP)
    yield stack
    if request.param == "dead":
        stack.start("actions")
    else:
        stack.send("actions", signal.SIGCONT)
    stack.wait_until_ready()


def test_questions_are_answered_as_before(broken):
    chat = Chat(broken.url)

    text, seconds = chat.say("what if she doesnt show up to court")

    assert "court" in text
    assert PHONE not in text
    assert seconds < WITHIN_S


def test_the_form_never_says_sent_but_the_phone_number(broken):
    chat = Chat(broken.url)
    summary = chat.fill_the_form()

    text, seconds = chat.say("yes")

    assert "Maria Lopez" in summary
    assert "(314) 555-0188" in summary
    assert PHONE in text
    assert "has been sent" not in text
    assert seconds < WITHIN_S


def test_the_answers_typed_so_far_are_kept_and_can_be_sent_later(stack):
    chat = Chat(stack.url)
    chat.fill_the_form()
    stack.send("actions", signal.SIGKILL)
    refused, _ = chat.say("yes")
    stack.start("actions")
    stack.wait_until_ready()

    text, _ = chat.say("send again")

    assert PHONE in refused
    assert "has been sent" in text
    assert "R-" in text
