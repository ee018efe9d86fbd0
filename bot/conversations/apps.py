"""Django's registration of this app."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """Label and path of the app."""

    name = "bot.conversations"
    label = "conversations"
