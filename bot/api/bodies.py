"""Reads what clients send: JSON bodies, checked down to the last code point before anything is stored."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, NoReturn
from uuid import UUID

from django.http import HttpRequest

from bot.api import problems
from bot.api.problems import Problem

MAX_CODE_POINTS = 2_000
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})


@dataclass(frozen=True)
class SentMessage:
    """A visitor's message: a text or the id of a button, never both."""

    id: UUID
    text: str | None
    button: str | None

    @classmethod
    def from_request(cls, request: HttpRequest) -> SentMessage:
        """Parse the body; raises a Problem that names what is wrong."""
        body = read_object(request)
        if ("text" in body) == ("button" in body):
            raise problems.bad_request("text_or_button", "Send either text or button.")
        text = _string(body, "text") if "text" in body else None
        if text is not None:
            _check_text(text)
        button = _string(body, "button") if "button" in body else None
        return cls(_uuid(body), text, button)


def read_object(request: HttpRequest) -> dict[str, Any]:
    """The body as a JSON object; unknown keys are the caller's to ignore."""
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    if request.content_type != "application/json" or charset not in {"utf-8", "utf8"}:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not_json", "Send application/json in UTF-8.")
    try:
        body = json.loads(request.body.decode(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise problems.bad_request("broken_json", "The body is no JSON.") from None
    if not isinstance(body, dict):
        raise problems.bad_request("no_object", "The body must be a JSON object.")
    return body


def read_nothing(request: HttpRequest) -> None:
    """No body, or an object that says nothing we know."""
    if request.body:
        read_object(request)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _string(body: dict[str, Any], key: str) -> str:
    value = body[key]
    if not isinstance(value, str):
        raise problems.bad_request("wrong_type", f"{key} must be a string.")
    if "\0" in value or _SURROGATE.search(value):
        raise problems.bad_request("bad_character", f"{key} holds U+0000 or half of a surrogate pair.")
    return value


def _uuid(body: dict[str, Any]) -> UUID:
    if "id" not in body:
        raise problems.bad_request("no_id", "id is missing: give each message a UUID of its own.")
    if not _UUID.fullmatch(value := _string(body, "id")):
        raise problems.bad_request("bad_id", "id must be a UUID.")
    return UUID(value)


def _check_text(text: str) -> None:
    if len(text) > MAX_CODE_POINTS:
        raise problems.too_large()
    if all(unicodedata.category(character) in _INVISIBLE for character in text):
        raise problems.bad_request("blank_text", "text is blank.")
