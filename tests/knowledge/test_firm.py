"""The firm's details come from the environment, and filling them in never interprets a visitor's words."""

import pytest

from bot.knowledge.firm import fill, read_firm
from bot.knowledge.texts import fixed_text


def test_without_settings_the_firm_is_plainly_fictional(monkeypatch):
    for name in ("FIRM_NAME", "FIRM_PHONE", "FIRM_EMAIL", "ARTICLE_URL"):
        monkeypatch.delenv(name, raising=False)

    firm = read_firm()

    assert "fictional" in firm.name
    assert "555-01" in firm.phone  # numbers kept for fiction
    assert ".example" in firm.email
    assert ".example" in firm.article_url


def test_the_environment_names_the_firm(monkeypatch):
    monkeypatch.setenv("FIRM_NAME", "  Mustermann Law ")
    monkeypatch.setenv("FIRM_PHONE", "")

    firm = read_firm()

    assert firm.name == "Mustermann Law"
    assert firm.phone == "(314) 555-0142"


@pytest.mark.parametrize(
    ("text", "values", "filled"),
    [
        ("Call {office_phone}.", {"office_phone": "1"}, "Call 1."),
        ("{a}{a} {b}", {"a": "x", "b": "y"}, "xx y"),
        ("{unknown} {a}", {"a": None}, "{unknown} {a}"),
        ("{name}", {"name": "{other}", "other": "no"}, "{other}"),
        ("{name}", {"name": "0["}, "0["),
        ("{name}", {"name": "\\1 \\g<0>"}, "\\1 \\g<0>"),
        ("{0} {} {a.b} {a!r} {A}", {"a": "x"}, "{0} {} {a.b} {a!r} {A}"),
        ("{{a}}", {"a": "x"}, "{x}"),
        ("{n} {f}", {"n": 0, "f": False}, "0 False"),
    ],
)
def test_names_in_braces_are_filled_in(text, values, filled):
    assert fill(text, values) == filled


def test_a_fixed_text_has_the_firms_details():
    text = fixed_text("utter_apology")

    assert read_firm().phone in text
    assert "{" not in text


def test_a_text_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        fixed_text("utter_nothing")
