"""Where async code crosses over into the database, a small pool of threads that keep their connections; and what
erasing needs beyond deleting.

Django's own crossing gives each request a thread of its own, hence a new connection each time, and it ends with the
request; a visitor's turn goes on when the visitor is gone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import cache, partial
from typing import ParamSpec, TypeVar

from django.db import close_old_connections, connection

P = ParamSpec("P")
T = TypeVar("T")

_CONNECTION_KEPT_S = 600


def in_database(job: Callable[P, T]) -> Callable[P, Awaitable[T]]:
    """The sync job as an awaitable that runs in the pool."""

    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        close_old_connections()  # those that failed or are too old: after an outage the next job connects anew
        return job(*args, **kwargs)

    async def cross(*args: P.args, **kwargs: P.kwargs) -> T:
        # Straight into the pool: asgiref's crossing costs as much as a query, for what no job here needs.
        call = partial(copy_context().run, run, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(_pool(), call)

    return cross


@cache
def _pool() -> ThreadPoolExecutor:
    """One thread for SQLite: it has one writer anyway, and who waits for a busy file sleeps instead of being woken."""
    threads = 1 if connection.vendor == "sqlite" else 8
    return ThreadPoolExecutor(threads, thread_name_prefix="database", initializer=_keep_connection)


def empty_write_ahead_log() -> None:
    """SQLite's log still holds the deleted words; when readers are in the way, a later checkpoint does it."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 250")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute(f"PRAGMA busy_timeout = {int(connection.settings_dict['OPTIONS']['timeout'] * 1000)}")


def _keep_connection() -> None:
    # A file needs no question whether it is still there before each job.
    kept = {"CONN_MAX_AGE": _CONNECTION_KEPT_S, "CONN_HEALTH_CHECKS": connection.vendor != "sqlite"}
    connection.settings_dict = {**connection.settings_dict, **kept}
