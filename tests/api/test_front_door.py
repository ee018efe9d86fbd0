import uuid

import pytest
from django.db import OperationalError
from django.test import AsyncClient

from tests.api.test_messages import assert_is_problem

pytestmark = pytest.mark.anyio

NO_BODY = {"content_type": "application/json"}


def every_endpoint(url):
    """Method and path of everything that needs a token."""
    return [
        ("POST", f"{url}/messages"),
        ("GET", f"{url}/messages"),
        ("GET", f"{url}/events"),
        ("GET", f"{url}/transcript.txt"),
        ("DELETE", url),
    ]


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer  ", "Basic eDp5", "token", "bearer"])
async def test_without_a_token_every_endpoint_is_401(visitor, header):
    for method, path in every_endpoint(visitor.url):
        headers = {} if header is None else {"Authorization": header}
        response = await visitor.client.generic(method, path, headers=headers)

        assert_is_problem(response, 401)
        assert response["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("token", ["x", "é", "\xff" * 3, "A" * 5000, "null", "Bearer x"])
async def test_with_a_wrong_token_every_endpoint_is_404(visitor, token):
    for method, path in every_endpoint(visitor.url):
        headers = {"Authorization": f"Bearer {token}"}
        assert_is_problem(await visitor.client.generic(method, path, headers=headers), 404)


async def test_the_stranger_gets_nothing_and_learns_nothing(visitor, stranger):
    for (method, theirs), (_, nobodys) in zip(
        every_endpoint(visitor.url), every_endpoint(f"/api/conversations/{uuid.uuid4()}"), strict=True
    ):
        foreign = await stranger.client.generic(method, theirs, headers=stranger.auth, **NO_BODY)
        missing = await stranger.client.generic(method, nobodys, headers=stranger.auth, **NO_BODY)

        assert_is_problem(foreign, 404)
        assert foreign.content == missing.content
        assert foreign.headers == missing.headers
    assert len(await visitor.transcript()) == 2


@pytest.mark.parametrize("place", ["?token=", "?access_token="])
async def test_a_token_in_the_url_or_a_cookie_opens_nothing(visitor, place):
    visitor.client.cookies["token"] = visitor.token

    assert_is_problem(await visitor.client.get(f"{visitor.url}/messages{place}{visitor.token}"), 401)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/api/conversations", "POST, OPTIONS"),
        ("{url}", "DELETE, OPTIONS"),
        ("{url}/messages", "GET, POST, HEAD, OPTIONS"),
        ("{url}/events", "GET, HEAD, OPTIONS"),
        ("{url}/transcript.txt", "GET, HEAD, OPTIONS"),
        ("/healthz", "GET, HEAD, OPTIONS"),
        ("/readyz", "GET, HEAD, OPTIONS"),
    ],
)
async def test_other_methods_are_405_with_allow(visitor, path, allowed):
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"} - set(allowed.split(", ")):
        response = await visitor.client.generic(method, path.format(url=visitor.url), headers=visitor.auth)

        assert_is_problem(response, 405)
        assert response["Allow"] == allowed


@pytest.mark.parametrize(
    "path",
    [
        "/api",
        "/api/",
        "/api/conversations/",
        "/api/conversations/x/messages",
        "/api/v2",
        "/api/%00",
        "/api/../x",
        "/api//",
    ],
)
async def test_unknown_paths_under_api_are_problems(visitor, path):
    assert_is_problem(await visitor.client.get(path), 404)


@pytest.mark.parametrize(
    "path", ["/admin/", "/metrics", "/webhooks/visitor/turn", "/model", "/status", "/conversations/x"]
)
async def test_what_is_nobodys_business_is_404(visitor, path):
    response = await visitor.client.get(path)

    assert response.status_code == 404
    assert response["Cache-Control"] == "no-store"


async def test_an_unknown_host_is_a_problem(visitor):
    assert_is_problem(await visitor.client.get("/api/conversations", headers={"Host": "evil.example"}), 400)


async def test_origins_not_listed_get_no_cors_header(visitor):
    for method in ("GET", "OPTIONS"):
        response = await visitor.client.generic(
            method, f"{visitor.url}/messages", headers={**visitor.auth, "Origin": "https://evil.example"}
        )

        assert not [name for name in response.headers if name.startswith("Access-Control")]


async def test_a_listed_origin_may_ask_and_read_errors(visitor):
    origin = {"Origin": "https://firm.example.org"}

    preflight = await visitor.client.options(f"{visitor.url}/messages", headers=origin)
    refused = await visitor.client.get(f"{visitor.url}/messages", headers=origin)

    assert preflight.status_code == 204
    assert "Authorization" in preflight["Access-Control-Allow-Headers"]
    for response in (preflight, refused):
        assert response["Access-Control-Allow-Origin"] == "https://firm.example.org"
        assert response["Vary"] == "Origin"
        assert "Access-Control-Allow-Credentials" not in response


@pytest.mark.parametrize("path", ["/static/widget/strings.js", "/static/nothing.js"])
async def test_the_widgets_files_follow_the_same_list(visitor, path):
    for origin, allowed in (("https://firm.example.org", True), ("https://evil.example", False), (None, False)):
        response = await visitor.client.get(path, headers={"Origin": origin} if origin else {})

        assert response.headers.get("Access-Control-Allow-Origin") == (origin if allowed else None)
        assert "Origin" in response.headers["Vary"]


async def test_no_cookie_is_ever_set(visitor):
    for method, path in every_endpoint(visitor.url):
        response = await visitor.client.generic(method, path, headers=visitor.auth)
        assert not response.cookies


async def test_a_database_that_is_away_is_503_with_the_phone_number(visitor, settings, monkeypatch):
    def is_away(*args, **kwargs):
        raise OperationalError("canary-value")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", is_away)
    response = await visitor.say()
    monkeypatch.undo()

    assert_is_problem(response, 503)
    assert settings.FIRM["phone"] in response.json()["detail"]
    assert (await visitor.say()).status_code == 200


async def test_a_mistake_of_ours_is_500_and_logs_no_words(visitor, monkeypatch, caplog):
    async def stumble(**kwargs):
        raise RuntimeError("can" + "ary")  # in two, because log lines quote code

    monkeypatch.setattr("bot.api.views.take_turn", stumble)

    assert_is_problem(await visitor.say(), 500)
    assert "RuntimeError" in caplog.text
    assert "canary" not in caplog.text


async def test_healthz_answers_alone():
    response = await AsyncClient().get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
