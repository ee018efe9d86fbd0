"""The cast of the tests (visitor, stranger) and the engine's double; the environment is set in tests/settings.py."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from asgiref.sync import SyncToAsync
from django.db import connections

from benchmarks.stack import Stack
from bot.conversations import database
from tests.engine_double import EngineDouble
from tests.factories import Visitor, a_conversation


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """Let go of the threads' connections before the test database is dropped: PostgreSQL insists."""
    yield
    pool = database._pool()
    everyone = threading.Barrier(pool._max_workers)

    def let_go():
        everyone.wait()  # so that each thread takes one of these jobs
        connections.close_all()

    for _ in range(pool._max_workers):
        pool.submit(let_go)
    pool.shutdown()
    SyncToAsync.single_thread_executor.submit(connections.close_all).result()


@pytest.fixture(autouse=True)
def plain_event_loop():
    """Importing Rasa imports a Telegram library that puts uvloop in place for the whole process, Django's tests too."""
    if not isinstance(asyncio.get_event_loop_policy(), asyncio.DefaultEventLoopPolicy):
        asyncio.set_event_loop_policy(asyncio.DefaultEventLoopPolicy())


@pytest.fixture
def anyio_backend():
    """Async tests (`pytestmark = pytest.mark.anyio`) run in asyncio, as the web process does."""
    return "asyncio"


@pytest.fixture
def engine(settings):
    """An engine that speaks the channel's contract over HTTP and does what the test wants."""
    with EngineDouble(secret=settings.ENGINE_SECRET) as double:
        settings.ENGINE_URL = double.url
        yield double


@pytest.fixture
def visitor(transactional_db, engine):
    """A visitor with a conversation just opened."""
    return Visitor(a_conversation())


@pytest.fixture
def stranger(transactional_db):
    """Somebody with a conversation and token of their own, who must not get at the visitor's."""
    return Visitor(a_conversation())


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The four real processes with the trained model, on free ports and in a folder of their own."""
    with Stack() as running:
        yield running
