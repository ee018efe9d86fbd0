"""The outermost middleware: answers the chat API and the health paths, and says no-store everywhere.

Their requests never reach the staff's middleware (sessions, CSRF, login throttling): no cookie can matter to them,
and each of those layers costs two changes of thread a request. Every error leaves here as problem details.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers
from django.utils.decorators import async_only_middleware

from bot.api import problems
from bot.api.body_size import is_too_large
from bot.api.problems import Problem
from bot.conversations.errors import ConversationGone, IdUsedAgain, TooManyWaiting, UnderLegalHold, UnknownButton

logger = logging.getLogger(__name__)

Handler = Callable[[HttpRequest], Awaitable[HttpResponseBase]]
HEALTH_PATHS = frozenset({"/healthz", "/readyz"})


def is_of_the_api(path: str) -> bool:
    """Whether contract C3 speaks of this path."""
    return path == "/api" or path.startswith("/api/") or path in HEALTH_PATHS


@async_only_middleware
def front_door(get_response: Handler) -> Handler:
    """Serve the API from here, hand everything else on."""

    async def answer(request: HttpRequest) -> HttpResponseBase:
        if is_of_the_api(request.path_info):
            response = await _answer_or_problem(request)
            if isinstance(response, HttpResponse):
                response.headers["Content-Length"] = str(len(response.content))
        elif is_too_large(request):
            response = problems.too_large().response()
        else:
            response = await get_response(request)
        if is_of_the_api(request.path_info) or request.path_info.startswith(settings.STATIC_URL):
            _allow_origin(request, response)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        if request.is_secure() and settings.SECURE_HSTS_SECONDS:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}")
        return response

    return answer


async def _answer_or_problem(request: HttpRequest) -> HttpResponseBase:
    try:
        return await _answer(request)
    except Problem as problem:
        return problem.response()
    except Resolver404:
        return problems.not_found().response()
    except DisallowedHost:
        return problems.bad_request("unknown_host", "This host name is not served here.").response()
    except (DatabaseError, InterfaceError) as exc:
        logger.error("database: %s\n%s", type(exc).__name__, _where(exc))
        return problems.unavailable().response()
    except Exception as exc:  # noqa: BLE001 (the rim: whatever it is, the visitor gets a phone number)
        logger.error("unexpected: %s\n%s", type(exc).__name__, _where(exc))
        return problems.internal_error().response()


async def _answer(request: HttpRequest) -> HttpResponseBase:
    request.get_host()  # raises DisallowedHost
    view, args, kwargs = resolve(request.path_info)
    if request.method == "OPTIONS" and _is_allowed(request):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    if is_too_large(request):
        raise problems.too_large()
    try:
        response: HttpResponseBase = await view(request, *args, **kwargs)
        return response
    except ConversationGone:
        raise problems.not_found() from None
    except UnknownButton:
        raise problems.bad_request("unknown_button", "This conversation never offered that button.") from None
    except IdUsedAgain:
        raise Problem(
            HTTPStatus.CONFLICT, "id_used_again", "A message with this id and other content was sent before."
        ) from None
    except TooManyWaiting as exc:
        raise problems.too_many(exc.retry_after_s) from None
    except UnderLegalHold:
        raise Problem(
            HTTPStatus.CONFLICT,
            "legal_hold",
            f"Some records must be kept, and this chat is one. Questions: {settings.FIRM['phone']}.",
        ) from None


def _where(exc: BaseException) -> str:
    """The places in the code, without the exception's words: those may quote what somebody typed."""
    return "".join(traceback.format_tb(exc.__traceback__))


def _is_allowed(request: HttpRequest) -> bool:
    return request.headers.get("Origin") in settings.ALLOWED_ORIGINS


def _allow_origin(request: HttpRequest, response: HttpResponseBase) -> None:
    """CORS for listed origins, which load the widget's modules and use the API; its token is a header, no cookie."""
    if not settings.ALLOWED_ORIGINS:
        return
    patch_vary_headers(response, ["Origin"])
    if _is_allowed(request):
        response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
        response.headers["Access-Control-Expose-Headers"] = "Retry-After"
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "GET, POST, DELETE"
            response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type, Last-Event-ID"
            response.headers["Access-Control-Max-Age"] = "600"
