"""The answer book: everything the bot can say, to read, print and sign."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from bot.console.access import StaffRequest, page, staff_required
from bot.knowledge.book import load_book
from bot.knowledge.reading import MOST_GRADE, MOST_WORDS


@require_GET
@staff_required
def show(request: StaffRequest) -> HttpResponse:
    """The whole book on one page; nothing of a visitor is on it, so looking at it is not on record."""
    context = {"section": "answers", "book": load_book(), "most_words": MOST_WORDS, "most_grade": MOST_GRADE}
    return page(request, "console/answer_book.html", context)
