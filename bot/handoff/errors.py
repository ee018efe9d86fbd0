"""Why a handoff to staff did not happen; views and actions turn these into words."""

from __future__ import annotations


class HandoffError(Exception):
    """Base of everything this app raises."""


class ConsentMissing(HandoffError):
    """The visitor did not agree to being contacted."""


class NoReferenceLeft(HandoffError):
    """Every reference drawn was taken; the alphabet needs a fifth character."""


class AlreadyTaken(HandoffError):
    """Somebody else was faster, or the request is past the state in which it can be taken."""


class NotTakenBy(HandoffError):
    """Only the holder may finish, give back or release."""
