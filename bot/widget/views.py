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
    response = render(request, "widget/demo.html", context)
    _allow_framing(response)
    return response


def _allow_framing(response: HttpResponse) -> None:
    """The listed websites may show this page in a frame; everything else of ours stays out of frames."""
    if settings.ALLOWED_ORIGINS:
        setattr(response, "_csp_replace", {"frame-ancestors": settings.ALLOWED_ORIGINS})  # noqa: B010 (django-csp's way)
        setattr(response, "xframe_options_exempt", True)  # noqa: B010 (Django's; that header knows no list)


def telephone_link(number: str) -> str:
    """The address that dials a number as people write it; ten digits are a number of this country."""
    digits = re.sub(r"\D", "", number)
    return f"tel:+1{digits}" if len(digits) == 10 else f"tel:+{digits}"
