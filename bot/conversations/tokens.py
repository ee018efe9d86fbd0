"""The secret that opens one conversation: shown once to the visitor's browser, kept as a digest."""

from __future__ import annotations

import hashlib
import hmac
import secrets


def new_token() -> str:
    """A fresh token of 256 random bits."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What the database keeps; a plain hash is enough for a secret that nobody can guess."""
    return hashlib.sha256(token.encode()).hexdigest()


def opens(token: str, token_digest: str) -> bool:
    """Whether the token belongs to the digest, in constant time; an erased conversation's empty one opens to none."""
    return hmac.compare_digest(digest(token), token_digest)
