"""Text as the encoders want it: what carries no meaning for the label is folded, the rest stays as typed.

Used alike in training and at run time; the transcript keeps the visitor's own text.
"""

from __future__ import annotations

import re
import unicodedata

MAX_CHARACTERS = 2000  # C3's limit; encoding 16,000 characters would hold everybody up for 228 ms

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "\u00a0": " ", "¿": " ", "¡": " "})
_REPEATED = re.compile(r"(\w)\1{2,}")
_SPACE = re.compile(r"\s+")
_GLUED = re.compile(r"(?<=[a-z]{2})([.?!,])(?=[A-Za-z]{2})")  # "no spaces after stops"
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060-\u2064\ufeff]")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
# Web and mail addresses keep their dots.
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")


def fold(text: str) -> str:
    """The text with plain quotes, single blanks, at most two equal letters in a row and spaces after stops."""
    text = unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]).translate(_APOSTROPHES)
    text = _INVISIBLE.sub("", text).replace("\0", " ")
    text = _REPEATED.sub(r"\1\1", text)
    if not _ADDRESS.search(text):
        text = _GLUED.sub(r"\1 ", text)
    text = _SPACE.sub(" ", text).strip()
    letters = [c for c in text if c.isalpha()]
    if len(letters) > 5 and sum(c.isupper() for c in letters) > 0.7 * len(letters):
        text = text.lower()
    return text


def words(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return [w.lower() for w in _WORD.findall(text)]
