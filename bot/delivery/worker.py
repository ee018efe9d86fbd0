"""Delivers what is in the outbox: one thread for each target, so that a slow receiver holds up nobody else's mail.

A row is claimed in a short statement, sent outside any transaction, and settled in another short statement.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from enum import Enum

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.module_loading import import_string

from bot.delivery import outbox
from bot.delivery.errors import DeliveryRefused
from bot.delivery.models import OutboxRow
from bot.delivery.targets import Target

logger = logging.getLogger(__name__)

POLL_S = 1.0
POLL_AFTER_ERROR_S = 5.0
TAKE_BACK_EVERY_S = 10.0
CHORES_EVERY_S = 60.0
LAST_SEND_MAY_TAKE_S = 5.0


class Outcome(Enum):
    """How one attempt ended."""

    NOTHING_DUE = "nothing due"
    DELIVERED = "delivered"
    REFUSED = "refused"


class TargetQueue:
    """The outbox rows of one target, delivered one after the other."""

    def __init__(self, name: str, target: Target) -> None:
        self.name = name
        self.target = target
        # True at first: a worker is often started again because something was repaired.
        self.may_have_recovered = True

    def deliver_next(self) -> Outcome:
        """Send the next due row, if there is one."""
        row = outbox.claim_next(target=self.name, now=timezone.now())
        if row is None:
            return Outcome.NOTHING_DUE
        try:
            self.target.send(row)
        except DeliveryRefused as refusal:
            return self._refused(row, str(refusal), permanent=refusal.permanent)
        except Exception as exc:  # noqa: BLE001 (the rim: a defect ends nobody's deliveries; its text may quote the row)
            return self._refused(row, type(exc).__name__, permanent=False)
        outbox.mark_delivered(row, now=timezone.now())
        logger.info("%s delivered to %s at attempt %d", row.reference, self.name, row.attempts)
        return Outcome.DELIVERED

    def deliver_due(self, stop: threading.Event) -> None:
        """Send all that is due; the first success after a refusal makes everything that waits due too."""
        while not stop.is_set():
            outcome = self.deliver_next()
            if outcome is Outcome.NOTHING_DUE:
                return
            if outcome is Outcome.DELIVERED and self.may_have_recovered:
                outbox.bring_forward(target=self.name, now=timezone.now())
            self.may_have_recovered = outcome is Outcome.REFUSED

    def serve(self, stop: threading.Event) -> None:
        """Deliver until `stop` is set; a database that is gone is waited for."""
        pause_s = 0.0
        while not stop.wait(pause_s):
            try:
                close_old_connections()
                self.deliver_due(stop)
                pause_s = POLL_S
            except Exception as exc:  # noqa: BLE001 (the rim)
                logger.error("outbox for %s not usable: %s; trying again", self.name, type(exc).__name__)
                pause_s = POLL_AFTER_ERROR_S
        connection.close()

    def _refused(self, row: OutboxRow, error: str, *, permanent: bool) -> Outcome:
        outbox.mark_refused(row, error=error, permanent=permanent, now=timezone.now())
        consequence = "given up" if permanent else "tried again later"
        logger.warning(
            "%s not delivered to %s at attempt %d: %s; %s", row.reference, self.name, row.attempts, error, consequence
        )
        return Outcome.REFUSED


def repeat(job: Callable[[], object], every_s: float, stop: threading.Event) -> None:
    """Run a chore now and then until `stop` is set; one that fails is tried again the next time."""
    pause_s = 0.0
    while not stop.wait(pause_s):
        pause_s = every_s
        try:
            close_old_connections()
            job()
        except Exception as exc:  # noqa: BLE001 (the rim)
            logger.error("%s failed: %s; trying again", job.__name__, type(exc).__name__)
    connection.close()


def take_back() -> None:
    """Return the rows of killed workers to the queue."""
    if count := outbox.take_back_from_dead_workers(now=timezone.now()):
        logger.warning("%d rows of a worker that ended taken back", count)


def run(targets: dict[str, Target], stop: threading.Event) -> None:
    """Serve all targets, and do the other apps' chores (WORKER_CHORES), until `stop` is set.

    A send that is under way then may take a few seconds more. Threads are daemons: what hangs longer ends with the
    process, and its row is taken back by the next worker.
    """
    queues = [TargetQueue(name, target) for name, target in targets.items()]
    threads = [threading.Thread(target=queue.serve, args=(stop,), name=queue.name, daemon=True) for queue in queues]
    chores: list[tuple[Callable[[], object], float]] = [(take_back, TAKE_BACK_EVERY_S)]
    chores += [(import_string(path), CHORES_EVERY_S) for path in settings.WORKER_CHORES]
    threads += [threading.Thread(target=repeat, args=(*chore, stop), daemon=True) for chore in chores]
    for thread in threads:
        thread.start()
    stop.wait()
    deadline = time.monotonic() + LAST_SEND_MAY_TAKE_S
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
