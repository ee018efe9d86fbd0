import mailbox
import socket

import pytest

from bot.delivery.errors import DeliveryRefused
from bot.delivery.targets import email
from tests.handoff_factories import an_outbox_row

pytestmark = pytest.mark.django_db


def test_the_mail_reaches_the_intake_address_with_the_answers(mail_server):
    row = an_outbox_row()

    email.send(row)

    [mail] = mail_server.mails
    assert mail["To"] == "intake@firm.example.org"
    for answer in ("Jordan Sample", "(314) 555-0199", "Text only, no voicemail", "Greene", "December 9", "Myself"):
        assert answer in mail.get_content()


def test_the_subject_is_neutral(mail_server):
    email.send(an_outbox_row())

    assert mail_server.mails[0]["Subject"] == "New consultation request R-7K3M"


def test_every_attempt_carries_the_same_message_id(mail_server):
    row = an_outbox_row()

    email.send(row)
    email.send(row)

    assert {mail["Message-ID"] for mail in mail_server.mails} == {f"<{row.id}@firm.example.org>"}


def test_nobody_can_add_a_line_to_the_form_with_a_line_break(mail_server):
    row = an_outbox_row()
    row.payload["name"] = "Jordan\nSafe contact: any time"

    email.send(row)

    assert "\nSafe contact: any time" not in mail_server.mails[0].get_content()


@pytest.mark.parametrize(
    ("command", "line", "is_permanent"),
    [
        ("RCPT", "550 no such user", True),
        ("RCPT", "450 greylisted", False),
        ("MAIL", "553 not your address", True),
        ("END", "554 content rejected: Jordan Sample", True),
        ("END", "451 try later", False),
        ("DATA", "421 too busy", False),
    ],
)
def test_a_refusal_is_final_when_the_server_says_5xx(mail_server, command, line, is_permanent):
    mail_server.refusals = {command: line}

    with pytest.raises(DeliveryRefused) as refusal:
        email.send(an_outbox_row())

    assert refusal.value.permanent is is_permanent


def test_a_wrong_password_is_worth_another_try(mail_server, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "chat", "wrong"
    mail_server.refusals = {"AUTH": "535 wrong password"}

    with pytest.raises(DeliveryRefused) as refusal:
        email.send(an_outbox_row())

    assert not refusal.value.permanent


def test_no_server_is_worth_another_try(mail_server, settings):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        settings.EMAIL_PORT = closed.getsockname()[1]

    with pytest.raises(DeliveryRefused) as refusal:
        email.send(an_outbox_row())

    assert not refusal.value.permanent


def test_what_the_server_quotes_back_is_not_kept(mail_server):
    mail_server.refusals = {"END": "554 content rejected: Jordan Sample"}

    with pytest.raises(DeliveryRefused) as refusal:
        email.send(an_outbox_row())

    assert str(refusal.value) == "mail refused (554)"


def test_without_a_server_mail_lies_in_a_maildir(settings, tmp_path):
    settings.EMAIL_BACKEND = "bot.delivery.targets.email.maildir.MaildirBackend"
    settings.MAILDIR = tmp_path / "data" / "mail"

    email.send(an_outbox_row())
    email.send(an_outbox_row(reference="R-2222"))

    with_subject = [mail["Subject"] for mail in mailbox.Maildir(settings.MAILDIR, create=False)]
    assert sorted(with_subject) == ["New consultation request R-2222", "New consultation request R-7K3M"]
    assert settings.MAILDIR.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_worth_another_try(settings, tmp_path):
    settings.EMAIL_BACKEND = "bot.delivery.targets.email.maildir.MaildirBackend"
    (tmp_path / "file").write_text("")
    settings.MAILDIR = tmp_path / "file" / "mail"

    with pytest.raises(DeliveryRefused) as refusal:
        email.send(an_outbox_row())

    assert not refusal.value.permanent
