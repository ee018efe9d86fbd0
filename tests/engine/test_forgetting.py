"""The engine's own state goes when its days are over, and leaves nothing behind in SQLite's files."""

import json
import time
import uuid

import pytest

from bot.engine.dialogue import tracker_store
from bot.engine.dialogue.tracker_store import SnapshotTrackerStore
from tests.engine.trained import a_domain

pytestmark = pytest.mark.anyio
DOMAIN = "version: '3.1'\nslots:\n  name:\n    type: text\n    mappings: [{type: custom}]\n"


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.delenv("ENGINE_DATABASE_URL", raising=False)
    tracker_store._cache.clear()
    return SnapshotTrackerStore(a_domain(DOMAIN), host=f"sqlite:///{tmp_path / 'engine.sqlite3'}")


async def say(store, conversation, text):
    from rasa.shared.core.events import UserUttered

    tracker = await store.get_or_create_tracker(conversation)
    tracker.update(UserUttered(text))
    await store.save(tracker)


def files_hold(folder, words):
    return any(words in path.read_bytes() for path in folder.glob("engine.sqlite3*"))


async def test_what_is_forgotten_cannot_be_read_out_of_the_file(store, tmp_path):
    for number in range(20):
        await say(store, "c-1", f"canary-in-the-file {number} " * 50)
        await say(store, "c-2", "somebody else")
    assert files_hold(tmp_path, b"canary-in-the-file")

    store.forget("c-1")

    assert not files_hold(tmp_path, b"canary-in-the-file")
    assert files_hold(tmp_path, b"somebody else")


async def test_what_is_old_goes_from_the_files_and_from_memory(store, tmp_path):
    await say(store, "c-old", "canary-in-the-file")
    before = time.time()
    await say(store, "c-new", "somebody else")

    assert store.forget_before(before) == 1
    assert store.forget_before(before) == 0

    assert not files_hold(tmp_path, b"canary-in-the-file")
    assert list(tracker_store._cache) == ["c-new"]
    assert await store.retrieve("c-old") is None
    assert await store.retrieve("c-new") is not None


# Over HTTP


@pytest.mark.model
@pytest.mark.parametrize(
    "body", [{}, [], None, {"days": 0}, {"days": -3}, {"days": "30"}, {"days": 1.5}, {"days": True}]
)
def test_days_that_are_none_get_400(engine_server, body):
    status, answer = engine_server.ask("forget_before", body if body is not None else b"null")

    assert status == 400
    assert json.loads(answer)["error"]


@pytest.mark.model
def test_a_conversation_of_today_is_kept(engine_server):
    conversation = str(uuid.uuid4())
    turn = {"conversation": conversation, "message": str(uuid.uuid4()), "text": "i want to talk to a lawyer"}
    engine_server.ask("turn", turn)

    status, answer = engine_server.ask("forget_before", {"days": 1})

    assert (status, json.loads(answer)) == (200, {"forgotten": 0})
    form = json.loads(engine_server.ask("turn", {**turn, "message": str(uuid.uuid4()), "text": "myself"})[1])
    assert form["replies"]


@pytest.mark.model
def test_the_secret_is_needed(engine_server):
    assert engine_server.ask("forget_before", {"days": 1}, "wrong")[0] == 403
