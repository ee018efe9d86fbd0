"""The channel between web process and engine: one request a turn, replies and parse result in one answer.

Only bot/conversations/engine_client.py calls it, on loopback and with a shared secret: Rasa's --auth-token
does not cover channels. A button arrives as a label, never as a payload that Rasa would obey.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import os
import sys
import time
from typing import Any, Awaitable, Callable, Dict, List, Optional, Text
from uuid import UUID

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.core.lock_store import LockError
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.engine import quiet_logs
from bot.engine.nlu.parse_result import chosen
from bot.knowledge.labels import ALL

logger = logging.getLogger(__name__)

NAME = "visitor"
# Rasa waits 300 s for a hung action server, holding the conversation; the visitor gets an apology after 4 s.
TURN_TIMEOUT_S = 3.5
RANKING_LENGTH = 10
SECONDS_A_DAY = 86_400


class BadTurn(ValueError):
    """A body that is no turn; the text says why."""


class CollectedReplies(OutputChannel):
    """Keeps every reply whole: Rasa's own collector drops metadata and splits texts at blank lines."""

    def __init__(self) -> None:
        self.replies: List[Dict[Text, Any]] = []

    @classmethod
    def name(cls) -> Text:
        """The channel's name."""
        return NAME

    async def send_response(self, recipient_id: Text, message: Dict[Text, Any]) -> None:
        """Take a reply as AnswerNLG made it."""
        if not message.get("text"):
            return
        self.replies.append(
            {
                "text": message["text"],
                "buttons": [{"title": b["title"], "label": b.get("label", "")} for b in message.get("buttons") or []],
                "answer": message.get("answer"),
                "facts": message.get("facts") or [],
                "section": message.get("section") or "",
                "variation": message.get("variation") or "",
            }
        )

    async def send_text_message(self, recipient_id: Text, text: Text, **kwargs: Any) -> None:
        """Part of Rasa's interface; texts come through send_response."""
        await self.send_response(recipient_id, {"text": text})


class VisitorChannel(InputChannel):
    """The website's conversations; credentials.yml names it by module path."""

    def __init__(self, secret: Text) -> None:
        self._secret = secret

    @classmethod
    def name(cls) -> Text:
        """Part of the URL: /webhooks/visitor."""
        return NAME

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[Text, Any]]) -> VisitorChannel:
        """The secret comes from the environment; without one the channel refuses everything."""
        return cls(os.environ.get("ENGINE_SECRET", ""))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's routes."""
        routes = Blueprint("visitor_channel", __name__)

        @routes.on_request
        async def refuse_strangers(request: Request) -> Optional[HTTPResponse]:
            quiet_logs.people_type_now()
            given = request.headers.get("x-engine-secret", "")
            if not self._secret or not hmac.compare_digest(
                given.encode("utf-8", "surrogateescape"), self._secret.encode()
            ):
                return response.json({"error": "wrong secret"}, status=403)
            return None

        @routes.listener("after_server_start")
        async def end_without_a_model(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            # Rasa logs why a model could not be loaded, and would then serve without one.
            if not app.ctx.agent.is_ready():
                sys.exit("make: the model cannot be loaded (see above): run make train")

        @routes.get("/health")
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok", "model": _model_of(request)})

        @routes.post("/parse")
        async def parse(request: Request) -> HTTPResponse:
            text = (request.json or {}).get("text")
            if not isinstance(text, str):
                return response.json({"error": "text is missing"}, status=400)
            parsed = await request.app.ctx.agent.parse_message(text)
            return response.json({"parse": _public(parsed), "model": _model_of(request)})

        @routes.post("/forget")
        async def forget(request: Request) -> HTTPResponse:
            conversation = str((request.json or {}).get("conversation") or "")
            if not conversation:
                return response.json({"error": "conversation is missing"}, status=400)
            _store_of(request.app.ctx.agent).forget(conversation)
            return response.empty()

        @routes.post("/forget_before")
        async def forget_before(request: Request) -> HTTPResponse:
            days = request.json.get("days") if isinstance(request.json, dict) else None
            if type(days) is not int or days < 1:
                return response.json({"error": "days must be a whole number of 1 or more"}, status=400)
            moment = time.time() - days * SECONDS_A_DAY
            return response.json({"forgotten": _store_of(request.app.ctx.agent).forget_before(moment)})

        @routes.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            try:
                conversation, message_id, text, label = _read_turn(request.json)
            except BadTurn as exc:
                return response.json({"error": str(exc)}, status=400)
            agent = request.app.ctx.agent
            parsed = chosen(label, text) if label else await agent.parse_message(text)
            replies = CollectedReplies()
            message = UserMessage(
                text, replies, conversation, parse_data=parsed, input_channel=NAME, message_id=message_id
            )
            try:
                await asyncio.wait_for(on_new_message(message), TURN_TIMEOUT_S)
            except (asyncio.TimeoutError, LockError):
                logger.warning("conversation %s: a turn was not finished in %s s", conversation, TURN_TIMEOUT_S)
                return response.json({"error": "timeout"}, status=503)
            if not replies.replies:
                logger.error(
                    "conversation %s: a turn ended without a reply (%s)", conversation, parsed["intent"]["name"]
                )
                return response.json({"error": "no reply"}, status=503)
            return response.json({"replies": replies.replies, "parse": _public(parsed), "model": _model_of(request)})

        return routes


def _read_turn(body: Any) -> tuple[Text, Text, Text, Text]:
    """Conversation, message id, text and (for a button) label of a turn; raises BadTurn."""
    if not isinstance(body, dict):
        raise BadTurn("the body is no JSON object")
    text, label = body.get("text"), body.get("label") or ""
    try:
        conversation, message_id = str(UUID(str(body.get("conversation")))), str(UUID(str(body.get("message"))))
    except ValueError:
        raise BadTurn("conversation and message must be UUIDs") from None
    if not isinstance(text, str) or not text.strip():
        raise BadTurn("text is missing")
    if label and label not in ALL:
        raise BadTurn("no such label")
    return conversation, message_id, text, label


def _public(parsed: Dict[Text, Any]) -> Dict[Text, Any]:
    """What the transcript of record keeps of a parse result."""
    labels = parsed.get("labels") or [{"name": "out_of_scope", "confidence": 0.0}]
    return {
        "label": labels[0]["name"],
        "confidence": labels[0]["confidence"],
        "ranking": labels[:RANKING_LENGTH],
        "flags": parsed.get("flags") or [],
        "parts": parsed.get("parts") or [],
        "decision": parsed.get("decision") or "admit",
    }


def _model_of(request: Request) -> Text:
    return str(request.app.ctx.agent.model_id or "")


def _store_of(agent: Any) -> Any:
    """Our store inside Rasa's FailSafeTrackerStore."""
    store = agent.tracker_store
    return getattr(store, "_tracker_store", store)
