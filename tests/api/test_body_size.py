import json

import httpx
import pytest

from bot.api.body_size import MAX_API_BYTES, MAX_BYTES, bounded
from bot.asgi import application
from tests.api.test_messages import A_UUID

pytestmark = pytest.mark.anyio


@pytest.fixture
def http():
    """A client of the application as the server calls it."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://127.0.0.1")


async def post(http, visitor, content):
    headers = {**visitor.auth, "Content-Type": "application/json"}
    return await http.post(f"{visitor.url}/messages", content=content, headers=headers)


async def pieces(total):
    for _ in range(total // 1024):
        yield b" " * 1024


@pytest.mark.parametrize("path", ["/api/conversations", "{url}/messages", "/api/nowhere"])
async def test_more_than_16_kib_is_413_on_every_post(http, visitor, path):
    for content in (b"x" * (MAX_API_BYTES + 1), pieces(64 * 1024)):
        response = await http.post(path.format(url=visitor.url), content=content, headers=visitor.auth)

        expected = 404 if path == "/api/nowhere" else 413
        assert response.status_code == expected
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.headers["Cache-Control"] == "no-store"


async def test_a_large_body_closes_the_connection_unread(http, visitor):
    read = []

    async def endless():
        while True:
            read.append(1)
            yield b"x" * 1024

    response = await post(http, visitor, endless())

    assert (response.status_code, response.headers["Connection"]) == (413, "close")
    assert len(read) < 40


async def test_sixteen_kib_are_taken_in_pieces_too(http, visitor):
    body = json.dumps({"id": A_UUID, "text": "hello"}).encode()

    async def in_pieces():
        for byte in body.ljust(MAX_API_BYTES)[:200]:
            yield bytes([byte])

    assert (await post(http, visitor, in_pieces())).status_code == 200
    assert (await post(http, visitor, body.ljust(MAX_API_BYTES))).status_code == 200


async def test_escapes_count_as_the_bytes_they_are(http, visitor):
    body = json.dumps({"id": A_UUID, "text": "😀" * 2000})

    assert (await post(http, visitor, body)).status_code == 413


async def test_no_body_is_broken_json(http, visitor):
    assert (await post(http, visitor, b"")).status_code == 400


async def test_pages_have_a_limit_too(http, db):
    assert (await http.post("/staff/login/", content=b"x" * (MAX_BYTES + 1))).status_code == 413


@pytest.mark.parametrize("declared", [b"-1", b"1e9", b"\xb2", b""])
async def test_a_nonsense_length_declares_nothing(declared):
    seen = {}

    async def app(scope, receive, send):
        seen.update(scope, message=await receive())

    async def receive():
        return {"type": "http.request", "body": b"{}", "more_body": False}

    scope = {"type": "http", "path": "/api/conversations", "headers": [(b"content-length", declared)]}
    await bounded(app)(scope, receive, None)

    assert seen["message"]["body"] == b"{}"
