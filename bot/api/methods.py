"""One URL, several methods: each with an async view of its own, anything else is 405 with Allow."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from bot.api.problems import Problem

View = Callable[..., Coroutine[Any, Any, HttpResponseBase]]


def methods(**views: View) -> View:
    """The view for a URL, from `GET=…, POST=…`; HEAD is answered as GET, OPTIONS with what is allowed."""
    if "GET" in views:
        views["HEAD"] = views["GET"]
    allowed = ", ".join([*views, "OPTIONS"])

    async def choose(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Allow": allowed})
        view = views.get(request.method or "")
        if view is None:
            detail = f"Allowed here: {allowed}."
            raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed", detail, Allow=allowed)
        return await view(request, **kwargs)

    return choose
