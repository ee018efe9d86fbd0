"""What visitors typed stays out of the engine's log, whatever fails, an action server that quotes it included."""

import json
import logging
import threading
import uuid
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import yaml

from bot import foreign_warnings
from bot.engine import quiet_logs
from tests.engine import trained

A_UUID = "2b4bd5f1-6d2e-4a7a-9e4a-6d8a1f6f7c11"
CANARIES = ("Zacharias Canary", "(314) 555-0188", "canary@example.org", "Canary County", "the ninth of Canary")


@pytest.fixture
def people_type(monkeypatch):
    typing = threading.Event()
    typing.set()
    monkeypatch.setattr(quiet_logs, "_people_type", typing)


def a_record(message, *args, name="rasa.core.processor", exc_info=None):
    return quiet_logs._record(name, logging.ERROR, "/x/processor.py", 994, message, args, exc_info, "_run_action")


def an_error(make=lambda: RuntimeError("canary")):
    try:
        raise make()
    except RuntimeError as exc:
        return type(exc), exc, exc.__traceback__


def test_a_record_of_others_keeps_place_and_id_and_loses_its_words(people_type):
    record = a_record(f"conversation {A_UUID} said: canary %s", "canary")

    assert record.getMessage() == f"rasa.core.processor._run_action, line 994 (words left out, of {A_UUID})"


def test_a_percent_sign_in_the_words_does_no_harm(people_type):
    assert "100%" not in a_record("100% canary").getMessage()


def test_an_event_of_structlog_keeps_its_name(people_type):
    record = a_record(json.dumps({"text": "canary", "event": "rest.message.received.failure"}))

    assert record.getMessage() == "rest.message.received.failure (words left out)"


@pytest.mark.parametrize("event", ["canary said", "canary", "", None, {"a": 1}])
def test_what_is_no_name_of_an_event_is_left_out(people_type, event):
    assert "canary" not in a_record(json.dumps({"event": event})).getMessage()


def test_an_exception_is_named_with_its_place_and_its_cause(people_type):
    def make():
        error = RuntimeError("canary")
        error.__cause__ = ValueError("canary")
        return error

    text = logging.Formatter().format(a_record("failed", exc_info=an_error(make)))

    assert "RuntimeError at test_quiet_logs.py:" in text
    assert "from ValueError" in text
    assert "canary" not in text


def test_our_own_records_keep_their_words_but_not_those_of_exceptions(people_type):
    record = a_record("conversation %s: not saved", A_UUID, name="bot.engine.dialogue.x", exc_info=an_error())

    text = logging.Formatter().format(record)
    assert text.startswith(f"conversation {A_UUID}: not saved: RuntimeError at")
    assert "canary" not in text


def test_before_anybody_types_a_failing_start_may_say_why(monkeypatch):
    monkeypatch.setattr(quiet_logs, "_people_type", threading.Event())

    assert a_record("no such model %s", "x.tar.gz").getMessage() == "no such model x.tar.gz"


def test_an_exception_that_ends_the_process_is_named_only(people_type, capsys):
    quiet_logs._report_the_end(*an_error())

    printed = capsys.readouterr().err
    assert "RuntimeError" in printed
    assert "canary" not in printed


def test_warnings_about_other_peoples_code_are_dropped():
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        foreign_warnings.drop()
        for file in ("/usr/lib/python3/x.py", f"{trained.ROOT}/.venv/lib/site-packages/x.py", "<frozen importlib>"):
            warnings.warn_explicit("old", DeprecationWarning, file, 1)
        warnings.warn_explicit("ours", UserWarning, f"{trained.ROOT}/bot/x.py", 1)

    assert [str(warning.message) for warning in seen] == ["ours"]


# The real engine


@pytest.fixture
def quoting_actions():
    """An action server that fails and quotes the whole call, as rasa_sdk does; Rasa logs what it answered."""

    class Quotes(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(500)
            self.end_headers()
            self.wfile.write(b'{"error": "Canary", "request_body": ' + body + b"}")

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Quotes) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/webhook"
        server.shutdown()


@pytest.mark.model
def test_a_failing_action_server_gets_no_word_of_the_form_into_the_log(model, quoting_actions, tmp_path):
    engine = trained.EngineServer(model, tmp_path)
    endpoints = yaml.safe_load((tmp_path / "endpoints.yml").read_text())
    endpoints["action_endpoint"]["url"] = quoting_actions
    (tmp_path / "endpoints.yml").write_text(yaml.safe_dump(endpoints))
    conversation, name, phone, mail, county, day = str(uuid.uuid4()), *CANARIES
    texts = [
        "i want to talk to a lawyer",
        "myself",
        name,
        phone,
        "yes",
        county,
        day,
        "yes",
        "yes",
        f"mail {mail}",
        "0[",
    ]
    with engine:
        for text in texts:
            engine.ask("turn", {"conversation": conversation, "message": str(uuid.uuid4()), "text": text})

        log = engine.log

    assert "_run_action" in log  # it was called, and it failed
    assert "Error" in log
    for canary in (*CANARIES, "anary", "555-0188", "5550188", "mail "):
        assert canary not in log
    assert "Warning" not in log
