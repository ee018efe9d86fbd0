"""Django's registration of this app."""

from django.apps import AppConfig


class WidgetConfig(AppConfig):
    """Label and path of the app."""

    name = "bot.widget"
    label = "widget"
