"""Cuts a message into pieces that may each hold a question of their own."""

from __future__ import annotations

import re

MAX_PIECES = 8
MIN_WORDS = 3

_STOP = re.compile(r"(?<=[.?!\n;])\s+|\n+")
# A list: "1) …", "b. …", "number two …", "2 why …".
_LISTED = re.compile(
    r"\s+(?=(?:\(?[1-9][).:]|\(?[a-e]\)|(?:and )?(?:number|question) (?:one|two|three|four|[1-9])\b)\s*\S)|\s+(?=[1-9] (?:how|what|why|who|when|where|can|do|does|is|if)\b)",
    re.IGNORECASE,
)
_ASKING = (
    r"(?:can|could|do|does|did|will|would|what|whats|what's|who|whos|how|hows|why|when|where|which|should|is|are|am|may|if"
    r"|i (?:want|need|would like|wanna|'d like)|i'd like|please|pls|tell me)"
)
_PREGUNTA = (
    r"(?:tambi[eé]n|otra (?:cosa|pregunta)|adem[aá]s|mientras|puedo|puede|pueden|podemos|podr[ií]a|qu[eé]|c[oó]mo|si|cu[aá]nto|cu[aá]les?|d[oó]nde"
    r"|en d[oó]nde|a qui[eé]n|qui[eé]n|cu[aá]ndo|por qu[eé]|para qu[eé]|tengo|tiene que|debo|necesito|ocupo|quiero|quisiera|d[ií]ga(?:me|nos)|ustedes|usted|hay)"
)
# Where people without punctuation begin the next question: "… and can he", ", what's your number", "also".
_JOINT = re.compile(
    rf",? +(?:(?<!\bmy )(?<!\band )(?=(?:and also|also|plus|(?:and )?(?:my )?(?:another|one more|other|second|next|last) (?:thing|question))\b)|(?:and|or|but|so|cause|because|n|&) (?={_ASKING}\b))"
    rf"|, (?={_ASKING}\b)"
    rf"|,? +(?:y|e|o|pero|,) (?={_PREGUNTA}\b)|, (?={_PREGUNTA}\b)",
    re.IGNORECASE,
)


# Somebody who writes in one breath asks with the verb first: "… can he", "… how much", "… will they".
_ONE_BREATH = re.compile(
    r"\s+(?=(?:(?:can|could|do|does|did|will|would|should|may|is|are|am|has|have) (?:i|he|she|they|we|you|it|u|my|someone|somebody|anyone|anybody|one of you|his|her)"
    r"|(?:how (?:much|many|long|often|do|does|did|can|come|would|will|is)|what(?:s| is| are| do| does| did| can| happens| would| will| should)"
    r"|why (?:do|does|is|are|did|would|cant|wont)|who (?:is|decides|can|do|pays)|when (?:do|does|is|will|can)|where (?:do|is|are|can)))\b)",
    re.IGNORECASE,
)
LONG_BREATH = 12  # words

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
    r"(?<![\s,.!?-])[\s,.!?-]+(?:and )?(?:many |much |kind )?(?:thanks|thank you|thank u|thx|ty|(?:muchas )?gracias)\b[^?]*$",
    re.IGNORECASE,
)


def pieces(text: str) -> list[str]:
    """The sentences of a text, short ones joined to the next, at most MAX_PIECES.

    Greetings before a sentence and thanks after it are left out where enough remains.
    """
    parts = [
        breath.strip()
        for stop in _STOP.split(text)
        for row in _LISTED.split(stop)
        for piece in _JOINT.split(row)
        for breath in (_ONE_BREATH.split(piece) if len(piece.split()) > LONG_BREATH else [piece])
        if breath.strip()
    ]
    joined: list[str] = []
    for part in parts:
        if joined and (_is_short(joined[-1]) or _is_short(part)):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return [_bare(part) for part in _fewer(joined)]


def _is_short(part: str) -> bool:
    """Too short to stand alone: "hi there", "thanks"; "how much" asks something."""
    words = len(part.split())
    return words < MIN_WORDS and not (words == MIN_WORDS - 1 and asks_something(part))


def _fewer(parts: list[str]) -> list[str]:
    """A long story: its shortest neighbours share a piece, those that ask nothing first."""
    asking = [asks_something(part) for part in parts]
    while len(parts) > MAX_PIECES:
        pairs = range(len(parts) - 1)
        telling = [i for i in pairs if not (asking[i] or asking[i + 1])]
        first = min(telling or pairs, key=lambda i: len(parts[i]) + len(parts[i + 1]))
        parts[first : first + 2] = [f"{parts[first]} {parts[first + 1]}"]
        asking[first : first + 2] = [asking[first] or asking[first + 1]]
    return parts


def _bare(part: str) -> str:
    """The part without courtesies around it; as it is when nothing of substance would be left."""
    ends = _THANKS.search(part)
    kept = part[: ends.start()] + ("?" if "?" in ends.group() else "") if ends else part
    kept = _GREETING.sub("", kept).strip()
    return kept if len(kept.split()) >= MIN_WORDS else part


def asks_something(piece: str) -> bool:
    """Whether a piece is worded as a question or a wish, with or without its question mark."""
    return "?" in piece or bool(_BEGINS_ASKING.match(piece))
