import pytest

from bot.conversations import events
from bot.conversations.errors import ConversationGone, NothingSaid
from bot.conversations.models import AuditEntry, Conversation, Message
from bot.handoff.errors import AlreadyTaken, NotTakenBy
from bot.handoff.takeover import release, say, take_over
from tests.factories import a_conversation, a_staff_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation():
    return a_conversation().conversation


@pytest.fixture
def sam():
    return a_staff_member("sam", "Sam", "Reed")


@pytest.fixture
def kim():
    return a_staff_member("kim", "Kim", "Lee")


@pytest.fixture
def published(monkeypatch):
    """What followers of the conversation are told."""
    told = []
    monkeypatch.setattr(events, "publish", lambda conversation_id, event: told.append((conversation_id, event)))
    return told


def last_message(conversation):
    return conversation.messages.order_by("-id").first()


def test_both_sides_see_that_staff_have_joined(conversation, sam, published):
    take_over(conversation=conversation, by=sam)

    message = last_message(conversation)
    assert (message.sender, message.text) == (Message.Sender.SYSTEM, "Sam Reed has joined the chat.")
    assert (conversation.id, {"event": "takeover", "data": {"staff": {"name": "Sam Reed"}}}) in published


def test_of_two_staff_members_one_gets_the_conversation(conversation, sam, kim):
    take_over(conversation=conversation, by=sam)

    with pytest.raises(AlreadyTaken):
        take_over(conversation=conversation, by=kim)

    assert Conversation.objects.get().taken_by == sam


def test_a_second_click_joins_once(conversation, sam):
    take_over(conversation=conversation, by=sam)
    messages = conversation.messages.count()

    with pytest.raises(AlreadyTaken):
        take_over(conversation=conversation, by=sam)

    assert conversation.messages.count() == messages


def test_an_absent_colleague_can_be_replaced(conversation, sam, kim):
    take_over(conversation=conversation, by=sam)

    take_over(conversation=conversation, by=kim, instead_of=sam)

    assert Conversation.objects.get().taken_by == kim
    assert AuditEntry.objects.filter(verb="takeover.started", user=kim, detail={"instead_of": sam.pk}).exists()


def test_what_is_erased_cannot_be_taken_over(conversation, sam):
    Conversation.objects.update(erased_at=conversation.created_at)

    with pytest.raises(ConversationGone):
        take_over(conversation=conversation, by=sam)


def test_only_the_holder_lets_go(conversation, sam, kim):
    take_over(conversation=conversation, by=sam)

    with pytest.raises(NotTakenBy):
        release(conversation=conversation, by=kim)

    assert Conversation.objects.get().taken_by == sam


def test_both_sides_see_that_the_bot_answers_again(conversation, sam, published):
    take_over(conversation=conversation, by=sam)

    release(conversation=conversation, by=sam)

    assert last_message(conversation).text == "Sam Reed has left the chat. The automated assistant answers again."
    assert (conversation.id, {"event": "released", "data": {}}) in published
    assert Conversation.objects.get().taken_by is None


def test_only_the_holder_speaks(conversation, sam, kim):
    with pytest.raises(NotTakenBy):
        say(conversation=conversation, by=sam, text="Hello")
    take_over(conversation=conversation, by=sam)
    with pytest.raises(NotTakenBy):
        say(conversation=conversation, by=kim, text="Hello")

    say(conversation=conversation, by=sam, text="Hello")

    message = last_message(conversation)
    assert (message.sender, message.staff, message.text) == (Message.Sender.STAFF, sam, "Hello")


def test_an_empty_message_is_not_sent(conversation, sam):
    take_over(conversation=conversation, by=sam)

    with pytest.raises(NothingSaid):
        say(conversation=conversation, by=sam, text=" \n")


def test_every_step_is_on_record(conversation, sam):
    take_over(conversation=conversation, by=sam)
    say(conversation=conversation, by=sam, text="Hello")
    release(conversation=conversation, by=sam)

    entries = AuditEntry.objects.filter(user=sam, conversation_id=conversation.id).order_by("id")
    assert [entry.verb for entry in entries] == ["takeover.started", "message.sent", "takeover.ended"]
    assert "Hello" not in str([entry.detail for entry in entries])
