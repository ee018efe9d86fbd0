"""Where consultation requests can be delivered: a folder and a line in TARGETS for each kind of receiver."""

from __future__ import annotations

from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from bot.delivery.models import OutboxRow
from bot.delivery.targets import email, webhook


class Target(Protocol):
    """What a target module offers."""

    def check_settings(self) -> None:
        """Raise ImproperlyConfigured when the target cannot work as it is set up."""

    def describe(self) -> str:
        """Where rows go, in one line for whoever starts the worker."""

    def send(self, row: OutboxRow) -> None:
        """Hand the row over, or raise DeliveryRefused; `row.id` is the idempotency key."""


TARGETS: dict[str, Target] = {
    "email": email,
    "webhook": webhook,
}


def configured_targets() -> dict[str, Target]:
    """The targets that DELIVERY_TARGETS names, each with its settings checked."""
    chosen: dict[str, Target] = {}
    for name in settings.DELIVERY_TARGETS:
        if name not in TARGETS:
            raise ImproperlyConfigured(f"DELIVERY_TARGETS={name!r}: write names out of {', '.join(TARGETS)}")
        TARGETS[name].check_settings()
        chosen[name] = TARGETS[name]
    return chosen
