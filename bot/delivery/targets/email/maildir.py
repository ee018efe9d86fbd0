"""Django e-mail backend that keeps mail in a maildir: a first run works without a mail account.

Any mail program that reads maildirs opens it. The files hold contact data; the folder is the owner's only.
"""

from __future__ import annotations

import mailbox
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class MaildirBackend(BaseEmailBackend):
    """Adds each message to settings.MAILDIR; `mailbox` writes to tmp/, syncs, and only then moves to new/."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store the messages and say how many; raises OSError when the disk does not take them."""
        settings.MAILDIR.parent.mkdir(parents=True, exist_ok=True)
        folder = mailbox.Maildir(settings.MAILDIR, create=True)
        for message in email_messages:
            folder.add(message.message())
        return len(email_messages)
