import logging
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import OperationalError, connection
from django.test import AsyncClient
from django.utils import timezone

from bot.api import health
from bot.delivery.models import OutboxRow

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def fresh_look(monkeypatch):
    monkeypatch.setattr(health, "_last", {"at": -health.KEPT_S, "checks": {}})
    monkeypatch.setattr(health, "KEPT_S", 0)


@pytest.fixture
def actions(settings):
    """An action server that is well."""

    class Well(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/health" else 404)
            self.end_headers()

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Well) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        settings.ACTIONS_URL = f"http://127.0.0.1:{server.server_port}"
        yield
        server.shutdown()


async def ready():
    response = await AsyncClient().get("/readyz")
    return response.status_code, response.json()


async def test_ready_when_everything_is_fine(transactional_db, engine, actions):
    status, body = await ready()

    assert (status, body["status"]) == (200, "ok")
    assert set(body["checks"]) == {"engine", "actions", "database", "queue"}
    assert body["checks"]["engine"] == {"status": "ok", "model": "double-1"}


@pytest.mark.parametrize(("name", "url"), [("engine", "ENGINE_URL"), ("actions", "ACTIONS_URL")])
async def test_not_ready_when_a_process_is_down(transactional_db, engine, actions, settings, name, url):
    setattr(settings, url, "http://127.0.0.1:9")

    status, body = await ready()

    assert (status, body["status"], body["checks"][name]["status"]) == (503, "failing", "failing")
    assert [check["status"] for check in body["checks"].values()].count("ok") == 3


async def test_not_ready_when_the_database_takes_nothing(transactional_db, engine, actions, monkeypatch):
    def is_read_only(self, sql, params=None):
        if sql.startswith("UPDATE"):
            raise OperationalError("attempt to write a readonly database")
        return execute(self, sql, params)

    from django.db.backends.utils import CursorWrapper

    execute = CursorWrapper.execute
    monkeypatch.setattr(CursorWrapper, "execute", is_read_only)

    status, body = await ready()

    assert (status, body["checks"]["database"]["error"]) == (503, "OperationalError")


async def test_not_ready_when_the_disk_is_full(transactional_db, engine, actions, monkeypatch):
    if connection.vendor != "sqlite":
        pytest.skip("another server's disk is its own affair")
    monkeypatch.setattr(health, "MIN_FREE_BYTES", 10**18)

    assert (await ready())[1]["checks"]["database"] == {"status": "failing", "error": "disk full"}


async def test_not_ready_when_a_request_is_stuck(stuck_row, engine, actions):
    status, body = await ready()

    assert (status, body["checks"]["queue"]) == (503, {"status": "failing", "stuck": 1})


async def test_only_changes_are_logged_and_none_while_it_starts(transactional_db, engine, actions, settings, caplog):
    url, away = settings.ENGINE_URL, "http://127.0.0.1:9"

    with caplog.at_level(logging.INFO):
        for settings.ENGINE_URL in (away, away, url, url, away, away, url):
            await ready()

    assert [record.getMessage() for record in caplog.records] == ["not ready: engine", "ready again"]


@pytest.fixture
def stuck_row(transactional_db):
    long_ago = timezone.now() - timedelta(hours=1)
    return OutboxRow.objects.create(target="email", reference="R-TEST", created_at=long_ago)
