"""`manage.py run_worker`: the process that delivers consultation requests."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bot.delivery import outbox, worker
from bot.delivery.targets import configured_targets


class Command(BaseCommand):
    """Delivers until SIGINT or SIGTERM; says first where requests go."""

    help = "Deliver consultation requests to the targets that DELIVERY_TARGETS names."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options of the command line."""
        parser.add_argument("--once", action="store_true", help="deliver what is due now, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        """Check the targets, then work."""
        try:
            targets = configured_targets()
        except ImproperlyConfigured as exc:
            raise CommandError(str(exc)) from exc
        for target in targets.values():
            self.stdout.write(f"Consultation requests are delivered by {target.describe()}")
        for name in outbox.targets_nobody_serves(set(targets)):
            self.stderr.write(f"Rows wait for the target {name!r}, which DELIVERY_TARGETS does not name")
        self.stdout.flush()
        stop = threading.Event()
        if once:
            outbox.take_back_from_dead_workers(now=timezone.now())
            for name, target in targets.items():
                worker.TargetQueue(name, target).deliver_due(stop)
            return

        def stop_serving(number: int, frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, stop_serving)
        signal.signal(signal.SIGINT, stop_serving)
        worker.run(targets, stop)
        self.stdout.write("Worker ended.")
