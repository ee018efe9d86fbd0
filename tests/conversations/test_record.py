import logging
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.utils import timezone

from bot.conversations import audit, fixed_words, tokens, transcript
from bot.conversations.database import in_database
from bot.conversations.erasure import erase, erase_for_visitor, tell_engine_again
from bot.conversations.errors import ConversationGone, NothingSaid, UnderLegalHold
from bot.conversations.models import AuditEntry, Conversation, Message
from bot.conversations.retention import erase_expired
from bot.conversations.search import find_conversations
from bot.conversations.staff_messages import send_staff_message, system_message
from bot.log_format import WordlessFormatter
from tests.factories import a_conversation, a_message, a_staff_member


def test_a_token_opens_its_conversation_only():
    token = tokens.new_token()

    assert tokens.opens(token, tokens.digest(token))
    assert not tokens.opens(tokens.new_token(), tokens.digest(token))
    assert not tokens.opens(token, "")
    assert token not in tokens.digest(token)


def test_every_text_said_without_the_engine_exists(settings):
    fixed_words.require_all()

    apology = fixed_words.fixed_text(fixed_words.APOLOGY)
    assert settings.FIRM["phone"] in apology
    assert "911" in apology
    assert "{" not in apology


def test_the_token_itself_is_not_stored(db):
    opened = a_conversation()

    opened.conversation.refresh_from_db()
    assert opened.conversation.token_digest == tokens.digest(opened.token)


def test_a_staff_message_shows_who_speaks_and_is_audited(db):
    conversation, staff = a_conversation().conversation, a_staff_member()

    message = send_staff_message(conversation=conversation, by=staff, text="  Hello  ")

    shown = transcript.as_json(message)
    assert (shown["from"], shown["text"], shown["staff"]) == ("staff", "Hello", {"name": "Sam Reed"})
    entry = AuditEntry.objects.get(verb="message.sent")
    assert (entry.user, entry.conversation_id) == (staff, conversation.id)
    assert "Hello" not in str(entry.detail)


def test_a_staff_member_without_a_name_does_not_show_the_login(db):
    staff = a_staff_member(first_name="", last_name="")

    assert transcript.staff_name(staff) == "The firm's staff"


@pytest.mark.parametrize("text", ["", "  \n", "\0"])
def test_staff_cannot_send_nothing(db, text):
    with pytest.raises(NothingSaid):
        send_staff_message(conversation=a_conversation().conversation, by=a_staff_member(), text=text)


def test_a_source_that_is_unknown_is_left_out(db):
    message = a_message(a_conversation().conversation, sender="bot", section="S99")

    assert transcript.as_json(message)["sources"] == []


def test_the_audit_knows_who_it_was(db):
    staff, conversation = a_staff_member(), a_conversation().conversation

    audit.record(verb="a", user=staff, conversation=conversation, count=3)
    audit.record(verb="b", user=AnonymousUser())

    first = AuditEntry.objects.get(verb="a")
    assert (first.user, first.conversation_id, first.detail) == (staff, conversation.id, {"count": 3})
    assert AuditEntry.objects.get(verb="b").user is None


def test_erasing_leaves_an_empty_tombstone_and_an_audit_entry(db):
    conversation = a_conversation().conversation
    a_message(conversation, text="canary", flags=["danger"])

    erase(conversation=conversation)

    conversation.refresh_from_db()
    assert not conversation.messages.exists()
    assert (conversation.token_digest, conversation.flags) == ("", [])
    assert conversation.erased_at is not None
    entry = AuditEntry.objects.get(verb="conversation.erased")
    assert (entry.user, entry.detail) == (None, {"messages": 3})


def test_erasing_twice_says_that_it_is_gone(db):
    conversation = a_conversation().conversation
    erase(conversation=conversation)

    for job in (erase, lambda conversation: system_message(conversation=conversation, text="x")):
        with pytest.raises(ConversationGone):
            job(conversation=conversation)


def test_what_is_erased_cannot_be_read_out_of_the_file(transactional_db):
    if connection.vendor != "sqlite":
        pytest.skip("this is about SQLite's files")
    conversation = a_conversation().conversation
    for _ in range(50):
        a_message(conversation, text="canary-in-the-file " * 50)
    assert any(b"canary-in-the-file" in content for content in database_files())

    erase(conversation=conversation)

    assert not any(b"canary-in-the-file" in content for content in database_files())


def database_files():
    from pathlib import Path

    name = Path(connection.settings_dict["NAME"])
    return [path.read_bytes() for path in name.parent.glob(name.name + "*")]


def test_a_legal_hold_stops_erasure_and_expiry(db):
    conversation = a_conversation().conversation
    long_ago = timezone.now() - timedelta(days=400)
    Conversation.objects.filter(id=conversation.id).update(legal_hold=True, last_message_at=long_ago)

    with pytest.raises(UnderLegalHold):
        erase(conversation=conversation)
    assert erase_expired(now=timezone.now()) == 0
    assert conversation.messages.count() == 2


def test_conversations_expire_after_the_days_of_the_settings(db, settings):
    settings.RETENTION_DAYS = 30
    old, new = a_conversation().conversation, a_conversation().conversation
    Conversation.objects.filter(id=old.id).update(last_message_at=timezone.now() - timedelta(days=31))
    Conversation.objects.filter(id=new.id).update(last_message_at=timezone.now() - timedelta(days=29))

    assert erase_expired(now=timezone.now()) == 1
    assert erase_expired(now=timezone.now()) == 0
    assert set(Conversation.objects.with_content()) == {new}


@pytest.mark.anyio
async def test_an_engine_that_was_away_is_told_to_forget_later(visitor, engine, settings):
    url, settings.ENGINE_URL = settings.ENGINE_URL, "http://127.0.0.1:9"
    await erase_for_visitor(visitor.conversation)
    assert await in_database(Conversation.objects.the_engine_still_knows().count)() == 1

    settings.ENGINE_URL = url
    assert await in_database(tell_engine_again)() == 1

    assert engine.forgotten == [str(visitor.conversation.id)]
    assert await in_database(Conversation.objects.the_engine_still_knows().count)() == 0


def test_search_finds_words_in_one_message_labels_and_flags(db):
    wanted, other = a_conversation().conversation, a_conversation().conversation
    a_message(wanted, text="She signed an Affidavit yesterday", label="affidavit_of_non_prosecution")
    a_message(other, text="an affidavit")
    a_message(other, text="signed what")
    Conversation.objects.filter(id=other.id).update(flags=["danger"])

    assert list(find_conversations(words="affidavit signed")) == [wanted]
    assert list(find_conversations(label="affidavit_of_non_prosecution")) == [wanted]
    assert list(find_conversations(flagged=True)) == [other]
    assert set(find_conversations(words="100%")) == set()
    assert set(find_conversations()) == {wanted, other}
    assert list(find_conversations(taken_over=True)) == []


def test_a_failed_transaction_publishes_and_stores_nothing(transactional_db):
    conversation = a_conversation().conversation
    with transaction.atomic():
        system_message(conversation=conversation, text="never said")
        transaction.set_rollback(True)

    assert Message.objects.filter(conversation=conversation).count() == 2


def test_log_lines_name_an_error_and_its_place_but_not_its_words():
    try:
        try:
            raise ValueError("can" + "ary")
        except ValueError as exc:
            raise RuntimeError("can" + "ary") from exc
    except RuntimeError as exc:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", None, (type(exc), exc, exc.__traceback__))

    line = WordlessFormatter("%(message)s").format(record)

    assert "canary" not in line
    assert "ValueError" in line
    assert "RuntimeError" in line
    assert "test_record.py" in line
