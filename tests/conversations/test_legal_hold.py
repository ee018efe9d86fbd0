import uuid
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from bot.conversations.erasure import erase
from bot.conversations.errors import UnderLegalHold
from bot.conversations.legal_hold import end_hold, hold
from bot.conversations.models import AuditEntry, Conversation
from bot.conversations.retention import erase_expired
from tests.factories import a_conversation, a_staff_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation():
    return a_conversation().conversation


@pytest.fixture
def lawyer():
    return a_staff_member("alex")


def test_what_is_held_is_neither_erased_nor_left_to_expire_until_the_hold_ends(conversation, lawyer):
    Conversation.objects.filter(id=conversation.id).update(last_message_at=timezone.now() - timedelta(days=400))

    assert hold(conversation=conversation, by=lawyer)

    with pytest.raises(UnderLegalHold):
        erase(conversation=conversation)
    assert erase_expired(now=timezone.now()) == 0
    assert end_hold(conversation=conversation, by=lawyer)
    assert erase_expired(now=timezone.now()) == 1


def test_each_change_is_audited_once_with_who_decided(conversation, lawyer):
    assert hold(conversation=conversation, by=lawyer)
    assert not hold(conversation=conversation, by=lawyer)
    assert end_hold(conversation=conversation, by=lawyer)
    assert not end_hold(conversation=conversation, by=lawyer)

    entries = AuditEntry.objects.filter(conversation_id=conversation.id, user=lawyer).order_by("id")
    assert [entry.verb for entry in entries] == ["conversation.held", "conversation.hold_ended"]


def test_the_command_holds_and_lets_go(conversation, lawyer, capsys):
    for state in ("on", "on", "off"):
        call_command("legal_hold", str(conversation.id), state, "--by", "alex")
        conversation.refresh_from_db()
        assert conversation.legal_hold is (state == "on")

    printed = capsys.readouterr().out
    assert f"The hold on {conversation.id} is on, by alex." in printed
    assert "Nothing changed: the hold was on already." in printed


def test_a_hold_that_comes_too_late_for_the_messages_says_so(conversation, lawyer, capsys):
    erase(conversation=conversation)

    call_command("legal_hold", str(conversation.id), "on", "--by", "alex")

    assert "erased before" in capsys.readouterr().out


def test_nobody_unknown_decides_and_nothing_unknown_is_held(conversation, lawyer):
    a_staff_member("former", is_active=False)
    for arguments in (
        (str(conversation.id), "on", "--by", "stranger"),
        (str(conversation.id), "on", "--by", "former"),
        (str(uuid.uuid4()), "on", "--by", "alex"),
        ("R-7K3M", "on", "--by", "alex"),
        (str(conversation.id), "maybe", "--by", "alex"),
        (str(conversation.id), "on"),
    ):
        with pytest.raises(CommandError):
            call_command("legal_hold", *arguments)

    conversation.refresh_from_db()
    assert not conversation.legal_hold
    assert not AuditEntry.objects.filter(verb="conversation.held").exists()
