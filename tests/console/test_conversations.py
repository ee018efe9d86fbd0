from datetime import timedelta

import pytest
from django.utils import timezone

from bot.conversations.erasure import erase
from bot.conversations.models import AuditEntry, Conversation, Message
from bot.handoff.takeover import take_over
from tests.factories import a_conversation, a_message
from tests.handoff_factories import a_request

pytestmark = pytest.mark.django_db
LIST = "/staff/conversations/"
Sender = Message.Sender
RANKING = [{"name": "victim_wants_to_drop", "confidence": 0.87}, {"name": "recantation", "confidence": 0.05}]


@pytest.fixture
def asked(conversation):
    """A question as the engine understood it, and the answer it got."""
    question = a_message(
        conversation,
        text="can my gf drop this",
        label="victim_wants_to_drop",
        confidence=0.87,
        ranking=RANKING,
        decision="answer",
        model_version="model-1",
    )
    a_message(
        conversation,
        sender=Sender.BOT,
        text="The prosecutor decides.",
        reply_to=question,
        answer="victim_wants_to_drop",
        facts=["F1"],
        section="S1",
    )
    return question


def flag(conversation, *names, at=None):
    message = a_message(conversation, text="help", flags=list(names))
    if at:
        Message.objects.filter(id=message.id).update(at=at)
    Conversation.objects.filter(id=conversation.id).update(flags=list(names))
    return message


def page(client, url=LIST, **query):
    answer = client.get(url, query)
    assert answer.status_code == 200
    return answer.content.decode()


def transcript(client, conversation, **query):
    return page(client, f"{LIST}{conversation.id}/", **query)


def live(client, conversation, after=0):
    return client.get(f"{LIST}{conversation.id}/live", {"after": after})


def press(client, conversation, button, **fields):
    return client.post(f"{LIST}{conversation.id}/{button}", fields, follow=True)


# The list


def test_the_list_shows_what_a_conversation_is_about_and_no_word_of_it(client_of_sam, asked, conversation):
    request = a_request(conversation)

    shown = page(client_of_sam)

    assert "can my gf drop this" not in shown
    assert f"{LIST}{conversation.id}/" in shown
    assert request.reference in shown


def test_alerts_of_the_last_day_are_on_top_in_words(client_of_sam):
    danger, older, quiet = (a_conversation().conversation for _ in range(3))
    flag(danger, "danger")
    flag(older, "danger", at=timezone.now() - timedelta(days=2))
    a_message(quiet)

    shown = page(client_of_sam)

    places = [shown.index(f"{LIST}{talk.id}/") for talk in (danger, quiet, older)]
    assert places == sorted(places)
    assert shown.count("talk-alert") == 1
    assert "In danger" in shown


def test_a_flag_narrows_the_list(client_of_sam):
    minor, other = a_conversation().conversation, a_conversation().conversation
    flag(minor, "minor")
    flag(other, "abuse")

    shown = page(client_of_sam, flag="minor")

    assert f"{LIST}{minor.id}/" in shown
    assert f"{LIST}{other.id}/" not in shown


def test_words_and_references_find_a_conversation(client_of_sam, asked, conversation):
    other = a_conversation().conversation
    a_message(other, text="hello")
    reference = a_request(conversation).reference

    for words in ("gf drop", reference, reference.lower()):
        shown = client_of_sam.post(LIST, {"q": words}).content.decode()

        assert f"{LIST}{conversation.id}/" in shown
        assert f"{LIST}{other.id}/" not in shown


def test_search_words_stand_in_no_address_and_no_record(client_of_sam, asked):
    shown = client_of_sam.post(LIST, {"q": "Jordan"}).content.decode()

    assert "=Jordan" not in shown
    assert AuditEntry.objects.get(verb="conversations.searched").detail == {"found": 0}
    assert "No conversation matches" in shown


def test_search_words_in_an_address_are_ignored(client_of_sam, conversation):
    assert f"{LIST}{conversation.id}/" in page(client_of_sam, q="nothing like this")


@pytest.mark.parametrize("fields", [{"q": "\0"}, {"flag": "nonsense"}, {"q": "x" * 201}, {"page": "-1"}])
def test_odd_fields_show_the_list(client_of_sam, conversation, fields):
    assert client_of_sam.post(LIST, fields).status_code == 200


def test_the_list_comes_in_pages_at_the_price_of_a_few_queries(client_of_sam, django_assert_max_num_queries):
    for _ in range(30):
        a_message(a_conversation().conversation)

    with django_assert_max_num_queries(7):
        first = page(client_of_sam)

    assert first.count('class="card talk') == 25
    assert page(client_of_sam, page=2).count('class="card talk') == 5
    found = client_of_sam.post(LIST, {"q": "drop", "page": "2"}).content.decode()
    assert found.count('class="card talk') == 5


def test_erased_conversations_are_not_listed(client_of_sam, conversation):
    erase(conversation=conversation)

    assert f"{LIST}{conversation.id}/" not in page(client_of_sam)


# The transcript


def test_beside_a_question_stands_what_the_engine_made_of_it(client_of_sam, asked, conversation):
    Message.objects.filter(id=asked.id).update(flags=["facts"])

    shown = transcript(client_of_sam, conversation)

    for text in ("can my gf drop this", "victim_wants_to_drop", "87\u202f%", "recantation", "5\u202f%", "answered"):
        assert text in shown
    assert "Told case details" in shown
    assert "model-1" in shown


def test_beside_an_answer_stand_its_label_and_its_facts(client_of_sam, asked, conversation):
    from bot.knowledge.article import load_article

    shown = transcript(client_of_sam, conversation)

    assert "Serves" in shown
    assert "Stands on F1" in shown
    assert load_article().facts["F1"].statement[:20] in shown


def test_what_a_visitor_typed_is_text(client_of_sam, conversation):
    a_message(conversation, text="<img src=x onerror=alert(1)>")

    assert "<img" not in transcript(client_of_sam, conversation)
    assert "<img" not in live(client_of_sam, conversation).content.decode()


def test_every_look_is_on_record(client_of_sam, sam, conversation):
    transcript(client_of_sam, conversation)
    live(client_of_sam, conversation, after=0)

    entries = AuditEntry.objects.filter(verb="conversation.viewed", user=sam, conversation_id=conversation.id)
    assert sorted(entry.detail.get("live", False) for entry in entries) == [False, True]


def test_waiting_for_what_comes_is_no_look(client_of_sam, conversation):
    last = conversation.messages.order_by("-id").first().id

    assert live(client_of_sam, conversation, after=last).content == b""
    assert not AuditEntry.objects.filter(verb="conversation.viewed").exists()


def test_a_new_message_comes_without_the_old_ones(client_of_sam, asked, conversation):
    new = a_message(conversation, text="and if he ignores it")

    shown = live(client_of_sam, conversation, after=new.id - 1).content.decode()

    assert "and if he ignores it" in shown
    assert "can my gf drop this" not in shown


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 40, "²"])
def test_an_odd_place_starts_at_the_beginning(client_of_sam, asked, conversation, after):
    assert "can my gf drop this" in live(client_of_sam, conversation, after=after).content.decode()


def test_the_page_learns_who_is_in_the_chat(client_of_sam, sam, conversation):
    assert live(client_of_sam, conversation)["X-Holder"] == ""

    take_over(conversation=conversation, by=sam)

    assert live(client_of_sam, conversation)["X-Holder"] == str(sam.pk)


def test_an_erased_conversation_is_a_tombstone(client_of_sam, asked, conversation):
    erase(conversation=conversation)

    answer = client_of_sam.get(f"{LIST}{conversation.id}/")

    assert answer.status_code == 410
    assert "This conversation was erased" in answer.content.decode()
    assert live(client_of_sam, conversation).status_code == 410
    assert not AuditEntry.objects.filter(verb="conversation.viewed").exists()


def test_a_long_transcript_comes_in_pages_at_the_price_of_a_few_queries(
    client_of_sam, conversation, django_assert_max_num_queries
):
    for number in range(130):
        a_message(conversation, text=f"question {number:03}")

    with django_assert_max_num_queries(8):
        newest = transcript(client_of_sam, conversation)

    assert "question 129" in newest
    assert "question 029" not in newest
    first_shown = Message.objects.get(text="question 030").id
    assert "question 029" in transcript(client_of_sam, conversation, before=first_shown)


# The takeover


def test_one_click_takes_over_and_one_gives_back(client_of_sam, sam, conversation):
    shown = press(client_of_sam, conversation, "take-over").content.decode()
    assert "You are in this chat" in shown
    assert "Sam Reed has joined the chat." in shown

    shown = press(client_of_sam, conversation, "release").content.decode()
    assert "The bot answers" in shown
    assert Conversation.objects.get().taken_by is None


def test_the_holder_writes_to_the_visitor(client_of_sam, sam, conversation):
    press(client_of_sam, conversation, "take-over")

    press(client_of_sam, conversation, "say", text="Hello, this is Sam.")

    message = conversation.messages.order_by("-id").first()
    assert (message.sender, message.staff, message.text) == (Sender.STAFF, sam, "Hello, this is Sam.")


def test_a_colleague_neither_writes_nor_releases(client_of_sam, client_of_kim, sam, conversation):
    press(client_of_sam, conversation, "take-over")

    for button, fields in (("say", {"text": "Hello"}), ("release", {}), ("take-over", {})):
        assert "a colleague was faster" in press(client_of_kim, conversation, button, **fields).content.decode()

    assert Conversation.objects.get().taken_by == sam
    assert not conversation.messages.filter(sender=Sender.STAFF).exists()


def test_a_colleague_who_is_away_can_be_replaced(client_of_kim, sam, kim, conversation):
    take_over(conversation=conversation, by=sam)

    press(client_of_kim, conversation, "take-over", instead_of=sam.pk)

    assert Conversation.objects.get().taken_by == kim


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 2001])
def test_what_cannot_be_sent_stays_in_the_box(client_of_sam, conversation, text):
    press(client_of_sam, conversation, "take-over")

    answer = press(client_of_sam, conversation, "say", text=text)

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert text.strip() in answer.content.decode()
    assert not conversation.messages.filter(sender=Sender.STAFF).exists()
