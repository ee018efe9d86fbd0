"""The URLs of contract C3, and nothing else."""

from __future__ import annotations

from django.urls import path

from bot.api import event_stream, health, views
from bot.api.methods import methods

CONVERSATION = "api/conversations/<uuid:conversation_id>"

urlpatterns = [
    path("api/conversations", methods(POST=views.open_one)),
    path(CONVERSATION, methods(DELETE=views.erase_conversation)),
    path(f"{CONVERSATION}/messages", methods(GET=views.read_messages, POST=views.send_message)),
    path(f"{CONVERSATION}/events", methods(GET=event_stream.stream_events)),
    path(f"{CONVERSATION}/transcript.txt", methods(GET=views.download_transcript)),
    path("healthz", methods(GET=health.healthz)),
    path("readyz", methods(GET=health.readyz)),
]
