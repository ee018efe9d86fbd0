"""What waits, as JSON for the pages' own script."""

from __future__ import annotations

from django.http import JsonResponse
from django.views.decorators.http import require_GET

from bot.console.access import StaffRequest, counts, staff_required


@require_GET
@staff_required
def show(request: StaffRequest) -> JsonResponse:
    """The counts of the navigation."""
    return JsonResponse(counts())
