"""Named reads for staff: the list of conversations with alerts on top, and a transcript in pages.

The console calls them; what staff may change stands in the other modules.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from bot.conversations.flags import ALERTS
from bot.conversations.models import Conversation, Message

ALERT_LASTS = timedelta(days=1)
MESSAGES_A_PAGE = 100


def flagged(conversations: QuerySet[Conversation], *names: str) -> QuerySet[Conversation]:
    """Those with any of the flags."""
    return conversations.filter(_has_flag(*names))


def alerts(conversations: QuerySet[Conversation], now: datetime) -> QuerySet[Conversation]:
    """Those in which a P0 flag was raised within the last day."""
    return conversations.filter(_is_alert(now))


def for_list(conversations: QuerySet[Conversation], now: datetime) -> QuerySet[Conversation]:
    """Alerts first, then the newest, with what a list shows: never a visitor's words."""
    said = Message.objects.filter(conversation=OuterRef("pk"), sender=Message.Sender.VISITOR)
    counted = said.order_by().values("conversation").annotate(count=Count("id")).values("count")
    return (
        conversations.annotate(
            is_alert=Case(When(_is_alert(now), then=Value(1)), default=Value(0), output_field=IntegerField()),
            visitor_messages=Subquery(counted),
            last_label=Subquery(said.exclude(label="").order_by("-id").values("label")[:1]),
        )
        .select_related("taken_by")
        .prefetch_related("requests")
        .order_by("-is_alert", "-last_message_at")
    )


@dataclass(frozen=True)
class TranscriptPage:
    """Some messages in order, and whether older ones exist."""

    messages: list[Message]
    has_earlier: bool

    @property
    def last_id(self) -> int:
        """Where a live view goes on."""
        return self.messages[-1].id if self.messages else 0


def transcript_page(
    conversation: Conversation, *, before: int | None = None, after: int | None = None
) -> TranscriptPage:
    """The newest messages, or those just before one, or all after one."""
    messages = conversation.messages.select_related("staff")
    if after is not None:
        return TranscriptPage(list(messages.filter(id__gt=after).order_by("id")[:MESSAGES_A_PAGE]), has_earlier=False)
    if before is not None:
        messages = messages.filter(id__lt=before)
    newest = list(messages.order_by("-id")[: MESSAGES_A_PAGE + 1])
    return TranscriptPage(newest[:MESSAGES_A_PAGE][::-1], has_earlier=len(newest) > MESSAGES_A_PAGE)


def _has_flag(*names: str) -> Q:
    """Looks into the JSON as text: SQLite has no `contains` for JSON, and names in quotes cannot be mistaken."""
    condition = Q()
    for name in names:
        condition |= Q(flags__icontains=f'"{name}"')
    return condition


def _is_alert(now: datetime) -> Q:
    """The conversation's own flags first: they spare the look at its messages, which have no index on time."""
    raised = Message.objects.filter(_has_flag(*ALERTS), conversation=OuterRef("pk"), at__gte=now - ALERT_LASTS)
    return Q(_has_flag(*ALERTS), Exists(raised), last_message_at__gte=now - ALERT_LASTS)
