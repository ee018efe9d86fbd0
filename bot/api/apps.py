"""Django's registration of this app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Label and path of the app."""

    name = "bot.api"
    label = "api"
