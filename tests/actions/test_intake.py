import asyncio
import json
import logging
import os
import socket
import subprocess
import sys
import time
import urllib.request
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.intake import ActionSubmitIntake
from bot.delivery.models import OutboxRow
from bot.handoff.models import ConsultationRequest
from tests.factories import a_conversation

pytestmark = pytest.mark.django_db(transaction=True)

ANSWERS = {
    "intake_for_whom": "Myself",
    "intake_name": "Jordan Sample",
    "intake_contact": "(314) 555-0199",
    "intake_safe_contact": "Text only",
    "intake_county": "Greene",
    "intake_court_date": "December 9",
    "intake_consent": True,
    "intake_confirm": True,
}
CONSENT = {
    "event": "bot",
    "text": "May we contact you about this?",
    "metadata": {"utter_action": "utter_ask_intake_consent"},
}


def a_tracker(sender, channel="visitor", events=(CONSENT,), **slots):
    user = {"event": "user", "text": "yes", "input_channel": channel}
    others = {"request_sent": False, "request_reference": None, "asker": None}
    return Tracker(str(sender), {**others, **ANSWERS, **slots}, {}, [*events, user], False, None, {}, "action_listen")


def run(tracker):
    """The events that the action server would answer with."""
    events = asyncio.run(ActionSubmitIntake().run(CollectingDispatcher(), tracker, {}))
    return {event["name"]: event["value"] for event in events}


def test_the_form_becomes_a_request():
    conversation = a_conversation().conversation

    run(a_tracker(conversation.id))

    request = ConsultationRequest.objects.get()
    assert (request.conversation, request.is_test) == (conversation, False)
    assert (request.for_whom, request.name, request.contact) == ("Myself", "Jordan Sample", "(314) 555-0199")
    assert (request.safe_contact, request.county, request.court_date) == ("Text only", "Greene", "December 9")
    assert request.consent_text == "May we contact you about this?"


@pytest.mark.parametrize(("writes_spanish", "language"), [(True, "es"), (False, "en"), (None, "en")])
def test_staff_see_in_which_language_to_call(writes_spanish, language):
    run(a_tracker(a_conversation().conversation.id, writes_spanish=writes_spanish))

    assert ConsultationRequest.objects.get().language == language


def test_only_then_the_dialogue_says_sent_with_the_reference():
    slots = run(a_tracker(a_conversation().conversation.id))

    assert slots["request_sent"] is True
    assert slots["request_reference"] == ConsultationRequest.objects.get().reference


def test_the_next_form_asks_everything_again():
    slots = run(a_tracker(a_conversation().conversation.id))

    assert {name for name, value in slots.items() if value is None} == set(ANSWERS)


def test_the_form_sent_twice_gives_the_same_reference():
    tracker = a_tracker(a_conversation().conversation.id)

    assert run(tracker) == run(tracker)
    assert OutboxRow.objects.count() == 1


@pytest.mark.parametrize(
    ("sender", "channel"), [("default", "visitor"), (uuid4().hex, "cmdline"), (uuid4(), "cmdline"), ("", "visitor")]
)
def test_what_a_developer_types_in_the_shell_is_a_test(sender, channel):
    slots = run(a_tracker(sender, channel))

    assert slots["request_sent"] is True
    assert ConsultationRequest.objects.get().is_test
    assert not OutboxRow.objects.exists()


def test_a_developer_who_names_a_visitors_conversation_stays_out_of_it():
    conversation = a_conversation().conversation

    run(a_tracker(conversation.id, "cmdline"))

    assert ConsultationRequest.objects.get().conversation is None


@pytest.mark.parametrize("consent", [None, False, "yes"])
def test_without_consent_nothing_is_sent(consent):
    slots = run(a_tracker(a_conversation().conversation.id, intake_consent=consent))

    assert slots == {"request_sent": False}
    assert not ConsultationRequest.objects.exists()


def test_when_it_cannot_be_stored_the_answers_are_kept_and_nobody_says_sent():
    assert run(a_tracker(uuid4())) == {"request_sent": False}


def test_an_error_is_logged_without_what_was_typed(caplog):
    conversation = a_conversation().conversation
    tracker = a_tracker(conversation.id, intake_consent=False)

    with caplog.at_level(logging.DEBUG):
        run(tracker)
        run(a_tracker(conversation.id))

    assert str(conversation.id) in caplog.text
    assert "ConsentMissing" in caplog.text
    assert not any(str(answer) in caplog.text for answer in ANSWERS.values() if answer is not True)


def test_the_first_words_of_the_question_count_when_the_tracker_has_forgotten_it():
    run(a_tracker(a_conversation().conversation.id, events=()))

    assert ConsultationRequest.objects.get().consent_text


def test_the_action_server_starts_in_seconds_on_loopback_and_logs_no_answers(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = {"DJANGO_SETTINGS_MODULE": "bot.settings", "DATA_DIR": str(tmp_path), "SANIC_HOST": "127.0.0.1"}
    environment = {**os.environ, **own}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], env=environment, check=True, cwd=ROOT)
    command = [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(port)]
    began = time.monotonic()
    server = subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        while not is_up(port):
            assert time.monotonic() - began < 15
            time.sleep(0.05)
        answer = post(port, {"next_action": "action_submit_intake", "tracker": a_tracker_json()})
    finally:
        server.terminate()
        log, _ = server.communicate(timeout=10)

    slots = {event["name"]: event["value"] for event in answer["events"]}
    assert slots["request_sent"] is True, log
    assert slots["request_reference"].startswith("R-")
    assert not any(str(value) in log for value in ANSWERS.values() if value is not True)


ROOT = django_settings.BASE_DIR


def a_tracker_json():
    tracker = a_tracker("default", "cmdline")
    return {
        "sender_id": tracker.sender_id,
        "slots": tracker.slots,
        "latest_message": {},
        "events": tracker.events,
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": "action_listen",
    }


def is_up(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1):
            return True
    except OSError:
        return False


def post(port, body):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/webhook", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)
