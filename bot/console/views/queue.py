"""The queue of consultation requests: see, take, finish, give back, deliver again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from bot.console.access import StaffRequest, page, staff_required
from bot.conversations import audit
from bot.delivery.models import OutboxRow
from bot.delivery.outbox import rows_by_reference
from bot.handoff.consultations import deliver_again, finish_request, give_back_request, take_request
from bot.handoff.errors import HandoffError
from bot.handoff.models import ConsultationRequest

REQUESTS_A_PAGE = 25
STUCK_SHOWN = 20
State = ConsultationRequest.State
# The longest wait first, but what is done newest first.
ORDER = {State.NEW: "created_at", State.TAKEN: "taken_at", State.DONE: "-done_at"}
WORDS = {State.NEW: "New", State.TAKEN: "Taken", State.DONE: "Done"}


@dataclass(frozen=True)
class Tab:
    """One of the three lists."""

    state: str
    words: str
    count: int


@dataclass(frozen=True)
class Entry:
    """A request with what became of its delivery."""

    request: ConsultationRequest
    deliveries: list[OutboxRow]


@require_GET
@staff_required
def show(request: StaffRequest) -> HttpResponse:
    """One tab of the queue."""
    state = State(request.GET["tab"]) if request.GET.get("tab") in State.values else State.NEW
    shown = _requests_page(state, request.GET.get("page"))
    deliveries = rows_by_reference(item.reference for item in shown)
    references = [item.reference for item in shown]
    audit.record(verb="requests.viewed", user=request.user, tab=state.value, references=references)
    context = {
        "section": "requests",
        "tabs": _tabs(),
        "tab": state,
        "tab_words": WORDS[state],
        "page": shown,
        "entries": [Entry(item, deliveries.get(item.reference, [])) for item in shown],
        "stuck": OutboxRow.objects.stuck(timezone.now()).defer("payload").order_by("created_at")[:STUCK_SHOWN],
    }
    return page(request, "console/requests.html", context)


@require_POST
@staff_required
def take(request: StaffRequest, reference: str) -> HttpResponse:
    """Take a new request, or one that a colleague has (`instead_of` in the form)."""
    item = _request_or_404(reference)
    colleague = item.taken_by if request.POST.get("instead_of") == str(item.taken_by_id) else None
    job = partial(take_request, request=item, by=request.user, instead_of=colleague)
    return _do(request, job, success=f"{reference} is yours now.", tab=State.TAKEN)


@require_POST
@staff_required
def finish(request: StaffRequest, reference: str) -> HttpResponse:
    """Done: the visitor was reached."""
    job = partial(finish_request, request=_request_or_404(reference), by=request.user)
    return _do(request, job, success=f"{reference} is done.", tab=State.TAKEN)


@require_POST
@staff_required
def give_back(request: StaffRequest, reference: str) -> HttpResponse:
    """Back to the others."""
    job = partial(give_back_request, request=_request_or_404(reference), by=request.user)
    return _do(request, job, success=f"{reference} is back in the queue.", tab=State.TAKEN)


@require_POST
@staff_required
def send_again(request: StaffRequest, reference: str) -> HttpResponse:
    """Deliver once more what is stuck."""
    item = _request_or_404(reference)
    job = partial(deliver_again, request=item, by=request.user)
    return _do(request, job, success=f"{reference} is being sent again.", tab=State(item.state))


def _do(request: StaffRequest, job: Callable[[], object], *, success: str, tab: State) -> HttpResponse:
    """Call the job, say how it went, and return to a tab."""
    try:
        job()
        messages.success(request, success)
    except HandoffError:
        messages.error(request, "A colleague was faster: this is how it stands now.")
    return HttpResponseRedirect(f"{reverse('console:requests')}?tab={tab.value}")


def _request_or_404(reference: str) -> ConsultationRequest:
    return get_object_or_404(ConsultationRequest.objects.of_visitors().select_related("taken_by"), reference=reference)


def _requests_page(state: State, number: str | None) -> Page[ConsultationRequest]:
    found = ConsultationRequest.objects.of_visitors().filter(state=state)
    found = found.select_related("taken_by", "conversation").order_by(ORDER[state])
    return Paginator(found, REQUESTS_A_PAGE).get_page(number)


def _tabs() -> list[Tab]:
    rows = ConsultationRequest.objects.of_visitors().order_by().values_list("state").annotate(Count("id"))
    known = dict(rows)
    return [Tab(state.value, words, known.get(state.value, 0)) for state, words in WORDS.items()]
