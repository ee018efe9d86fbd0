"""The contrast that stands beside each colour of the widget is true, and enough."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "bot" / "widget" / "static" / "widget" / "styles" / "tokens.js"
# Controls and focus need 3:1, text 4.5:1 (WCAG 2.2, 1.4.3 and 1.4.11).
CONTROLS = {"control-line", "focus", "header-focus", "staff-line", "notice-line"}


def themes():
    light, dark = TOKENS.read_text(encoding="utf-8").split("@media (prefers-color-scheme: dark)")
    for theme, css in (("light", light), ("dark", dark)):
        colours = dict(re.findall(r"--chat-([a-z-]+): (#[0-9a-f]{6});", css))
        for name, comment in re.findall(r"--chat-([a-z-]+): #[0-9a-f]{6}; /\* (.*?) \*/", css):
            for said, surface in re.findall(r"([\d.]+):1 on ([a-z-]+)", comment):
                yield pytest.param(
                    colours[name], colours[surface], float(said), name, id=f"{theme}-{name}-on-{surface}"
                )


def contrast(one, other):
    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dim, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize(("colour", "surface", "said", "name"), themes())
def test_contrast_is_as_the_comment_says_and_enough(colour, surface, said, name):
    measured = contrast(colour, surface)

    assert measured == pytest.approx(said, abs=0.06)
    assert measured >= (3 if name in CONTROLS else 4.5)


def test_both_themes_are_measured():
    names = [param.id for param in themes()]

    assert len([n for n in names if n.startswith("light")]) == len([n for n in names if n.startswith("dark")]) > 15


def test_components_use_tokens_and_no_colour_of_their_own():
    for path in TOKENS.parent.glob("*.js"):
        if path.name in {"tokens.js", "blank.js"}:
            continue
        assert re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsl", path.read_text(encoding="utf-8")) == [], path.name
