"""What the intake form's slots keep of what visitors type."""

import pytest

from bot.engine.dialogue.slots import ContactSlot, NameSlot, PlainTextSlot


def kept(kind, typed):
    slot = kind("intake_x", mappings=[{"type": "from_text"}])
    slot.value = typed
    return slot.value


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("314-555-0100", "(314) 555-0100"),
        ("3145550100", "(314) 555-0100"),
        ("(314) 555 0100", "(314) 555-0100"),
        ("1 314 555 0100", "(314) 555-0100"),
        ("+1 314.555.0100", "(314) 555-0100"),
        ("you can call me at 314-555-0100 after six", "(314) 555-0100"),
        ("+52 55 1234 5678", "+52 55 1234 5678"),
        ("john@example.org", "john@example.org"),
        ("my mail is j.smith+law@mail.example.co.uk.", "j.smith+law@mail.example.co.uk"),
        ("<j@example.org>", "j@example.org"),
        ("call 314-555-0100 or write j@example.org", "j@example.org"),
        ("555-0100", None),
        ("31455501", None),
        ("314-555-01000000000", None),
        ("john@", None),
        ("@john", None),
        ("john at example dot org", None),
        ("I'd rather not say", None),
        ("", None),
    ],
)
def test_a_contact_is_a_number_or_an_address_that_can_be_reached(typed, expected):
    assert kept(ContactSlot, typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("John Smith", "John Smith"),
        ("my name is John Smith.", "John Smith"),
        ("I'm Ana", "Ana"),
        ("hi, it's Ana María Núñez", "Ana María Núñez"),
        ("me llamo Ana", "Ana"),
        ("soy Luis Pérez", "Luis Pérez"),
        ("O'Brien-Jones", "O'Brien-Jones"),
        ("Imogen", "Imogen"),
        ("Itsuki", "Itsuki"),
        ("  X  ", "X"),
        ("12345", None),
        ("???", None),
        ("", None),
        ("I would rather not tell you my name in this chat at all", None),
    ],
)
def test_a_name_is_kept_without_what_leads_to_it(typed, expected):
    assert kept(NameSlot, typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("  St. Louis County ", "St. Louis County"), ("x" * 150, "x" * 100), ("   ", None), ("", None)],
)
def test_plain_text_is_trimmed_and_cut(typed, expected):
    assert kept(PlainTextSlot, typed) == expected


@pytest.mark.parametrize("kind", [ContactSlot, NameSlot, PlainTextSlot])
@pytest.mark.parametrize("value", [None, 7, True, ["x"], {"a": 1}])
def test_what_is_no_text_is_not_kept(kind, value):
    assert kept(kind, value) is None


@pytest.mark.parametrize("kind", [ContactSlot, NameSlot, PlainTextSlot])
def test_a_kept_value_survives_being_set_again(kind):
    once = kept(kind, "+1 314 555 0100 x")

    assert kept(kind, once) == once


def test_a_slot_can_be_emptied():
    slot = NameSlot("intake_name", mappings=[{"type": "from_text"}])
    slot.value = "Ana"

    slot.value = None

    assert slot.value is None
    assert slot.has_been_set
