from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from bot.conversations.erasure import erase
from bot.conversations.legal_hold import end_hold, hold
from bot.conversations.models import AuditEntry
from bot.delivery.models import OutboxRow
from bot.handoff.consultations import finish_request, give_back_request, take_request
from bot.handoff.housekeeping import keep_house
from bot.handoff.models import ConsultationRequest
from bot.handoff.retention import _erase, erase_expired_requests, forget_old_deliveries
from tests.factories import a_conversation, a_staff_member
from tests.handoff_factories import a_request, an_outbox_row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def half_a_year(settings):
    settings.REQUEST_RETENTION_DAYS = 180


@pytest.fixture
def sam():
    return a_staff_member()


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def a_done_request(sam, days=181, conversation=None):
    request = a_request(conversation=conversation)
    take_request(request=request, by=sam)
    finish_request(request=request, by=sam)
    ConsultationRequest.objects.filter(id=request.id).update(done_at=days_ago(days))
    request.refresh_from_db()
    return request


def delivered(days, **columns):
    return an_outbox_row(state=OutboxRow.State.DELIVERED, delivered_at=days_ago(days), **columns)


def test_a_request_goes_after_its_days_with_its_deliveries_and_leaves_an_audit_entry(sam):
    old, new = a_done_request(sam, days=181), a_done_request(sam, days=179)

    assert erase_expired_requests(now=timezone.now()) == 1

    assert list(ConsultationRequest.objects.all()) == [new]
    assert set(OutboxRow.objects.values_list("reference", flat=True)) == {new.reference}
    entry = AuditEntry.objects.get(verb="request.erased")
    assert (entry.user, entry.request_reference, entry.conversation_id) == (None, old.reference, old.conversation_id)


@pytest.mark.parametrize("state", ["new", "taken"])
def test_a_request_that_nobody_has_finished_stays_however_old(sam, state):
    request = a_request()
    ConsultationRequest.objects.update(created_at=days_ago(900))
    if state == "taken":
        take_request(request=request, by=sam)

    assert erase_expired_requests(now=timezone.now()) == 0
    assert ConsultationRequest.objects.exists()


def test_what_is_taken_up_again_stays(sam):
    request = a_done_request(sam)
    ConsultationRequest.objects.update(state=ConsultationRequest.State.TAKEN)
    give_back_request(request=request, by=sam)

    assert erase_expired_requests(now=timezone.now()) == 0


def test_a_legal_hold_keeps_the_request_also_when_its_chat_has_expired(sam):
    conversation = a_conversation().conversation
    a_done_request(sam, conversation=conversation)
    erase(conversation=conversation)
    hold(conversation=conversation, by=sam)

    assert erase_expired_requests(now=timezone.now()) == 0
    assert OutboxRow.objects.exists()

    end_hold(conversation=conversation, by=sam)
    assert erase_expired_requests(now=timezone.now()) == 1


def test_what_changed_since_it_was_found_counts(sam):
    held, taken_up = a_done_request(sam), a_done_request(sam)
    hold(conversation=held.conversation, by=sam)
    ConsultationRequest.objects.filter(id=taken_up.id).update(state=ConsultationRequest.State.TAKEN)

    assert not _erase(held, days_ago(180))
    assert not _erase(taken_up, days_ago(180))

    assert ConsultationRequest.objects.count() == 2


def test_what_developers_sent_goes_by_its_age(sam):
    a_request(is_test=True)
    assert erase_expired_requests(now=timezone.now()) == 0
    ConsultationRequest.objects.update(created_at=days_ago(181))

    assert erase_expired_requests(now=timezone.now()) == 1
    assert not AuditEntry.objects.filter(verb="request.erased").exists()


def test_notes_of_deliveries_go_after_the_same_days_but_undelivered_ones_stay(sam):
    held = a_request()
    hold(conversation=held.conversation, by=sam)
    OutboxRow.objects.update(state=OutboxRow.State.DELIVERED, delivered_at=days_ago(181))
    delivered(181, reference="R-OLD2")
    delivered(179, reference="R-NEW2")
    an_outbox_row(reference="R-WAIT", created_at=days_ago(900))
    an_outbox_row(reference="R-FAIL", created_at=days_ago(900), state=OutboxRow.State.FAILED)

    assert forget_old_deliveries(now=timezone.now()) == 1

    left = set(OutboxRow.objects.values_list("reference", flat=True))
    assert left == {held.reference, "R-NEW2", "R-WAIT", "R-FAIL"}


def test_the_worker_does_both(sam):
    a_done_request(sam)
    delivered(181, reference="R-OLD2")

    keep_house()

    assert not ConsultationRequest.objects.exists()
    assert not OutboxRow.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_has_expired_cannot_be_read_out_of_the_file(sam):
    if connection.vendor != "sqlite":
        pytest.skip("this is about SQLite's files")
    a_request(name="Canary Of The File")
    ConsultationRequest.objects.update(state="done", done_at=days_ago(181))
    assert any(b"Canary Of The File" in content for content in database_files())

    assert erase_expired_requests(now=timezone.now()) == 1

    assert not any(b"Canary Of The File" in content for content in database_files())


def database_files():
    name = Path(connection.settings_dict["NAME"])
    return [path.read_bytes() for path in name.parent.glob(name.name + "*")]
