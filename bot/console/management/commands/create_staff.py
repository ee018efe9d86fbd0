"""`manage.py create_staff`: makes an account for the staff console; there is none by default."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction

from bot.conversations import audit

VARIABLES = ("STAFF_USERNAME", "STAFF_NAME", "STAFF_PASSWORD")


class Command(BaseCommand):
    """Asks at the terminal, or reads the variables with --no-input."""

    help = "Create a staff account for the console."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options of the command line."""
        parser.add_argument(
            "--no-input", action="store_true", help=f"ask nothing, read {', '.join(VARIABLES)} from the environment"
        )

    def handle(self, *args: Any, no_input: bool, **options: Any) -> None:
        """Create the account, or say in one line why not."""
        username, name, password = _read_variables() if no_input else _ask()
        first_name, _, last_name = name.partition(" ")
        user = User(username=username, first_name=first_name, last_name=last_name, is_staff=True)
        user.set_password(password)
        try:
            user.full_clean(exclude=["password"])
            validate_password(password, user)
            with transaction.atomic():
                user.save()
                audit.record(verb="staff.created", user=user)
        except ValidationError as exc:
            raise CommandError(" ".join(exc.messages)) from exc
        except IntegrityError as exc:
            raise CommandError(f"There is a {username!r} already.") from exc
        self.stdout.write(f"{username!r} can log in at /staff/; visitors see the name {name!r}.")


def _read_variables() -> tuple[str, str, str]:
    values = [os.environ.get(name, "") for name in VARIABLES]
    if missing := [name for name, value in zip(VARIABLES, values, strict=True) if not value]:
        raise CommandError(f"{', '.join(missing)} not set: --no-input needs {', '.join(VARIABLES)}")
    return values[0], values[1], values[2]


def _ask() -> tuple[str, str, str]:
    username = input("User name, for the login: ").strip()
    name = input("Name that visitors see, for example 'Ada Park': ").strip()
    password = getpass("Password (12 characters or more): ")
    if getpass("The same again: ") != password:
        raise CommandError("The two passwords differ.")
    if not username or not name:
        raise CommandError("A user name and a name are needed.")
    return username, name, password
