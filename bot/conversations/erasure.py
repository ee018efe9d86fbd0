"""Erases what was said in a conversation and leaves an empty tombstone; the engine is told to forget it too."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from uuid import UUID

from asgiref.sync import async_to_sync
from django.db import transaction
from django.utils import timezone

from bot.conversations import audit, engine_client, events, transcript
from bot.conversations.database import empty_write_ahead_log, in_database
from bot.conversations.errors import EngineFailed, UnderLegalHold
from bot.conversations.models import Conversation
from bot.conversations.turn_queue import turn_queue

if TYPE_CHECKING:
    from django.contrib.auth.models import User

logger = logging.getLogger(__name__)

_ENGINE_TIMEOUT_S = 2.0


@transaction.atomic
def erase(*, conversation: Conversation, by: User | None = None) -> None:
    """Delete the messages and close the conversation for good; without `by` the visitor asked for it.

    A consultation request already sent stays with the firm. Call `tell_engine` afterwards. Raises UnderLegalHold.
    """
    held = transcript.lock(conversation.id)
    if held.legal_hold:
        raise UnderLegalHold("some records must be kept")
    count, _ = held.messages.all().delete()
    held.token_digest, held.flags, held.language = "", [], ""
    held.taken_by, held.taken_at, held.erased_at = None, None, timezone.now()
    held.save(update_fields=["token_digest", "flags", "language", "taken_by", "taken_at", "erased_at"])
    audit.record(verb="conversation.erased", user=by, conversation=held, messages=count)
    events.publish(held.id, events.ERASED)
    transaction.on_commit(empty_write_ahead_log, robust=True)


async def erase_for_visitor(conversation: Conversation) -> None:
    """The visitor's own wish: behind the turn in progress, whose replies would otherwise come after the erasure."""
    async with turn_queue().place(conversation.id, may_be_refused=False):
        await in_database(erase)(conversation=conversation)
        await tell_engine(conversation)


async def tell_engine(conversation: Conversation) -> None:
    """Have the engine forget an erased conversation; when it can't be reached, `tell_engine_again` does it later."""
    if forgotten := await _forgotten_by_engine([conversation.id]):
        await in_database(_mark_forgotten)(forgotten)


def tell_engine_again(*, at_most: int = 100) -> int:
    """For the worker, every minute or so: says how many the engine forgot."""
    waiting = list(Conversation.objects.the_engine_still_knows().values_list("id", flat=True)[:at_most])
    forgotten = async_to_sync(_forgotten_by_engine)(waiting) if waiting else []
    _mark_forgotten(forgotten)
    return len(forgotten)


async def _forgotten_by_engine(ids: list[UUID]) -> list[UUID]:
    """Those that the engine confirms; it is not asked again after it failed once."""
    forgotten: list[UUID] = []
    try:
        for id_ in ids:
            await engine_client.forget(conversation=id_, timeout_s=_ENGINE_TIMEOUT_S)
            forgotten.append(id_)
    except EngineFailed as exc:
        logger.error("%d conversations are erased but not forgotten: %s", len(ids) - len(forgotten), exc)
    return forgotten


def _mark_forgotten(ids: list[UUID]) -> None:
    Conversation.objects.filter(id__in=ids).update(engine_forgot_at=timezone.now())
