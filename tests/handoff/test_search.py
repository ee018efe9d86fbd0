import pytest

from bot.handoff.search import find_by_words_or_reference
from tests.factories import a_conversation, a_message
from tests.handoff_factories import a_request

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["{}", " {} ", "lower"])
def test_a_reference_finds_the_conversation_it_came_from(typed):
    conversation = a_conversation().conversation
    a_conversation()
    reference = a_request(conversation).reference

    words = reference.lower().removeprefix("r-") if typed == "lower" else typed.format(reference)

    assert list(find_by_words_or_reference(words)) == [conversation]


def test_words_find_the_conversation_they_were_said_in():
    conversation = a_conversation().conversation
    a_message(conversation, text="what about the affidavit")
    a_message(a_conversation().conversation, text="hello")

    assert list(find_by_words_or_reference("AFFIDAVIT what")) == [conversation]


def test_a_conversation_with_two_requests_is_found_once():
    conversation = a_conversation().conversation
    a_request(conversation, county="Greene")
    a_request(conversation, county="Cole")
    a_message(conversation, text="about R-XXXX")

    assert list(find_by_words_or_reference("about")) == [conversation]
