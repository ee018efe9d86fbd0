"""Rate limits for each conversation and each client address: token buckets in this process's memory.

With several web processes each counts for itself, so the limits grow with their number; they are there to stop
floods, and a fair count across processes is not worth a round trip for each message.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from math import ceil
from uuid import UUID

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from bot.api import problems
from bot.conversations.models import Conversation


@dataclass(frozen=True)
class Rate:
    """So many at once, and so many a second from then on."""

    name: str
    burst: int
    per_s: float


# A person types a message in two seconds at best. Behind one address may be an office or a jail's phone line.
MESSAGES_OF_CONVERSATION = Rate("messages.conversation", burst=30, per_s=0.5)
MESSAGES_OF_ADDRESS = Rate("messages.address", burst=240, per_s=5)
OPENINGS_OF_ADDRESS = Rate("openings.address", burst=120, per_s=2)
READS_OF_CONVERSATION = Rate("reads.conversation", burst=120, per_s=5)


def count_opening(request: HttpRequest) -> None:
    """Raises a 429 Problem when this address opens conversations too fast."""
    _take(OPENINGS_OF_ADDRESS, client_network(request))


def count_message(request: HttpRequest, conversation_id: UUID) -> None:
    """Raises a 429 Problem when this conversation or address sends too fast."""
    _take(MESSAGES_OF_CONVERSATION, conversation_id.hex)
    _take(MESSAGES_OF_ADDRESS, client_network(request))


def count_read(conversation: Conversation) -> None:
    """Raises a 429 Problem when this conversation is read too fast."""
    _take(READS_OF_CONVERSATION, conversation.id.hex)


def client_network(request: HttpRequest) -> str:
    """The client's address, of IPv6 its /64: one household has that many addresses."""
    address = request.META.get("REMOTE_ADDR", "")
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"  # a Unix socket
    return parsed.exploded[:19] if isinstance(parsed, IPv6Address) else address


def _take(rate: Rate, who: str) -> None:
    if not settings.RATE_LIMITS:
        return
    # No await between reading and writing, so the one event loop of this process makes it atomic.
    buckets, key, now = caches["limits"], f"{rate.name}.{who}", time.monotonic()
    level, filled_at = buckets.get(key, (float(rate.burst), now))
    level = min(rate.burst, level + (now - filled_at) * rate.per_s)
    if level < 1:
        raise problems.too_many(ceil((1 - level) / rate.per_s))
    buckets.set(key, (level - 1, now), timeout=ceil(rate.burst / rate.per_s))
