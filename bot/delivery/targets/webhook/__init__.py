"""Delivers a request as signed JSON to WEBHOOK_URL.

Headers: `Idempotency-Key` (the same at every attempt) and `X-Signature: t=<unix time>,v1=<hex>`, where the hex is
HMAC-SHA256 over "<unix time>.<body>" with WEBHOOK_SECRET. Receivers compare it and refuse an old time.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from bot.delivery.errors import DeliveryRefused
from bot.delivery.models import OutboxRow

CONNECT_TIMEOUT_S = 5
READ_TIMEOUT_S = 15
# The other 4xx say that this body will never be taken; these get better once the receiver or the secret is repaired.
WORTH_ANOTHER_TRY = {401, 403, 404, 407, 408, 409, 421, 423, 425, 429}
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def check_settings() -> None:
    """Contact data travel encrypted, but to this very machine."""
    url = urlsplit(settings.WEBHOOK_URL)
    is_safe = url.scheme == "https" or (url.scheme == "http" and url.hostname in LOOPBACK)
    if not is_safe or not url.hostname:
        raise ImproperlyConfigured(
            f"WEBHOOK_URL={settings.WEBHOOK_URL!r}: write for example 'https://crm.example.org/requests'"
        )


def describe() -> str:
    """The receiver without path and query, which may hold a secret."""
    url = urlsplit(settings.WEBHOOK_URL)
    return f"webhook at {url.scheme}://{url.hostname}{f':{url.port}' if url.port else ''}"


def send(row: OutboxRow) -> None:
    """Post the row once; only a 2xx answer counts as delivered."""
    body = json.dumps({"id": str(row.id), "event": "consultation_request.created", "request": row.payload}).encode()
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": str(row.id),
        "X-Signature": sign(body, at=int(time.time()), secret=settings.WEBHOOK_SECRET),
    }
    try:
        # No redirects: contact data go nowhere but to the address that was configured. stream: the answer's body
        # is not needed and may be of any size.
        with requests.post(
            settings.WEBHOOK_URL,
            data=body,
            headers=headers,
            timeout=(CONNECT_TIMEOUT_S, READ_TIMEOUT_S),
            allow_redirects=False,
            stream=True,
        ) as response:
            status = response.status_code
    except requests.RequestException as exc:
        raise DeliveryRefused(f"no answer ({type(exc).__name__})", permanent=False) from exc
    if not 200 <= status < 300:
        is_final = 400 <= status < 500 and status not in WORTH_ANOTHER_TRY
        raise DeliveryRefused(f"answered {status}", permanent=is_final)


def sign(body: bytes, *, at: int, secret: str) -> str:
    """The X-Signature header's value."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"
