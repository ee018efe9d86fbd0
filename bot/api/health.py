"""/healthz says that the process lives; /readyz whether everything that it needs works."""

from __future__ import annotations

import asyncio
import logging
import shutil
import time
from collections.abc import Awaitable
from http import HTTPStatus
from typing import Any
from uuid import UUID

import aiohttp
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from bot.conversations import engine_client
from bot.conversations.database import in_database
from bot.conversations.errors import EngineFailed
from bot.conversations.models import Conversation
from bot.delivery.models import OutboxRow

logger = logging.getLogger(__name__)

CHECK_TIMEOUT_S = 2.0
KEPT_S = 1.0  # anybody may ask, so a flood of questions costs one look a second
MIN_FREE_BYTES = 10 * 1024 * 1024
NOBODY = UUID(int=0)

Check = dict[str, Any]
_last: dict[str, Any] = {"at": -KEPT_S, "checks": {}}


async def healthz(request: HttpRequest) -> JsonResponse:
    """GET /healthz."""
    return JsonResponse({"status": "ok"})


async def readyz(request: HttpRequest) -> JsonResponse:
    """GET /readyz; 503 when anything fails."""
    if time.monotonic() - _last["at"] > KEPT_S:
        _last.update(at=time.monotonic(), checks=await look())
    checks: dict[str, Check] = _last["checks"]
    is_ready = bool(checks) and all(check["status"] == "ok" for check in checks.values())
    status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    _report_change(is_ready, checks)
    response = JsonResponse({"status": "ok" if is_ready else "failing", "checks": checks}, status=status)
    setattr(response, "_has_been_logged", True)  # noqa: B010 (Django's mark: it would log each 503 as our error)
    return response


def _report_change(is_ready: bool, checks: dict[str, Check]) -> None:
    """One line when it stops being ready and one when it is again, not one for each question; none while it starts."""
    was_ready = _last.get("was_ready")
    if was_ready and not is_ready:
        logger.error("not ready: %s", ", ".join(name for name, check in checks.items() if check["status"] != "ok"))
    if was_ready is False and is_ready:
        logger.info("ready again")
    if was_ready or is_ready:
        _last["was_ready"] = is_ready


async def look() -> dict[str, Check]:
    """All checks, at the same time."""
    checks = {
        "engine": _engine(),
        "actions": _actions(),
        "database": in_database(_database)(),
        "queue": in_database(_queue)(),
    }
    return dict(zip(checks, await asyncio.gather(*map(_in_time, checks.values())), strict=True))


async def _in_time(check: Awaitable[Check]) -> Check:
    try:
        return await asyncio.wait_for(check, CHECK_TIMEOUT_S)
    except (asyncio.TimeoutError, EngineFailed, aiohttp.ClientError, DatabaseError, InterfaceError, OSError) as exc:
        return {"status": "failing", "error": type(exc).__name__}


async def _engine() -> Check:
    return {"status": "ok", "model": await engine_client.check(timeout_s=CHECK_TIMEOUT_S)}


async def _actions() -> Check:
    async with aiohttp.ClientSession(raise_for_status=True) as session, session.get(f"{settings.ACTIONS_URL}/health"):
        pass
    return {"status": "ok"}


def _database() -> Check:
    """Changes nothing, but takes the right to: a read-only file or server refuses here."""
    Conversation.objects.filter(id=NOBODY).update(language="en")
    if connection.vendor == "sqlite" and shutil.disk_usage(settings.DATA_DIR).free < MIN_FREE_BYTES:
        return {"status": "failing", "error": "disk full"}
    return {"status": "ok"}


def _queue() -> Check:
    """Requests that do not reach the firm."""
    stuck = OutboxRow.objects.stuck(timezone.now()).count()
    return {"status": "failing" if stuck else "ok", "stuck": stuck}
