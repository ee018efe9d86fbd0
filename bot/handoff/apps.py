"""Django's registration of this app."""

from django.apps import AppConfig


class HandoffConfig(AppConfig):
    """Label and path of the app."""

    name = "bot.handoff"
    label = "handoff"
