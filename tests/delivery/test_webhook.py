import hashlib
import hmac
import json
import socket
import time

import pytest
from django.core.exceptions import ImproperlyConfigured

from bot.delivery.errors import DeliveryRefused
from bot.delivery.targets import webhook as target
from tests.handoff_factories import an_outbox_row

pytestmark = pytest.mark.django_db


def test_the_request_arrives_as_json(webhook):
    row = an_outbox_row(target="webhook")

    target.send(row)

    [(headers, body)] = webhook.requests
    sent = json.loads(body)
    assert headers["Content-Type"] == "application/json"
    assert (sent["id"], sent["event"]) == (str(row.id), "consultation_request.created")
    assert sent["request"]["name"] == "Jordan Sample"


def test_every_attempt_carries_the_same_idempotency_key(webhook):
    row = an_outbox_row(target="webhook")

    target.send(row)
    target.send(row)

    assert {headers["Idempotency-Key"] for headers, _ in webhook.requests} == {str(row.id)}


def test_a_receiver_can_check_who_sent_it_and_when(webhook):
    target.send(an_outbox_row(target="webhook"))

    [(headers, body)] = webhook.requests
    parts = dict(part.split("=") for part in headers["X-Signature"].split(","))
    expected = hmac.new(b"the webhook's secret", f"{parts['t']}.".encode() + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(parts["v1"], expected)
    assert abs(time.time() - int(parts["t"])) < 5


@pytest.mark.parametrize(
    ("status", "is_permanent"),
    [(400, True), (410, True), (422, True), (401, False), (404, False), (409, False), (429, False), (500, False)],
)
def test_a_refusal_is_final_when_the_body_will_never_be_taken(webhook, status, is_permanent):
    webhook.status = status

    with pytest.raises(DeliveryRefused) as refusal:
        target.send(an_outbox_row(target="webhook"))

    assert refusal.value.permanent is is_permanent
    assert str(refusal.value) == f"answered {status}"


def test_a_redirect_is_not_followed(webhook):
    webhook.status, webhook.headers = 302, {"Location": webhook.url}

    with pytest.raises(DeliveryRefused):
        target.send(an_outbox_row(target="webhook"))

    assert len(webhook.requests) == 1


def test_a_receiver_that_hangs_is_given_up_for_now(webhook, monkeypatch):
    monkeypatch.setattr(target, "READ_TIMEOUT_S", 0.2)
    webhook.hold()

    with pytest.raises(DeliveryRefused) as refusal:
        target.send(an_outbox_row(target="webhook"))

    assert not refusal.value.permanent


def test_no_receiver_is_worth_another_try(settings):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        settings.WEBHOOK_URL = f"http://127.0.0.1:{closed.getsockname()[1]}/"

    with pytest.raises(DeliveryRefused) as refusal:
        target.send(an_outbox_row(target="webhook"))

    assert not refusal.value.permanent


@pytest.mark.parametrize("url", ["", "http://crm.example.org/", "ftp://crm.example.org/", "https://"])
def test_contact_data_never_travel_in_clear(settings, url):
    settings.WEBHOOK_URL = url

    with pytest.raises(ImproperlyConfigured, match="WEBHOOK_URL"):
        target.check_settings()


def test_a_secret_in_the_address_is_not_shown_at_the_start(settings):
    settings.WEBHOOK_URL = "https://user:pass@crm.example.org:8443/hook?key=secret"

    assert target.describe() == "webhook at https://crm.example.org:8443"
