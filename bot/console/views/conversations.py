"""Conversations: the list with its search, the transcript, and the takeover."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bot.console.access import StaffRequest, page, staff_required
from bot.conversations import audit, overview
from bot.conversations.errors import ConversationError
from bot.conversations.flags import FLAGS
from bot.conversations.models import Conversation
from bot.handoff import takeover
from bot.handoff.errors import HandoffError
from bot.handoff.search import find_by_words_or_reference

SECTION = "conversations"
CONVERSATIONS_A_PAGE = 25
LONGEST_MESSAGE = 2000


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    q = forms.CharField(required=False, max_length=200)
    flag = forms.ChoiceField(
        required=False, choices=[("", "Any"), *((flag.name, flag.words) for flag in FLAGS.values())]
    )
    page = forms.CharField(required=False)


class MessageForm(forms.Form):
    """What staff write to a visitor."""

    text = forms.CharField(max_length=LONGEST_MESSAGE, error_messages={"required": "Write something first."})


# Search words are names and numbers: they come by POST, so that no access log or browser history keeps them.
@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def show_list(request: StaffRequest) -> HttpResponse:
    """All conversations, or those that match."""
    form = FilterForm(request.POST if request.method == "POST" else request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    words = wanted.get("q", "") if request.method == "POST" else ""
    shown = _conversations_page(words, wanted.get("flag", ""), wanted.get("page"))
    if words:
        audit.record(verb="conversations.searched", user=request.user, found=shown.paginator.count)
    context = {"page": shown, "words": words, "flag": wanted.get("flag", ""), "flags": list(FLAGS.values())}
    return page(request, "console/conversations.html", {"section": SECTION, **context})


@require_GET
@staff_required
def show(request: StaffRequest, conversation_id: UUID) -> HttpResponse:
    """The transcript; looking at it is on record."""
    return _transcript(request, _conversation_or_404(conversation_id), MessageForm())


@require_GET
@staff_required
def live(request: StaffRequest, conversation_id: UUID) -> HttpResponse:
    """What was said after a message, as list items for the page's script; an empty answer when nothing was."""
    conversation = _conversation_or_404(conversation_id)
    after = request.GET.get("after", "")
    news = overview.transcript_page(conversation, after=int(after) if after.isdecimal() and len(after) < 19 else 0)
    if conversation.erased_at:
        return HttpResponse(status=410)
    if news.messages:
        audit.record(verb="conversation.viewed", user=request.user, conversation=conversation, live=True)
    context = {"messages_shown": news.messages, "conversation": conversation}
    response = render(request, "console/_messages.html", context) if news.messages else HttpResponse()
    response["X-Holder"] = str(conversation.taken_by_id or "")
    return response


@require_POST
@staff_required
def join(request: StaffRequest, conversation_id: UUID) -> HttpResponse:
    """Take the conversation over from the bot, or from a colleague (`instead_of` in the form)."""
    conversation = _conversation_or_404(conversation_id)
    colleague = conversation.taken_by if request.POST.get("instead_of") == str(conversation.taken_by_id) else None
    job = partial(takeover.take_over, conversation=conversation, by=request.user, instead_of=colleague)
    return _do(request, job, conversation)


@require_POST
@staff_required
def leave(request: StaffRequest, conversation_id: UUID) -> HttpResponse:
    """Let the bot answer again."""
    conversation = _conversation_or_404(conversation_id)
    return _do(request, partial(takeover.release, conversation=conversation, by=request.user), conversation)


@require_POST
@staff_required
def say(request: StaffRequest, conversation_id: UUID) -> HttpResponse:
    """Send a message to the visitor; what cannot be sent stays in the box."""
    conversation = _conversation_or_404(conversation_id)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _transcript(request, conversation, form, status=422)
    job = partial(takeover.say, conversation=conversation, by=request.user, text=form.cleaned_data["text"])
    return _do(request, job, conversation)


def _do(request: StaffRequest, job: Callable[[], object], conversation: Conversation) -> HttpResponse:
    """Call the job and return to the end of the transcript."""
    try:
        job()
    except (HandoffError, ConversationError):
        messages.error(request, "That did not work: a colleague was faster. This is how it stands now.")
    return HttpResponseRedirect(reverse("console:conversation", args=[conversation.id]) + "#now")


def _transcript(
    request: StaffRequest, conversation: Conversation, form: MessageForm, status: int = 200
) -> HttpResponse:
    if conversation.erased_at:
        return page(request, "console/erased.html", {"section": SECTION, "conversation": conversation}, status=410)
    audit.record(verb="conversation.viewed", user=request.user, conversation=conversation)
    before = request.GET.get("before", "")
    shown = overview.transcript_page(
        conversation, before=int(before) if before.isdecimal() and len(before) < 19 else None
    )
    context = {
        "section": SECTION,
        "conversation": conversation,
        "requests": conversation.requests.all(),
        "messages_shown": shown.messages,
        "transcript": shown,
        "is_newest": not before,
        "form": form,
        "longest_message": LONGEST_MESSAGE,
    }
    return page(request, "console/conversation.html", context, status=status)


def _conversation_or_404(conversation_id: UUID) -> Conversation:
    return get_object_or_404(Conversation.objects.select_related("taken_by"), id=conversation_id)


def _conversations_page(words: str, flag: str, number: str | None) -> Page[Conversation]:
    found = find_by_words_or_reference(words) if words else Conversation.objects.with_content()
    if flag:
        found = overview.flagged(found, flag)
    return Paginator(overview.for_list(found, timezone.now()), CONVERSATIONS_A_PAGE).get_page(number)
