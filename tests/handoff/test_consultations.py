import re
import threading
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection

from bot.conversations.errors import ConversationGone
from bot.conversations.models import AuditEntry, Conversation
from bot.delivery import outbox
from bot.delivery.models import OutboxRow
from bot.handoff.consultations import (
    deliver_again,
    draw_reference,
    finish_request,
    give_back_request,
    submit_request,
    take_request,
)
from bot.handoff.errors import AlreadyTaken, NoReferenceLeft, NotTakenBy
from bot.handoff.models import ConsultationRequest
from tests.factories import a_conversation, a_staff_member
from tests.handoff_factories import a_request, an_intake

pytestmark = pytest.mark.django_db
State = ConsultationRequest.State


@pytest.fixture
def sam():
    return a_staff_member("sam", "Sam")


@pytest.fixture
def kim():
    return a_staff_member("kim", "Kim")


def verbs():
    return list(AuditEntry.objects.filter(verb__startswith="request.").order_by("id").values_list("verb", flat=True))


def test_a_request_is_stored_with_its_outbox_rows(settings):
    settings.DELIVERY_TARGETS = ["email", "webhook"]

    request = a_request(name="Jordan Sample")

    assert (request.state, request.name, request.is_test) == (State.NEW, "Jordan Sample", False)
    rows = OutboxRow.objects.filter(reference=request.reference)
    assert sorted(row.target for row in rows) == ["email", "webhook"]
    assert {row.payload["name"] for row in rows} == {"Jordan Sample"}


def test_consent_is_kept_with_its_words_and_its_time():
    request = a_request(consent_text="May we call you?")

    assert request.consent_text == "May we call you?"
    assert request.consent_at == request.created_at


def test_without_outbox_rows_there_is_no_request(monkeypatch):
    monkeypatch.setattr(outbox, "enqueue", lambda **row: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        a_request()

    assert not ConsultationRequest.objects.exists()


def test_references_can_be_read_out_on_the_phone():
    references = {draw_reference() for _ in range(500)}

    assert all(re.fullmatch(r"R-[2-9A-HJ-NP-Z]{4}", reference) for reference in references)
    assert len(references) > 490


def test_a_reference_that_is_taken_is_drawn_again():
    conversation = a_conversation().conversation
    draws = iter(["R-7K3M", "R-7K3M", "R-7K3M", "R-2222"])

    first = submit_request(
        conversation_id=conversation.id, intake=an_intake(name="A"), is_test=False, draw=lambda: next(draws)
    )
    second = submit_request(
        conversation_id=conversation.id, intake=an_intake(name="B"), is_test=False, draw=lambda: next(draws)
    )

    assert (first.reference, second.reference) == ("R-7K3M", "R-2222")


def test_when_no_reference_is_left_nothing_is_stored():
    a = a_conversation().conversation
    submit_request(conversation_id=a.id, intake=an_intake(name="A"), is_test=False, draw=lambda: "R-7K3M")

    with pytest.raises(NoReferenceLeft):
        submit_request(conversation_id=a.id, intake=an_intake(name="B"), is_test=False, draw=lambda: "R-7K3M")

    assert OutboxRow.objects.count() == ConsultationRequest.objects.count() == 1


def test_the_same_form_again_returns_the_first_request():
    conversation = a_conversation().conversation

    first = a_request(conversation)
    again = a_request(conversation, consent_text="The same question in other words?")

    assert again == first
    assert OutboxRow.objects.count() == 1


def test_other_answers_are_another_request():
    conversation = a_conversation().conversation

    assert a_request(conversation, county="Greene") != a_request(conversation, county="Cole")


def test_the_same_answers_in_another_conversation_are_another_request():
    assert a_request() != a_request()


@pytest.mark.django_db(transaction=True)
def test_the_same_form_many_times_at_once_is_one_request():
    conversation = a_conversation().conversation
    found = []

    def submit():
        found.append(a_request(conversation).reference)
        connection.close()

    threads = [threading.Thread(target=submit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 8
    assert len(set(found)) == ConsultationRequest.objects.count() == OutboxRow.objects.count() == 1


def test_a_test_reaches_neither_outbox_nor_queue():
    request = submit_request(conversation_id=None, intake=an_intake(), is_test=True)

    assert request.is_test
    assert not OutboxRow.objects.exists()
    assert not ConsultationRequest.objects.waiting_for_staff().exists()
    assert verbs() == []


@pytest.mark.parametrize("is_erased", [True, False])
def test_nothing_is_sent_for_a_conversation_that_is_gone(is_erased):
    conversation = a_conversation().conversation
    if is_erased:
        Conversation.objects.filter(id=conversation.id).update(erased_at=conversation.created_at)
    conversation_id = conversation.id if is_erased else uuid4()

    with pytest.raises(ConversationGone):
        submit_request(conversation_id=conversation_id, intake=an_intake(), is_test=False)


def test_an_answer_longer_than_its_column_is_cut_and_the_request_is_sent():
    request = a_request(county="x" * 2000)

    assert request.county == "x" * 100


def test_of_two_staff_members_one_takes_a_request(sam, kim):
    request = a_request()

    take_request(request=request, by=sam)
    with pytest.raises(AlreadyTaken):
        take_request(request=request, by=kim)

    request.refresh_from_db()
    assert (request.state, request.taken_by) == (State.TAKEN, sam)


def test_a_request_can_be_taken_over_from_an_absent_colleague(sam, kim):
    request = take_request(request=a_request(), by=sam)

    take_request(request=request, by=kim, instead_of=sam)

    request.refresh_from_db()
    assert request.taken_by == kim
    assert AuditEntry.objects.filter(verb="request.taken", user=kim, detail={"instead_of": sam.pk}).exists()


def test_taking_over_from_who_no_longer_has_it_changes_nothing(sam, kim):
    request = take_request(request=a_request(), by=sam)
    give_back_request(request=request, by=sam)

    with pytest.raises(AlreadyTaken):
        take_request(request=request, by=kim, instead_of=sam)


def test_only_who_took_it_finishes_or_gives_back(sam, kim):
    request = take_request(request=a_request(), by=sam)

    for job in (finish_request, give_back_request):
        with pytest.raises(NotTakenBy):
            job(request=request, by=kim)

    assert finish_request(request=request, by=sam).state == State.DONE


def test_what_is_done_stays_done(sam):
    request = finish_request(request=take_request(request=a_request(), by=sam), by=sam)

    with pytest.raises(NotTakenBy):
        give_back_request(request=request, by=sam)
    with pytest.raises(AlreadyTaken):
        take_request(request=request, by=sam)


def test_given_back_it_waits_as_long_as_before(sam):
    request = a_request()
    asked_at = request.created_at

    given_back = give_back_request(request=take_request(request=request, by=sam), by=sam)

    assert (given_back.state, given_back.taken_by, given_back.created_at) == (State.NEW, None, asked_at)


def test_every_step_is_on_record(sam):
    request = take_request(request=a_request(), by=sam)
    give_back_request(request=request, by=sam)
    finish_request(request=take_request(request=request, by=sam), by=sam)
    deliver_again(request=request, by=sam)

    assert verbs() == [
        "request.submitted",
        "request.taken",
        "request.given_back",
        "request.taken",
        "request.done",
        "request.delivery_retried",
    ]


def test_the_record_holds_no_contact_data():
    request = a_request()

    detail = str(AuditEntry.objects.values_list("detail", flat=True))
    assert not any(answer in detail for answer in vars(replace(an_intake())).values() if len(answer) > 2)
    assert request.reference == AuditEntry.objects.get(verb="request.submitted").request_reference
