from datetime import timedelta

import pytest
from django.utils import timezone

from bot.delivery import outbox
from bot.delivery.models import OutboxRow
from tests.handoff_factories import an_outbox_row

pytestmark = pytest.mark.django_db
State = OutboxRow.State


def minutes_ago(count):
    return timezone.now() - timedelta(minutes=count)


def test_a_request_gets_a_row_for_each_configured_target(settings):
    settings.DELIVERY_TARGETS = ["email", "webhook"]

    outbox.enqueue(reference="R-7K3M", payload={"name": "Jordan"})

    assert sorted(OutboxRow.objects.values_list("target", "reference", "state")) == [
        ("email", "R-7K3M", "queued"),
        ("webhook", "R-7K3M", "queued"),
    ]


def test_a_row_is_claimed_by_one_worker_only():
    row = an_outbox_row()

    first = outbox.claim_next(target="email", now=timezone.now())
    second = outbox.claim_next(target="email", now=timezone.now())

    assert (first.id, first.attempts) == (row.id, 1)
    assert second is None


def test_a_worker_that_read_a_row_before_another_claimed_it_does_not_get_it():
    an_outbox_row()
    seen_by_both = list(OutboxRow.objects.due(timezone.now()))
    outbox.claim_next(target="email", now=timezone.now())

    unclaimed = OutboxRow.objects.filter(id=seen_by_both[0].id, state=State.QUEUED, attempts=seen_by_both[0].attempts)

    assert not unclaimed.exists()


def test_a_row_is_not_due_before_its_time():
    an_outbox_row(next_attempt_at=timezone.now() + timedelta(seconds=5))

    assert outbox.claim_next(target="email", now=timezone.now()) is None


@pytest.mark.parametrize(("attempt", "seconds"), [(2, 30), (3, 60), (4, 120), (8, 1920), (9, 3600), (5000, 3600)])
def test_the_wait_doubles_from_half_a_minute_to_an_hour(attempt, seconds):
    assert outbox.wait_before_attempt(attempt) == timedelta(seconds=seconds)


def test_a_refused_row_waits_and_keeps_its_payload():
    an_outbox_row()
    now = timezone.now()
    row = outbox.claim_next(target="email", now=now)

    outbox.mark_refused(row, error="no connection", permanent=False, now=now)

    row.refresh_from_db()
    assert (row.state, row.last_error, row.next_attempt_at) == (
        State.QUEUED,
        "no connection",
        now + timedelta(seconds=30),
    )
    assert row.payload["name"] == "Jordan Sample"


def test_a_delivered_row_keeps_no_contact_data():
    an_outbox_row()
    row = outbox.claim_next(target="email", now=timezone.now())

    outbox.mark_delivered(row, now=timezone.now())

    row.refresh_from_db()
    assert (row.state, row.payload) == (State.DELIVERED, {})


def test_rows_of_a_dead_worker_are_taken_back_after_two_minutes():
    dead = an_outbox_row(reference="R-DEAD", state=State.INFLIGHT, claimed_at=minutes_ago(3), attempts=1)
    busy = an_outbox_row(reference="R-BUSY", state=State.INFLIGHT, claimed_at=minutes_ago(1), attempts=1)

    assert outbox.take_back_from_dead_workers(now=timezone.now()) == 1

    dead.refresh_from_db()
    busy.refresh_from_db()
    assert (dead.state, busy.state) == (State.QUEUED, State.INFLIGHT)


def test_a_slow_worker_does_not_undo_what_the_next_one_is_doing():
    an_outbox_row(next_attempt_at=minutes_ago(5))
    slow = outbox.claim_next(target="email", now=minutes_ago(3))
    outbox.take_back_from_dead_workers(now=timezone.now())
    next_one = outbox.claim_next(target="email", now=timezone.now())

    outbox.mark_refused(slow, error="no connection", permanent=True, now=timezone.now())

    next_one.refresh_from_db()
    assert (next_one.state, next_one.attempts) == (State.INFLIGHT, 2)


def test_a_slow_worker_that_did_deliver_saves_the_next_attempt():
    an_outbox_row(next_attempt_at=minutes_ago(5))
    slow = outbox.claim_next(target="email", now=minutes_ago(3))
    outbox.take_back_from_dead_workers(now=timezone.now())

    outbox.mark_delivered(slow, now=timezone.now())

    assert outbox.claim_next(target="email", now=timezone.now()) is None


def test_staff_can_have_a_row_sent_again_that_was_given_up():
    an_outbox_row(state=State.FAILED, attempts=4)

    assert outbox.send_again(reference="R-7K3M", now=timezone.now()) == 1
    assert outbox.claim_next(target="email", now=timezone.now()).attempts == 5


def test_stuck_is_what_failed_what_was_tried_often_and_what_nobody_tries():
    an_outbox_row(reference="R-FAIL", state=State.FAILED)
    an_outbox_row(reference="R-SLOW", attempts=3)
    an_outbox_row(reference="R-LEFT", created_at=minutes_ago(11))
    an_outbox_row(reference="R-GOOD", attempts=1)
    an_outbox_row(reference="R-DONE", state=State.DELIVERED, attempts=9, created_at=minutes_ago(60))

    stuck = OutboxRow.objects.stuck(timezone.now()).values_list("reference", flat=True)

    assert set(stuck) == {"R-FAIL", "R-SLOW", "R-LEFT"}


def test_the_deliveries_of_a_page_of_requests_cost_one_query(django_assert_num_queries):
    for reference in ("R-AAAA", "R-BBBB", "R-CCCC"):
        an_outbox_row(reference=reference)

    with django_assert_num_queries(1):
        found = outbox.rows_by_reference(["R-AAAA", "R-BBBB"])

    assert sorted(found) == ["R-AAAA", "R-BBBB"]
