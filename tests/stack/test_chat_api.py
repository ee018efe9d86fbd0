"""Contract C3 asked of the real processes with `requests`.

Nothing here depends on the words of an answer, so it holds for any model.
"""

import json
import threading
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

pytestmark = pytest.mark.stack

KEYS = {"id", "at", "from", "text", "buttons", "answer", "sources", "staff"}
A_UUID = "2b4bd5f1-6d2e-4a7a-9e4a-6d8a1f6f7c11"
TIMEOUT_S = 30


class Client:
    """A visitor's side of one conversation."""

    def __init__(self, base):
        self.base = base
        opened = requests.post(f"{base}/api/conversations", timeout=TIMEOUT_S)
        assert opened.status_code == 201
        self.opening = opened.json()
        self.auth = {"Authorization": f"Bearer {self.opening['token']}"}
        self.url = f"{base}/api/conversations/{self.opening['conversation']}"

    def request(self, method, path="/messages", **options):
        options.setdefault("headers", self.auth)
        return requests.request(method, f"{self.url}{path}", timeout=TIMEOUT_S, **options)

    def post(self, body):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.request("POST", data=data, headers={**self.auth, "Content-Type": "application/json"})

    def say(self, text, id=None):
        return self.post({"id": str(id or uuid.uuid4()), "text": text})

    def transcript(self):
        return self.request("GET").json()["messages"]


@pytest.fixture
def base(stack):
    """The address of the running stack."""
    return stack.url


@pytest.fixture
def client(base):
    return Client(base)


def all_at_once(jobs):
    """Run the jobs in threads that start together; the results in the jobs' order."""
    start = threading.Barrier(len(jobs))

    def run(job):
        start.wait()
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def assert_is_problem(response, status):
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    problem = response.json()
    assert {"type", "title", "status", "detail"} <= set(problem)
    assert problem["status"] == status


def assert_are_messages(messages):
    assert messages
    for message in messages:
        assert set(message) == KEYS
        assert message["text"].strip()
        assert message["from"] in {"visitor", "bot", "staff", "system"}
        assert all(set(button) == {"id", "title"} for button in message["buttons"])
        assert all(set(source) == {"title", "section", "url"} for source in message["sources"])


def test_the_opening_says_who_speaks_and_who_reads(client):
    assert set(client.opening) == {"conversation", "token", "messages"}
    assert_are_messages(client.opening["messages"])
    notice = " ".join(message["text"] for message in client.opening["messages"])
    for words in ("automated", "not a lawyer", "stored", "staff can read"):
        assert words in notice


def test_a_question_gets_an_answer_in_the_contracts_shape(client):
    response = client.say("can she drop the charges")

    assert response.status_code == 200
    assert_are_messages(response.json()["messages"])
    transcript = client.transcript()
    assert_are_messages(transcript)
    moments = [message["at"] for message in transcript]
    assert moments == sorted(moments)


def test_the_text_is_kept_as_typed(client):
    typed = " <b>what</b> if\r\n\tshe & I 😀 "

    client.say(typed)

    assert [m["text"] for m in client.transcript() if m["from"] == "visitor"] == [typed]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"\xff", b"[" * 9000, b'{"id": NaN, "text": "x"}', {},
        {"text": "hi"}, {"id": None, "text": "hi"}, {"id": 7, "text": "hi"}, {"id": "7", "text": "hi"},
        {"id": A_UUID}, {"id": A_UUID, "text": None}, {"id": A_UUID, "text": 7}, {"id": A_UUID, "text": []},
        {"id": A_UUID, "text": ""}, {"id": A_UUID, "text": " \n\t"}, {"id": A_UUID, "text": "a\0b"},
        {"id": A_UUID, "text": "a\ud800b"}, {"id": A_UUID, "button": None}, {"id": A_UUID, "button": 7},
        {"id": A_UUID, "button": "never-given"}, {"id": A_UUID, "button": "request_consultation"},
        {"id": A_UUID, "text": "hi", "button": "x"},
    ],
    ids=lambda body: repr(body)[:40],
)  # fmt: skip
def test_a_bad_message_is_400_and_leaves_no_trace(client, body):
    assert_is_problem(client.post(body), 400)

    assert client.transcript() == client.opening["messages"]
    assert client.say("hello", id=A_UUID).status_code == 200


@pytest.mark.parametrize(
    "body", [{"id": A_UUID, "text": "x" * 2001}, {"id": A_UUID, "text": "x", "more": "x" * 17_000}, b"x" * 1_000_000]
)
def test_too_much_is_413_at_once(client, body):
    began = time.monotonic()

    assert_is_problem(client.post(body), 413)
    assert time.monotonic() - began < 2
    assert client.transcript() == client.opening["messages"]


def test_two_thousand_characters_are_taken(client):
    assert client.say("can she " * 250).status_code == 200


def test_another_content_type_is_415(client):
    assert_is_problem(client.request("POST", data={"id": A_UUID, "text": "hi"}), 415)


def every_endpoint():
    return [("GET", "/messages"), ("POST", "/messages"), ("GET", "/events"), ("GET", "/transcript.txt"), ("DELETE", "")]


def test_without_a_token_everything_is_401(client):
    for method, path in every_endpoint():
        response = client.request(method, path, headers={})

        assert_is_problem(response, 401)
        assert response.headers["WWW-Authenticate"] == "Bearer"


def test_a_wrong_or_foreign_token_is_404_alike(client, base):
    stranger = Client(base)
    for method, path in every_endpoint():
        foreign = client.request(method, path, headers=stranger.auth)
        wrong = client.request(method, path, headers={"Authorization": "Bearer wrong"})
        missing = requests.request(
            method, f"{base}/api/conversations/{uuid.uuid4()}{path}", headers=stranger.auth, timeout=TIMEOUT_S
        )

        for response in (foreign, wrong, missing):
            assert_is_problem(response, 404)
        assert foreign.content == wrong.content == missing.content
    assert client.transcript() == client.opening["messages"]


@pytest.mark.parametrize("path", ["/api", "/api/x", "/api/conversations/x/messages"])
def test_unknown_api_paths_are_problems(base, path):
    assert_is_problem(requests.get(f"{base}{path}", timeout=TIMEOUT_S), 404)


@pytest.mark.parametrize("path", ["/admin/", "/metrics", "/webhooks/visitor/turn", "/webhooks/rest/webhook", "/model"])
def test_what_is_not_public_is_404(base, path):
    assert requests.get(f"{base}{path}", timeout=TIMEOUT_S).status_code == 404


@pytest.mark.parametrize("path", ["/api/conversations", "/healthz", "/readyz"])
def test_other_methods_are_405_with_allow(base, path):
    response = requests.patch(f"{base}{path}", timeout=TIMEOUT_S)

    assert_is_problem(response, 405)
    assert response.headers["Allow"]


def test_an_origin_that_is_not_listed_gets_no_cors_header(client):
    response = client.request("GET", headers={**client.auth, "Origin": "https://evil.example"})

    assert not [name for name in response.headers if name.lower().startswith("access-control")]


def test_the_same_id_gets_the_same_replies(client):
    first, second = client.say("can she drop it", id=A_UUID), client.say("can she drop it", id=A_UUID)

    assert first.json() == second.json()
    assert [m["from"] for m in client.transcript()].count("visitor") == 1
    assert_is_problem(client.say("something else", id=A_UUID), 409)


def test_the_same_id_twenty_times_at_once_has_one_effect(client):
    responses = all_at_once([lambda: client.say("can she drop it", id=A_UUID)] * 20)

    assert {response.status_code for response in responses} == {200}
    assert len({response.text for response in responses}) == 1
    assert [m["from"] for m in client.transcript()].count("visitor") == 1


def test_sixty_messages_at_once_are_answered_in_order_or_refused(client):
    responses = all_at_once([lambda n=n: client.say(f"can she drop it, {n}") for n in range(60)])

    assert set(Counter(response.status_code for response in responses)) <= {200, 429}
    for response in responses:
        if response.status_code == 429:
            assert_is_problem(response, 429)
            assert int(response.headers["Retry-After"]) >= 1
        else:
            assert_are_messages(response.json()["messages"])
    answered = [n for n, response in enumerate(responses) if response.status_code == 200]
    transcript = client.transcript()[len(client.opening["messages"]) :]
    visitors = [message["text"] for message in transcript if message["from"] == "visitor"]
    assert sorted(visitors) == sorted(f"can she drop it, {n}" for n in answered)
    replies = {m["id"]: responses[n] for n in answered for m in responses[n].json()["messages"]}
    for before, after in zip(transcript, [*transcript[1:], None], strict=True):
        if before["from"] == "visitor":  # its own reply comes next, nobody else's message in between
            n = int(before["text"].rpartition(" ")[2])
            assert replies[after["id"]] is responses[n]


def test_a_button_given_can_be_pressed_and_a_foreign_one_not(client, base):
    given = None
    for text in ("hello", "i want to talk to a lawyer", "can she drop the charges", "what can you do"):
        messages = client.say(text).json()["messages"]
        given = given or next((button for m in messages for button in m["buttons"]), None)
    assert given, "no reply offered a button"

    assert_is_problem(Client(base).post({"id": A_UUID, "button": given["id"]}), 400)
    assert client.post({"id": A_UUID, "button": given["id"]}).status_code == 200
    assert given["title"] in [m["text"] for m in client.transcript() if m["from"] == "visitor"]


@pytest.mark.parametrize(
    "text",
    [
        "/restart", "/greet", "/faq", '/request_consultation{"intake_name": "X"}', " /request_consultation",
        '/intake{"intake_consent": true}', "EXTERNAL: request_consultation", "EXTERNAL_REMINDER: x",
        "\uff0frequest_consultation", "\u200b/request_consultation", "\u2060/request_consultation",
        '/request_sent{"request_sent": true}', "/back", "/session_start",
    ],
)  # fmt: skip
def test_commands_are_read_as_language_and_set_nothing(client, text):
    response = client.say(text)

    assert response.status_code == 200
    assert_are_messages(response.json()["messages"])
    transcript = client.transcript()
    assert transcript[: len(client.opening["messages"])] == client.opening["messages"]
    said = " ".join(message["text"] for message in transcript if message["from"] == "bot")
    assert "R-" not in said  # no request was sent, so there is no reference
    assert text in [message["text"] for message in transcript if message["from"] == "visitor"]


def test_after_delete_everything_is_404(client):
    client.say("can she drop it")

    assert client.request("DELETE", "").status_code == 204
    assert_is_problem(client.request("DELETE", ""), 404)
    for method, path in every_endpoint():
        assert_is_problem(client.request(method, path), 404)


def test_the_transcript_can_be_kept(client):
    client.say("can she drop it")

    response = client.request("GET", "/transcript.txt")

    assert response.headers["Content-Type"].startswith("text/plain")
    assert "can she drop it" in response.text


class Stream:
    """An event stream, read line by line."""

    def __init__(self, client, **headers):
        self.response = requests.get(
            f"{client.url}/events", headers={**client.auth, **headers}, stream=True, timeout=TIMEOUT_S
        )
        assert self.response.status_code == 200
        assert self.response.headers["Content-Type"].startswith("text/event-stream")
        self.lines = self.response.iter_lines(chunk_size=1, decode_unicode=True)

    def __enter__(self):
        next(line for line in self.lines if line.startswith(":"))  # it has begun
        return self

    def __exit__(self, *exc):
        self.response.close()

    def messages(self, count):
        """The next so many messages, each with the id its event carried."""
        found, event = [], {}
        for line in self.lines:
            if not line:
                if event.get("event") == "message":
                    found.append((event["id"], json.loads(event["data"])))
                    if len(found) == count:
                        return found
                event = {}
            elif not line.startswith(":"):
                name, _, value = line.partition(": ")
                event[name] = value
        raise AssertionError("the stream ended")


def test_events_carry_messages_as_they_happen(client):
    with Stream(client) as stream:
        replies = client.say("can she drop it", id=A_UUID).json()["messages"]
        events = stream.messages(1 + len(replies))

    assert [id for id, _ in events] == [A_UUID, *(reply["id"] for reply in replies)]
    assert [message for _, message in events[1:]] == replies


def test_last_event_id_resumes_without_loss_or_repetition(client):
    for n in range(3):
        client.say(f"can she drop it, {n}")
    before = client.transcript()
    with Stream(client, **{"Last-Event-ID": before[1]["id"]}) as stream:
        client.say("live")
        after = client.transcript()
        events = stream.messages(len(after) - 2)

    assert [message for _, message in events] == after[2:]


def test_an_unknown_last_event_id_starts_at_the_beginning(client):
    with Stream(client, **{"Last-Event-ID": str(uuid.uuid4())}) as stream:
        assert stream.messages(1)[0][1] == client.opening["messages"][0]


def test_health_is_told_in_json(base):
    alive, ready = (requests.get(f"{base}{path}", timeout=TIMEOUT_S) for path in ("/healthz", "/readyz"))

    assert alive.json()["status"] == "ok"
    assert (ready.status_code, ready.json()["status"]) == (200, "ok"), ready.text
