"""Slot types that check what a visitor typed into the intake form, inside the engine.

A value that is none becomes None, and the form asks again. Not `validate_intake_form`: with the action server
dead that yields no events, and RulePolicy would take the form for finished and send it empty.
"""

from __future__ import annotations

import re
from typing import Any, List, Optional, Text

import phonenumbers
from rasa.shared.core.slots import Slot

_EMAIL = re.compile(r"[^\s@<>,;:()]{1,64}@[^\s@<>,;:()]+\.[A-Za-z]{2,}")
_PHONE = re.compile(r"\+?[\d(][\d\s().\-/]{5,}\d")
_US_NUMBER = re.compile(r"[2-9]\d\d[2-9]\d{6}")  # neither area code nor exchange begins with 0 or 1
_LETTER = re.compile(r"[^\W\d_]")
_NAME_LEAD = re.compile(
    r"^(?:hi|hello|hey)?[,!. ]*(?:it'?s|its|this is|i'?m|i am|im|my name is|my names|name is|name|me llamo|soy|mi nombre es)[:,]? +",
    re.IGNORECASE,
)


def read_contact(text: Text) -> Optional[Text]:
    """The e-mail address or US phone number in a text; None when there is none that can be reached."""
    if found := _EMAIL.search(text):
        return found[0].rstrip(".")
    for candidate in _PHONE.findall(text):
        try:
            number = phonenumbers.parse(candidate, "US")
        except phonenumbers.NumberParseException:
            continue
        if number.country_code == 1 and not _US_NUMBER.fullmatch(str(number.national_number)):
            continue
        if phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE:
            style = phonenumbers.PhoneNumberFormat
            return phonenumbers.format_number(
                number, style.NATIONAL if number.country_code == 1 else style.INTERNATIONAL
            )
    return None


def read_name(text: Text) -> Optional[Text]:
    """The name without "my name is"; None for a text without a letter, or one too long for a name."""
    name = _NAME_LEAD.sub("", text.strip()).strip(" .,!")
    return name[:200] if _LETTER.search(name) and len(name.split()) <= 8 else None


class _CheckedText(Slot):
    """A text slot whose setter keeps only what `read` accepts; it never steers the dialogue."""

    @staticmethod
    def read(text: Text) -> Optional[Text]:
        """The value to keep, or None; here every text."""
        return text

    @property
    def value(self) -> Any:
        """The kept value."""
        return self._value

    @value.setter
    def value(self, value: Any) -> None:
        self._value = self.read(value) if isinstance(value, str) else None
        self._has_been_set = True

    def _as_feature(self) -> List[float]:
        return [1.0 if self.value is not None else 0.0]


class ContactSlot(_CheckedText):
    """A phone number or an e-mail address."""

    type_name = "contact"

    @staticmethod
    def read(text: Text) -> Optional[Text]:
        """See read_contact."""
        return read_contact(text)


class NameSlot(_CheckedText):
    """What somebody wants to be called."""

    type_name = "person_name"

    @staticmethod
    def read(text: Text) -> Optional[Text]:
        """See read_name."""
        return read_name(text)


class PlainTextSlot(_CheckedText):
    """Any words, cut to what the request's fields hold."""

    type_name = "plain_text"

    @staticmethod
    def read(text: Text) -> Optional[Text]:
        """The text, blanks removed, at most 100 characters."""
        return text.strip()[:100] or None
