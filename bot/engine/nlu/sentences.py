"""Cuts a message into pieces that may each hold a question of their own."""

from __future__ import annotations

import re

MAX_PIECES = 8
MIN_WORDS = 3

_STOP = re.compile(r"(?<=[.?!\n;])\s+|\n+")
# "and also", "plus", "another thing": where people without punctuation begin the next question.
_JOINT = re.compile(
    r"\s+(?=(?:and also|also|plus|another (?:thing|question)|one more (?:thing|question)|and (?:can|could|do|does|did|"
    r"will|would|what|who|how|why|should|is|are|am i|if)|y (?:tambi[eé]n|puedo|puede|qu[eé]|c[oó]mo|si))\b)",
    re.IGNORECASE,
)


def pieces(text: str) -> list[str]:
    """The sentences of a text, short ones joined to the next, at most MAX_PIECES (the last takes the rest)."""
    parts = [piece.strip() for stop in _STOP.split(text) for piece in _JOINT.split(stop) if piece.strip()]
    joined: list[str] = []
    for part in parts:
        if joined and (len(joined[-1].split()) < MIN_WORDS or len(part.split()) < MIN_WORDS):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    if len(joined) > MAX_PIECES:
        # A long story: equal runs of sentences, so that each of them still gets its look.
        size = -(-len(joined) // MAX_PIECES)
        joined = [" ".join(joined[i : i + size]) for i in range(0, len(joined), size)]
    return joined
