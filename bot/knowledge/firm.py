"""The firm's details, from the environment; engine, web and answers read them here and nowhere else.

The defaults are a plainly fictional firm for the demo page.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Firm:
    """What visitors may be told about the office."""

    name: str
    phone: str
    after_hours_phone: str
    email: str
    address: str
    hours: str
    article_url: str

    def placeholders(self) -> dict[str, str]:
        """The names that answer texts may use in braces, with their values."""
        return {
            "firm_name": self.name,
            "office_phone": self.phone,
            "after_hours_phone": self.after_hours_phone,
            "office_email": self.email,
            "office_address": self.address,
            "office_hours": self.hours,
        }


def read_firm() -> Firm:
    """The firm as the FIRM_* and ARTICLE_URL variables describe it."""

    def read(name: str, default: str) -> str:
        return os.environ.get(name, "").strip() or default

    return Firm(
        name=read("FIRM_NAME", "Example & Sample, Attorneys (a fictional firm)"),
        phone=read("FIRM_PHONE", "(314) 555-0142"),
        after_hours_phone=read("FIRM_AFTER_HOURS_PHONE", "(314) 555-0143"),
        email=read("FIRM_EMAIL", "office@firm.example.org"),
        address=read("FIRM_ADDRESS", "100 Sample Street, Springfield, Missouri"),
        hours=read("FIRM_HOURS", "Monday to Friday, 9:00 to 17:00"),
        article_url=read("ARTICLE_URL", "https://firm.example.org/articles/can-a-victim-drop-charges"),
    )


def fill(text: str, values: dict[str, object]) -> str:
    """Replace `{name}` by its value and leave unknown names as they are.

    Not str.format: a visitor's own words may stand among the values, and "0[" in one of them must not matter.
    """
    return _PLACEHOLDER.sub(lambda m: str(values[m[1]]) if values.get(m[1]) is not None else m[0], text)
