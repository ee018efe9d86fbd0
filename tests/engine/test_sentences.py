"""Where a message is cut into pieces that may each hold a question."""

import time

import pytest

from bot.engine.nlu.sentences import MAX_PIECES, asks_something, pieces


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("can she drop it", ["can she drop it"]),
        ("Can she drop it? What does a lawyer cost?", ["Can she drop it?", "What does a lawyer cost?"]),
        ("can she drop it and do i still go to court", ["can she drop it", "do i still go to court"]),
        ("can she drop it or will they go on anyway", ["can she drop it", "will they go on anyway"]),
        ("can she drop it, what does it cost", ["can she drop it", "what does it cost"]),
        ("can she drop it\nwhat does it cost here", ["can she drop it", "what does it cost here"]),
        ("quiero retirar todo y qué pasa con la corte", ["quiero retirar todo", "qué pasa con la corte"]),
        ("Hi. can she drop the charges", ["can she drop the charges"]),
        ("can she drop the charges? thanks", ["can she drop the charges?"]),
        ("hola, puedo llamarla? muchas gracias", ["hola puedo llamarla? muchas gracias"]),
        ("1) can she drop it 2) what do you charge", ["1) can she drop it", "2) what do you charge"]),
        ("a) does she have to come b) what if not", ["a) does she have to come", "b) what if not"]),
        ("can she drop it, my other question is your price", ["can she drop it", "my other question is your price"]),
        ("cuánto cobran y otra pregunta puedo llamarla", ["cuánto cobran", "otra pregunta puedo llamarla"]),
        ("ella ya no quiere, usted qué hace en estos casos", ["ella ya no quiere", "usted qué hace en estos casos"]),
        (
            "they took my son last night and my wife is crying can he call us from there",
            ["they took my son last night and my wife is crying", "can he call us from there"],
        ),
        ("i want to know can he call us", ["i want to know can he call us"]),
        ("hi there", ["hi there"]),
        ("thank you so much", ["thank you so much"]),
        ("she and my mother came along", ["she and my mother came along"]),
        ("", []),
        ("   ", []),
    ],
)
def test_a_message_is_cut_where_the_next_question_begins(text, expected):
    assert pieces(text) == expected


def test_a_long_story_keeps_every_word_in_few_pieces():
    story = " ".join(f"This is sentence number {n} of it." for n in range(40))

    found = pieces(story)

    assert len(found) <= MAX_PIECES
    assert " ".join(found) == story


def test_a_long_story_keeps_its_questions_apart():
    story = " ".join(f"This is sentence number {n} of it." for n in range(20))

    found = pieces(f"Can she drop it? {story} What does it cost here?")

    assert len(found) == MAX_PIECES
    assert (found[0], found[-1]) == ("Can she drop it?", "What does it cost here?")


@pytest.mark.parametrize(
    "piece",
    [
        "is it over?",
        "is it over",
        "and can he call me",
        "hi, what does it cost",
        "i want a lawyer",
        "y cuánto cuesta",
        "quiero saber",
        "she said what?",
    ],
)
def test_a_question_or_wish_is_seen_by_its_wording(piece):
    assert asks_something(piece)


@pytest.mark.parametrize("piece", ["we had a fight", "she called the cops", "my name is Ana", "thanks", "él se fue"])
def test_what_only_tells_asks_nothing(piece):
    assert not asks_something(piece)


@pytest.mark.parametrize("part", ["?", ", ", "and ", "1) ", "can i ", "my other question ", "y ", "hi "])
def test_the_longest_message_of_one_sign_is_cut_at_once(part):
    text = (part * 2000)[:2000]
    start = time.process_time()

    pieces(text)

    assert time.process_time() - start < 0.1
