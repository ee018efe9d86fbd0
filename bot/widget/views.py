"""The page of a plainly fictional firm that shows the widget; it sets no cookie and asks the database nothing."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

# Where "Leave quickly" goes: a page that anybody might have open.
NEUTRAL_PAGE = "https://www.weather.gov/"


@require_safe
@never_cache
def demo(request: HttpRequest) -> HttpResponse:
    """The firm's page with the widget; its telephone numbers work without JavaScript."""
    firm = settings.FIRM
    context = {
        "firm": firm,
        "phone_link": telephone_link(firm["phone"]),
        "after_hours_phone_link": telephone_link(firm["after_hours_phone"]),
        "neutral_page": NEUTRAL_PAGE,
    }
    return render(request, "widget/demo.html", context)


def telephone_link(number: str) -> str:
    """The address that dials a number as people write it; ten digits are a number of this country."""
    digits = re.sub(r"\D", "", number)
    return f"tel:+1{digits}" if len(digits) == 10 else f"tel:+{digits}"
