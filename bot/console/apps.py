"""Django's registration of this app."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Label and path of the app."""

    name = "bot.console"
    label = "console"
