"""Finds conversations by what was said in them or by the reference of the request they led to."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from bot.conversations.models import Conversation
from bot.conversations.search import find_conversations
from bot.handoff.models import ConsultationRequest


def find_by_words_or_reference(text: str) -> QuerySet[Conversation]:
    """Every word in one message, or the reference with or without its R-."""
    reference = f"R-{text.strip().upper().removeprefix('R-')}"
    requests = ConsultationRequest.objects.of_visitors().filter(reference=reference)
    said = find_conversations(words=text).order_by().values("id")
    return Conversation.objects.with_content().filter(Q(id__in=said) | Q(id__in=requests.values("conversation_id")))
