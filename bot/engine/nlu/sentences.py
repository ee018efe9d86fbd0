"""Cuts a message into pieces that may each hold a question of their own."""

from __future__ import annotations

import re

MAX_PIECES = 8
MIN_WORDS = 3

_STOP = re.compile(r"(?<=[.?!\n;])\s+|\n+")
_ASKING = (
    r"(?:can|could|do|does|did|will|would|what|whats|what's|who|whos|how|hows|why|when|where|which|should|is|are|am|may|if"
    r"|i (?:want|need|would like|wanna|'d like)|i'd like|please|pls|tell me)"
)
# Where people without punctuation begin the next question: "… and can he", ", what's your number", "also".
_JOINT = re.compile(
    rf",? +(?:(?=(?:and also|also|plus|another (?:thing|question)|one more (?:thing|question))\b)|(?:and|or|but|n|&) (?={_ASKING}\b))"
    rf"|, (?={_ASKING}\b)"
    r"|,? +y (?=(?:tambi[eé]n|puedo|puede|pueden|qu[eé]|c[oó]mo|si|cu[aá]nto|d[oó]nde|tengo)\b)",
    re.IGNORECASE,
)


_BEGINS_ASKING = re.compile(
    rf"\W*(?:(?:and|but|or|so|also|plus|hi|hey|hello|ok|okay|y|pero)\W+)*(?:{_ASKING}|puedo|puede|qu[eé]|c[oó]mo|cu[aá]nto|d[oó]nde|quiero|necesito)\b",
    re.IGNORECASE,
)


# A greeting or thanks around a question hides it: a short piece sounds like the greeting.
_GREETING = re.compile(
    r"^(?:(?:hi|hello|hey|hola|(?:good )?(?:morning|afternoon|evening|day)|buenos d[ií]as|buenas(?: tardes| noches)?)\b"
    r"(?: (?:there|all|everyone|everybody|sir|ma'?am|folks|guys|you))?\s*[,.!-]*\s+)+",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"[\s,.!?-]+(?:and )?(?:many |much |kind )?(?:thanks|thank you|thank u|thx|ty|(?:muchas )?gracias)\b[^?]*$",
    re.IGNORECASE,
)


def pieces(text: str) -> list[str]:
    """The sentences of a text, short ones joined to the next, at most MAX_PIECES (the last takes the rest).

    Greetings before a sentence and thanks after it are left out where enough remains.
    """
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
    return [_bare(part) for part in joined]


def _bare(part: str) -> str:
    """The part without courtesies around it; as it is when nothing of substance would be left."""
    ends = _THANKS.search(part)
    kept = part[: ends.start()] + ("?" if "?" in ends.group() else "") if ends else part
    kept = _GREETING.sub("", kept).strip()
    return kept if len(kept.split()) >= MIN_WORDS else part


def asks_something(piece: str) -> bool:
    """Whether a piece is worded as a question or a wish, with or without its question mark."""
    return "?" in piece or bool(_BEGINS_ASKING.match(piece))
