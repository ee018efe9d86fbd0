"""What is folded before the encoders see a text, and what stays as typed."""

import pytest

from bot.engine.nlu.wording import MAX_CHARACTERS, fold, words


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("can she drop it", "can she drop it"),
        ("  can   she\n\ndrop\tit ", "can she drop it"),
        ("can’t she “drop” it…", 'can\'t she "drop" it...'),
        ("pleeeease", "pleease"),
        ("nooooo wayyyy", "noo wayy"),
        ("she left.what now?can i go", "she left. what now? can i go"),
        ("CAN SHE DROP THE CHARGES", "can she drop the charges"),
        ("Is it DV in MO?", "Is it DV in MO?"),
        ("DV?", "DV?"),
        ("¿puede retirar los cargos?", "puede retirar los cargos?"),
        ("ｆｕｌｌ ｗｉｄｔｈ", "full width"),
        ("inv\u200bisible\u2060 marks\ufeff", "invisible marks"),
        ("a\0b", "a b"),
        ("write to office@firm.example.org.thanks", "write to office@firm.example.org.thanks"),
        ("$1,500", "$1,500"),
        ("911", "911"),
        ("", ""),
        ("\u200b", ""),
    ],
)
def test_what_carries_no_meaning_is_folded(typed, folded):
    assert fold(typed) == folded


@pytest.mark.parametrize("typed", ["Whyyyy???  she.said NO", "ＨＥＬＬＯ\u200b", "¡¡Ayuda!!", "a.b.c", "…"])
def test_folding_twice_changes_nothing_more(typed):
    assert fold(fold(typed)) == fold(typed)


def test_a_very_long_text_is_cut():
    assert len(fold("ab " * MAX_CHARACTERS)) <= MAX_CHARACTERS


def test_words_are_lower_case_and_without_signs():
    assert words("Can't she, REALLY, drop it? Él dijo: 3 veces.") == [
        "can't",
        "she",
        "really",
        "drop",
        "it",
        "él",
        "dijo",
        "veces",
    ]
