"""What can go wrong on the way to a delivery target; the worker decides by `permanent` alone."""

from __future__ import annotations


class DeliveryError(Exception):
    """Base of everything this app raises."""


class DeliveryRefused(DeliveryError):
    """The target did not take a row.

    `permanent=True` when the same row can never be taken (a malformed address, a body the receiver rejects): it is
    not tried again until staff ask for it. `permanent=False` when waiting or a repair at the other end helps
    (no connection, greylisting, a wrong password). The message is shown to staff and kept in the database, so it
    carries codes and names of errors, never what the visitor wrote nor what a server quoted back.
    """

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.permanent = permanent
