"""Where a message is cut into pieces that may each hold a question."""

import pytest

from bot.engine.nlu.sentences import MAX_PIECES, pieces


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("can she drop it", ["can she drop it"]),
        ("Can she drop it? What does a lawyer cost?", ["Can she drop it?", "What does a lawyer cost?"]),
        ("can she drop it and do i still go to court", ["can she drop it", "and do i still go to court"]),
        ("can i call her and also what if she calls me", ["can i call her and", "also what if she calls me"]),
        ("she wants out plus i have no lawyer yet", ["she wants out", "plus i have no lawyer yet"]),
        ("can she drop it\nwhat does it cost here", ["can she drop it", "what does it cost here"]),
        ("quiero retirar todo y qué pasa con la corte", ["quiero retirar todo", "y qué pasa con la corte"]),
        ("Hi. can she drop the charges", ["Hi. can she drop the charges"]),
        ("can she drop the charges? thanks", ["can she drop the charges? thanks"]),
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
