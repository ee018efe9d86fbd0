import logging

import pytest

from bot.conversations import retention
from bot.conversations.database import in_database
from bot.conversations.housekeeping import keep_house

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def a_new_worker(monkeypatch):
    monkeypatch.setattr(retention, "_has_asked", type(retention._has_asked)())


async def test_the_engine_forgets_what_is_older_than_the_conversations_may_be(transactional_db, engine, settings):
    settings.RETENTION_DAYS = 12

    await in_database(keep_house)()

    assert engine.forgotten_days == [12]


async def test_an_engine_that_is_down_is_mentioned_once_it_should_have_started(
    transactional_db, engine, settings, caplog
):
    settings.ENGINE_URL = "http://127.0.0.1:9"

    with caplog.at_level(logging.INFO):
        await in_database(keep_house)()
        assert caplog.text == ""
        await in_database(keep_house)()

    assert "the engine keeps old conversations for now: forget_before: ClientConnectorError" in caplog.text
