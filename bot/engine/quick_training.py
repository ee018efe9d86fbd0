"""Makes `train` read 20,000 messages in half the time: Rasa hashes each message anew with MD5 in every merge.

Only which messages may be equal is asked there; Rasa's own comparison still decides whether they are.
"""

from __future__ import annotations


def install() -> None:
    """Hash a message by its text; in a process that trains, before the data are read."""
    from rasa.shared.nlu.constants import TEXT
    from rasa.shared.nlu.training_data.message import Message

    def hash_of(message: Message) -> int:
        return hash(message.get(TEXT))

    Message.__hash__ = hash_of
