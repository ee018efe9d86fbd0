"""What can go wrong with a conversation; the API turns each into one answer, the console into words."""

from __future__ import annotations


class ConversationError(Exception):
    """Base of everything this app raises."""


class ConversationGone(ConversationError):
    """There is no such conversation, or its content was erased."""


class IdUsedAgain(ConversationError):
    """The id of a message came a second time with other content."""


class UnknownButton(ConversationError):
    """The button was never given in this conversation."""


class TooManyWaiting(ConversationError):
    """As many messages as one conversation may have wait already."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"try again in {retry_after_s} s")
        self.retry_after_s = retry_after_s


class UnderLegalHold(ConversationError):
    """A lawyer keeps the record: it is neither erased nor left to expire."""


class NothingSaid(ConversationError):
    """A staff member's message without a text."""


class EngineFailed(ConversationError):
    """The engine is down, hangs, refuses or talks nonsense; the message names which, never what was typed."""
