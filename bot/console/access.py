"""Who may enter the console, and how its pages are put together."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from bot.conversations import overview
from bot.conversations.models import Conversation
from bot.handoff.models import ConsultationRequest

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request whose user is known to be staff."""

    user: User


def staff_required(
    view: Callable[Concatenate[StaffRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Send everybody else to the login; times are shown in the firm's zone, and nothing is kept in caches."""

    @wraps(view)
    def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not (request.user.is_active and request.user.is_staff):
            return redirect_to_login(request.get_full_path())
        with timezone.override(settings.FIRM_TIME_ZONE):
            return view(cast(StaffRequest, request), *args, **kwargs)

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponse], never_cache(checked))


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A full page with the counts of the navigation."""
    return render(request, template, {"firm": settings.FIRM, "counts": counts(), **context}, status=status)


def counts() -> dict[str, int]:
    """What waits for somebody: shown on every page."""
    conversations = Conversation.objects.with_content()
    return {
        "waiting": ConsultationRequest.objects.waiting_for_staff().count(),
        "alerts": overview.alerts(conversations, timezone.now()).count(),
    }
