"""Every URL of the web process. Django's admin is not among them."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("bot.api.urls")),
    path("", include("bot.widget.urls")),
    path("staff/", include("bot.console.urls")),
]
