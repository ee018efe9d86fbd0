"""Delivers a request as an e-mail to the firm's intake address, through Django's EMAIL_BACKEND.

The subject is neutral; nothing but the form's own answers stands in the body.
"""

from __future__ import annotations

import smtplib
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection

from bot.delivery.errors import DeliveryRefused
from bot.delivery.models import OutboxRow

# What staff need first stands first.
LINES = {
    "safe_contact": "Safe contact",
    "name": "Name",
    "contact": "Phone or e-mail",
    "for_whom": "For whom",
    "county": "County",
    "court_date": "Next court date",
    "language": "Language",
}


def check_settings() -> None:
    """Somebody must receive the mail."""
    if not settings.INTAKE_EMAIL_TO:
        raise ImproperlyConfigured("INTAKE_EMAIL_TO='': write for example 'intake@firm.example.org'")


def describe() -> str:
    """The server or folder, and who gets the mail."""
    server = (
        f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}" if settings.EMAIL_HOST else f"the maildir {settings.MAILDIR}"
    )
    return f"e-mail to {', '.join(settings.INTAKE_EMAIL_TO)} through {server}"


def send(row: OutboxRow) -> None:
    """Send one mail; the Message-ID is the same at every attempt, so that receivers can drop a second copy."""
    try:
        with get_connection() as connection:  # closes also what a refused login leaves half open
            connection.send_messages([message_for(row)])
    except smtplib.SMTPRecipientsRefused as exc:
        codes = [code for code, _ in exc.recipients.values()]
        raise DeliveryRefused(f"recipient refused ({_listed(codes)})", permanent=_are_final(codes)) from exc
    except smtplib.SMTPAuthenticationError as exc:
        # 535 is "permanent" to SMTP, but a corrected password lets the same mail through.
        raise DeliveryRefused(f"login refused ({exc.smtp_code})", permanent=False) from exc
    except smtplib.SMTPResponseException as exc:
        raise DeliveryRefused(f"mail refused ({exc.smtp_code})", permanent=_are_final([exc.smtp_code])) from exc
    except OSError as exc:  # SMTPException is one, and so is no connection, a time-out or a full disk
        raise DeliveryRefused(f"no connection ({type(exc).__name__})", permanent=False) from exc


def message_for(row: OutboxRow) -> EmailMessage:
    """The mail for one outbox row."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return EmailMessage(
        subject=f"New consultation request {row.reference}",
        body=_body(row),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=settings.INTAKE_EMAIL_TO,
        headers={"Message-ID": f"<{row.id}@{domain}>", "Auto-Submitted": "auto-generated"},
    )


def _body(row: OutboxRow) -> str:
    answers = [f"{label + ':':<17}{_one_line(row.payload.get(key))}" for key, label in LINES.items()]
    return "\n".join(
        [
            f"Consultation request {row.reference}, received {_local_time(row.payload.get('created_at'))}",
            "",
            'Read "Safe contact" before you call, write or leave a message.',
            "",
            *answers,
            "",
            f"Consent given {_local_time(row.payload.get('consent_at'))} to these words:",
            _one_line(row.payload.get("consent_text")),
            "",
            f"Take the request in the staff console: Requests, {row.reference}.",
            "",
        ]
    )


def _one_line(value: object) -> str:
    """Nobody can fake a further line of the form with a line break in an answer."""
    return " ".join(str(value or "-").split())


def _local_time(value: object) -> str:
    return f"{datetime.fromisoformat(str(value)).astimezone(settings.FIRM_TIME_ZONE):%A, %B %d, %Y, %H:%M %Z}"


def _are_final(codes: list[int]) -> bool:
    return all(500 <= code < 600 for code in codes)


def _listed(codes: list[int]) -> str:
    return ", ".join(str(code) for code in sorted(set(codes)))
