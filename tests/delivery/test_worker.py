import logging
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from bot.delivery import worker
from bot.delivery.errors import DeliveryRefused
from bot.delivery.models import OutboxRow
from bot.delivery.targets import email
from bot.delivery.targets import webhook as webhook_target
from bot.delivery.worker import Outcome, TargetQueue
from tests.delivery.receivers import WebhookReceiver
from tests.handoff_factories import an_outbox_row

State = OutboxRow.State


class TargetDouble:
    """Keeps what it is sent, or raises what it is told to."""

    def __init__(self):
        self.sent = []
        self.raises = None

    def check_settings(self):
        pass

    def describe(self):
        return "a double"

    def send(self, row):
        if self.raises:
            raise self.raises
        self.sent.append(row.reference)


@pytest.fixture
def target():
    return TargetDouble()


@pytest.mark.django_db
def test_what_is_due_is_sent_once(target):
    an_outbox_row(reference="R-AAAA")
    an_outbox_row(reference="R-BBBB")
    queue = TargetQueue("email", target)

    queue.deliver_due(threading.Event())
    queue.deliver_due(threading.Event())

    assert sorted(target.sent) == ["R-AAAA", "R-BBBB"]


@pytest.mark.django_db
def test_a_target_gets_its_own_rows_only(target):
    an_outbox_row(target="webhook")

    assert TargetQueue("email", target).deliver_next() is Outcome.NOTHING_DUE


@pytest.mark.django_db
def test_a_permanent_refusal_ends_in_failed_and_is_not_tried_again(target):
    row = an_outbox_row()
    target.raises = DeliveryRefused("answered 422", permanent=True)
    queue = TargetQueue("email", target)

    assert queue.deliver_next() is Outcome.REFUSED

    row.refresh_from_db()
    assert (row.state, row.last_error) == (State.FAILED, "answered 422")
    assert queue.deliver_next() is Outcome.NOTHING_DUE


@pytest.mark.django_db
def test_a_defect_in_a_target_is_tried_again_and_its_words_are_kept_nowhere(target, caplog):
    row = an_outbox_row()
    target.raises = KeyError("Jordan Sample")

    with caplog.at_level(logging.INFO):
        TargetQueue("email", target).deliver_next()

    row.refresh_from_db()
    assert (row.state, row.last_error) == (State.QUEUED, "KeyError")
    assert "Jordan" not in caplog.text


@pytest.mark.django_db
def test_no_transaction_is_open_while_a_row_is_sent(target):
    from django.db import connection

    an_outbox_row()
    depth_outside = len(connection.savepoint_ids)
    depths = []
    target.send = lambda row: depths.append(len(connection.savepoint_ids))

    TargetQueue("email", target).deliver_next()

    assert depths == [depth_outside]


@pytest.mark.django_db
def test_once_the_target_works_again_nothing_waits_out_its_hour(target):
    an_outbox_row(reference="R-AAAA", attempts=9, next_attempt_at=timezone.now() + timedelta(hours=1))
    an_outbox_row(reference="R-BBBB")
    queue = TargetQueue("email", target)

    queue.deliver_due(threading.Event())

    assert target.sent == ["R-BBBB", "R-AAAA"]


@pytest.mark.django_db
def test_a_row_that_is_refused_alone_is_not_hammered_while_others_pass(target):
    an_outbox_row(reference="R-BADD")
    for number in range(20):
        an_outbox_row(reference=f"R-{number:04}")
    asked = []

    def send(row):
        asked.append(row.reference)
        if row.reference == "R-BADD":
            raise DeliveryRefused("answered 429", permanent=False)

    target.send = send

    TargetQueue("email", target).deliver_due(threading.Event())

    assert asked.count("R-BADD") <= 2
    assert len(asked) <= 22


@pytest.mark.django_db(transaction=True)
def test_requests_made_while_both_receivers_are_down_arrive_once_when_they_are_up(mail_server, webhook):
    mail_server.refusals = {"MAIL": "421 down"}
    webhook.status = 503
    for number in range(20):
        an_outbox_row(target="email", reference=f"R-{number:04}")
        an_outbox_row(target="webhook", reference=f"R-{number:04}")
    queues = [TargetQueue("email", email), TargetQueue("webhook", webhook_target)]
    for queue in queues:
        queue.deliver_due(threading.Event())
    assert OutboxRow.objects.filter(state=State.QUEUED, attempts=1).count() == 40

    mail_server.refusals, webhook.status = {}, 200
    webhook.requests.clear()
    # Half a minute later the first ones are due; their success brings the others forward.
    for name in ("email", "webhook"):
        OutboxRow.objects.filter(id=OutboxRow.objects.filter(target=name).first().id).update(
            next_attempt_at=timezone.now()
        )
    for queue in queues:
        queue.deliver_due(threading.Event())

    assert OutboxRow.objects.filter(state=State.DELIVERED, payload={}).count() == 40
    assert len({mail["Message-ID"] for mail in mail_server.mails}) == len(mail_server.mails) == 20
    assert len({headers["Idempotency-Key"] for headers, _ in webhook.requests}) == len(webhook.requests) == 20


@pytest.mark.django_db(transaction=True)
def test_a_receiver_that_hangs_holds_up_nobody_elses_deliveries(mail_server, webhook):
    webhook.hold()
    an_outbox_row(target="webhook")
    mails = [an_outbox_row(target="email", reference=f"R-{number:04}") for number in range(3)]
    stop = threading.Event()
    runner = threading.Thread(target=worker.run, args=({"email": email, "webhook": webhook_target}, stop))
    runner.start()

    assert webhook.arrived.acquire(timeout=10)
    wait_until(lambda: OutboxRow.objects.filter(state=State.DELIVERED).count() == len(mails))

    webhook.let_go()
    stop.set()
    runner.join(15)
    assert not runner.is_alive()


@pytest.mark.django_db
def test_an_unknown_target_stops_the_start_with_its_name(settings):
    settings.DELIVERY_TARGETS = ["email", "pigeon"]

    with pytest.raises(CommandError, match=r"DELIVERY_TARGETS='pigeon'.*email, webhook"):
        call_command("run_worker", "--once")


@pytest.mark.django_db
def test_the_worker_says_where_mail_goes_and_what_nobody_delivers(settings, tmp_path, capsys):
    settings.EMAIL_BACKEND = "bot.delivery.targets.email.maildir.MaildirBackend"
    settings.MAILDIR = tmp_path / "mail"
    an_outbox_row(target="email")
    an_outbox_row(target="webhook")

    call_command("run_worker", "--once")

    printed = capsys.readouterr()
    assert f"the maildir {tmp_path / 'mail'}" in printed.out
    assert "'webhook'" in printed.err
    assert OutboxRow.objects.get(target="email").state == State.DELIVERED


def wait_until(is_so, timeout_s=15):
    deadline = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@pytest.fixture
def manage(tmp_path):
    """`manage.py` as processes of their own, over a database of their own."""
    with WebhookReceiver() as receiver:
        environment = {
            **os.environ,
            "DATA_DIR": str(tmp_path / "data"),
            "DJANGO_SETTINGS_MODULE": "bot.settings",
            "DELIVERY_TARGETS": "webhook",
            "WEBHOOK_URL": receiver.url,
        }

        def start(*arguments):
            command = [sys.executable, str(Path(django_settings.BASE_DIR) / "manage.py"), *arguments]
            return subprocess.Popen(
                command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )

        start.receiver = receiver
        yield start


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_process_ends_within_seconds_even_while_a_receiver_hangs(manage, number):
    for arguments in (["migrate", "-v", "0"], ["shell", "-v", "0", "-c", MAKE_A_ROW]):
        process = manage(*arguments)
        printed, _ = process.communicate(timeout=60)
        assert process.returncode == 0, printed
    manage.receiver.hold()
    process = manage("run_worker")
    assert manage.receiver.arrived.acquire(timeout=30)

    began = time.monotonic()
    process.send_signal(number)
    process.communicate(timeout=20)

    assert process.returncode == 0
    assert time.monotonic() - began < 8


MAKE_A_ROW = """
from bot.delivery.models import OutboxRow
OutboxRow.objects.create(target="webhook", reference="R-7K3M", payload={})
"""
