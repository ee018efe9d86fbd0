"""`manage.py legal_hold <conversation> on|off --by USER`: keeps a record from being erased, or ends that."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from bot.conversations import legal_hold
from bot.conversations.models import Conversation


class Command(BaseCommand):
    """Writes an audit row with the name of who decided."""

    help = "Put a conversation under a lawyer's hold, or end the hold. Its id stands in the console's address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options of the command line."""
        parser.add_argument("conversation", type=UUID, help="the conversation's id")
        parser.add_argument("state", choices=["on", "off"])
        parser.add_argument("--by", required=True, metavar="USER", help="user name of the lawyer who decided")

    def handle(self, *args: Any, conversation: UUID, state: str, by: str, **options: Any) -> None:
        """Change the hold, and say what that means for this conversation."""
        user = User.objects.filter(username=by, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active account {by!r}.")
        found = Conversation.objects.filter(id=conversation).first()
        if found is None:
            raise CommandError(f"There is no conversation {conversation}.")
        change = legal_hold.hold if state == "on" else legal_hold.end_hold
        if not change(conversation=found, by=user):
            self.stdout.write(f"Nothing changed: the hold was {state} already.")
            return
        self.stdout.write(f"The hold on {conversation} is {state}, by {by}.")
        if state == "on" and found.erased_at:
            self.stdout.write("Its messages were erased before; the hold keeps its consultation requests.")
