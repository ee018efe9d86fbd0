from datetime import timedelta

import pytest
from django.utils import timezone

from bot.conversations.models import AuditEntry
from bot.delivery.models import OutboxRow
from bot.handoff.consultations import submit_request, take_request
from bot.handoff.models import ConsultationRequest
from tests.handoff_factories import a_request, an_intake

pytestmark = pytest.mark.django_db
REQUESTS = "/staff/requests/"


def page(client, **query):
    answer = client.get(REQUESTS, query)
    assert answer.status_code == 200
    return answer.content.decode()


def press(client, request, button, **fields):
    return client.post(f"{REQUESTS}{request.reference}/{button}", fields)


def test_a_request_shows_at_one_look(client_of_sam, conversation):
    request = a_request(conversation)

    shown = page(client_of_sam)

    for text in (
        request.reference,
        "Waiting 0",
        "Myself",
        "Jordan Sample",
        "(314) 555-0199",
        "Text only, no voicemail",
    ):
        assert text in shown
    for text in ("Greene", "December 9", f"/staff/conversations/{conversation.id}/"):
        assert text in shown


def test_the_longest_wait_is_on_top(client_of_sam):
    late, early = a_request(name="Late"), a_request(name="Early")
    ConsultationRequest.objects.filter(id=early.id).update(created_at=timezone.now() - timedelta(hours=2))

    shown = page(client_of_sam)

    assert shown.index(early.reference) < shown.index(late.reference)


def test_a_developers_test_is_not_shown(client_of_sam):
    request = submit_request(conversation_id=None, intake=an_intake(), is_test=True)

    assert request.reference not in page(client_of_sam)
    assert press(client_of_sam, request, "take").status_code == 404


def test_a_request_goes_from_new_to_taken_to_done(client_of_sam, sam):
    request = a_request()

    assert press(client_of_sam, request, "take")["Location"] == f"{REQUESTS}?tab=taken"
    assert request.reference in page(client_of_sam, tab="taken")
    press(client_of_sam, request, "finish")

    assert request.reference in page(client_of_sam, tab="done")
    request.refresh_from_db()
    assert (request.state, request.taken_by) == ("done", sam)


def test_a_request_can_be_given_back(client_of_sam):
    request = a_request()
    press(client_of_sam, request, "take")

    press(client_of_sam, request, "give-back")

    assert request.reference in page(client_of_sam)


def test_whoever_is_slower_is_told_so(client_of_sam, client_of_kim, sam):
    request = a_request()
    press(client_of_sam, request, "take")

    answer = client_of_kim.post(f"{REQUESTS}{request.reference}/take", follow=True)

    assert "A colleague was faster" in answer.content.decode()
    request.refresh_from_db()
    assert request.taken_by == sam


def test_a_colleague_who_is_away_can_be_replaced(client_of_kim, sam, kim):
    request = take_request(request=a_request(), by=sam)

    press(client_of_kim, request, "take", instead_of=sam.pk)

    request.refresh_from_db()
    assert request.taken_by == kim


def test_what_is_typed_into_the_form_is_text(client_of_sam):
    a_request(name="<script>alert(1)</script>")

    assert "<script>alert" not in page(client_of_sam)


def test_a_delivery_that_is_stuck_is_shown_on_every_tab_and_can_be_tried_again(client_of_sam):
    request = a_request()
    OutboxRow.objects.update(state="failed", attempts=4, last_error="recipient refused (550)")

    for tab in ("new", "done"):
        assert "recipient refused (550)" in page(client_of_sam, tab=tab)
    press(client_of_sam, request, "deliver-again")

    assert OutboxRow.objects.get().state == "queued"


def test_looking_is_on_record_without_what_was_seen(client_of_sam, sam):
    request = a_request()

    page(client_of_sam)

    entry = AuditEntry.objects.get(verb="requests.viewed", user=sam)
    assert entry.detail == {"tab": "new", "references": [request.reference]}


@pytest.mark.parametrize("query", [{"tab": "nonsense"}, {"page": "x"}, {"page": "999"}, {"tab": "\0"}])
def test_an_odd_address_shows_the_queue(client_of_sam, query):
    a_request()

    assert "Consultation requests" in page(client_of_sam, **query)


def test_many_requests_come_in_pages_at_the_price_of_a_few_queries(client_of_sam, django_assert_max_num_queries):
    for number in range(30):
        a_request(name=f"Visitor {number}")

    with django_assert_max_num_queries(12):
        first = page(client_of_sam)

    assert first.count('class="card request"') == 25
    assert page(client_of_sam, page=2).count('class="card request"') == 5


def test_the_title_says_what_is_shown(client_of_sam):
    assert "<title>Taken requests – Staff console</title>" in page(client_of_sam, tab="taken")
