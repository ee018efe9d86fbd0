"""A small real server that speaks the chat API of design.md C3, events included, for tests of the widget alone.

It serves the demo page and the collected static files, too, and can be told to fail in the ways that networks do.
"""

from __future__ import annotations

import json
import mimetypes
import queue
import socket
import threading
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

NOTICE = (
    "I'm an automated assistant, not a lawyer or a person. I give general information, not legal advice. "
    "Chatting does not make us your lawyer. This chat is stored and staff can read it. Please don't type what happened."
)
GREETING = "Hello. You can ask how charges, evidence and court dates work in general."
NEUTRAL_PAGE = "<!doctype html><html lang=en><title>Weather</title><p>Sunny.</p></html>"


@dataclass
class Request:
    """One request as the server saw it."""

    method: str
    path: str
    headers: dict[str, str]
    body: dict


@dataclass
class Conversation:
    """A transcript, the tokens that open it, and the streams that follow it."""

    token: str
    messages: list[dict] = field(default_factory=list)
    replies: dict[str, list[dict]] = field(default_factory=dict)
    streams: list[queue.Queue] = field(default_factory=list)


def a_message(text, *, from_="bot", id=None, buttons=(), answer=None, sources=(), staff=None):
    """A message with every key of the contract."""
    return {
        "id": id or str(uuid.uuid4()),
        "at": datetime.now(timezone.utc).isoformat(),
        "from": from_,
        "text": text,
        "buttons": [{"id": str(uuid.uuid4()), "title": title} for title in buttons],
        "answer": answer,
        "sources": list(sources),
        "staff": {"name": staff} if staff else None,
    }


class ApiDouble:
    """The server; `answers` maps a text or a button's title to a list of keyword arguments for `a_message`."""

    def __init__(self, page: str, page_headers: dict[str, str], static_root: Path):
        self.page = page
        self.page_headers = page_headers
        self.static_root = static_root
        self.answers: dict[str, list[dict]] = {}
        self.conversations: dict[str, Conversation] = {}
        self.requests: list[Request] = []
        # What happens to the next POSTs of messages: a status, "drop" (no answer, nothing stored) or
        # "lose the answer" (stored, but the answer never arrives).
        self.failures: list[int | str] = []
        self.is_down = False
        # Cleared by a test that wants to see what the visitor sees while an answer is on its way.
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.lock = threading.RLock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(self))
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    @contextmanager
    def running(self):
        """Serve until the block ends."""
        thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield self
        finally:
            self.may_answer.set()
            self.break_streams()
            self.server.shutdown()
            thread.join()
            self.server.server_close()

    @property
    def conversation(self) -> Conversation:
        """The newest conversation."""
        return list(self.conversations.values())[-1]

    def sent(self) -> list[dict]:
        """The bodies of all messages that visitors tried to send."""
        return [r.body for r in self.requests if r.method == "POST" and r.path.endswith("/messages")]

    def open(self) -> dict:
        """Begin a conversation."""
        with self.lock:
            conversation = Conversation(token=uuid.uuid4().hex)
            conversation.messages = [a_message(NOTICE), a_message(GREETING, answer="greet")]
            key = str(uuid.uuid4())
            self.conversations[key] = conversation
            return {"conversation": key, "token": conversation.token, "messages": conversation.messages}

    def take(self, conversation: Conversation, body: dict) -> list[dict]:
        """Store a visitor's message once, answer it, tell the streams."""
        with self.lock:
            if body["id"] in conversation.replies:
                return conversation.replies[body["id"]]
            text = body.get("text") or self._title(conversation, body["button"])
            replies = [a_message(**answer) for answer in self.answers.get(text, [{"text": f"You said: {text}"}])]
            conversation.replies[body["id"]] = replies
            for message in [a_message(text, from_="visitor", id=body["id"]), *replies]:
                self.add(message, conversation)
            return replies

    def add(self, message: dict, conversation: Conversation | None = None) -> None:
        """Put a message into the transcript and onto the streams."""
        with self.lock:
            conversation = conversation or self.conversation
            conversation.messages.append(message)
            self.publish("message", message, conversation)

    def publish(self, event: str, data: dict, conversation: Conversation | None = None) -> None:
        """Send an event to everybody who follows the conversation."""
        for stream in (conversation or self.conversation).streams:
            stream.put((event, data))

    def take_over(self, name: str) -> None:
        """Staff join, as handoff/takeover.py tells it."""
        self.add(a_message(f"{name} from the office has joined the chat.", from_="system"))
        self.publish("takeover", {"staff": {"name": name}})

    def release(self, name: str) -> None:
        """Staff leave."""
        self.add(a_message(f"{name} has left the chat. The automated assistant answers again.", from_="system"))
        self.publish("released", {})

    def break_streams(self) -> None:
        """End every open stream, as a proxy or a bad network does."""
        with self.lock:
            for conversation in self.conversations.values():
                for stream in conversation.streams:
                    stream.put(None)
                conversation.streams = []

    @staticmethod
    def _title(conversation: Conversation, button_id: str) -> str:
        given = {b["id"]: b["title"] for m in conversation.messages for b in m["buttons"]}
        return given[button_id]


def _handler_for(double: ApiDouble) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Routes of the demo page, static files and the API."""

        # HTTP/1.0: a connection for each request. On one used before, Chromium would repeat a POST by itself.
        def log_message(self, *args):
            """Quiet."""

        def do_GET(self):
            parts = self.record()
            if self.path.split("?")[0] == "/":
                return self.reply(200, double.page.encode(), double.page_headers)
            if self.path == "/neutral":
                return self.reply(200, NEUTRAL_PAGE.encode(), {"Content-Type": "text/html"})
            if parts[0] == "static":
                return self.static_file()
            conversation = self.allowed(parts)
            if conversation is None:
                return None
            if parts[3] == "events":
                return self.stream(conversation)
            if parts[3] == "transcript.txt":
                text = "\n".join(f"{m['from']}: {m['text']}" for m in conversation.messages)
                return self.reply(200, text.encode(), {"Content-Type": "text/plain; charset=utf-8"})
            return self.json(200, {"messages": conversation.messages})

        def do_POST(self):
            parts = self.record()
            if double.is_down:
                return self.hang_up()
            if len(parts) == 2:
                return self.json(201, double.open())
            conversation = self.allowed(parts)
            if conversation is None:
                return None
            failure = double.failures.pop(0) if double.failures else None
            if failure == "drop":
                return self.hang_up()
            if isinstance(failure, int):
                return self.json(failure, {"title": "no"}, {"Retry-After": "7"} if failure == 429 else {})
            body = double.requests[-1].body
            double.may_answer.wait(10)
            replies = double.take(conversation, body)
            if failure == "lose the answer":
                return self.hang_up()
            return self.json(200, {"messages": replies})

        def do_DELETE(self):
            parts = self.record()
            if self.allowed(parts) is not None:
                double.break_streams()
                del double.conversations[parts[2]]
                self.reply(204, b"", {})

        def record(self):
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else {}
            double.requests.append(Request(self.command, self.path, dict(self.headers), body))
            return self.path.strip("/").split("/")

        def allowed(self, parts):
            if double.is_down:
                return self.hang_up()
            conversation = double.conversations.get(parts[2]) if parts[:2] == ["api", "conversations"] else None
            if conversation is None or self.headers.get("Authorization") != f"Bearer {conversation.token}":
                return self.json(404, {"title": "Not found"})
            return conversation

        def stream(self, conversation):
            mine: queue.Queue = queue.Queue()
            with double.lock:
                ids = [m["id"] for m in conversation.messages]
                last = self.headers.get("Last-Event-ID")
                missed = conversation.messages[ids.index(last) + 1 if last in ids else 0 :] if last else []
                for message in missed:
                    mine.put(("message", message))
                conversation.streams.append(mine)
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            try:
                self.wfile.write(b": hello\n\n")
                while (item := mine.get()) is not None:
                    event, data = item
                    number = f"id: {data['id']}\n" if event == "message" else ""
                    self.wfile.write(f"event: {event}\n{number}data: {json.dumps(data)}\n\n".encode())
            except OSError:
                pass  # The visitor has gone.

        def static_file(self):
            path = (double.static_root / self.path.removeprefix("/static/")).resolve()
            if not path.is_file() or double.static_root.resolve() not in path.parents:
                return self.reply(404, b"", {})
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return self.reply(200, path.read_bytes(), {"Content-Type": kind})

        def json(self, status, data, headers=None):
            kind = "application/json" if status < 400 else "application/problem+json"
            self.reply(status, json.dumps(data).encode(), {"Content-Type": kind, **(headers or {})})

        def reply(self, status, body, headers):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def hang_up(self):
            self.connection.shutdown(socket.SHUT_RDWR)

    return Handler
