"""Django's registration of this app."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Label and path of the app."""

    name = "bot.delivery"
    label = "delivery"
