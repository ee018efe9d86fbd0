"""What the measuring visitors type."""

import re

from benchmarks.evaluation_set import load_cases
from benchmarks.messages import (
    AROUND,
    CONVERSATION_LENGTH,
    HALF_FALLBACKS,
    LONG,
    MIDDLING,
    MIXED,
    OUT_OF_SCOPE,
    SHORT,
    SPANISH,
    conversation,
)


def plain(text):
    return re.sub(r"\W+", " ", text.lower()).strip()


def test_each_message_is_in_the_mix_once():
    assert sorted(MIXED) == sorted(SHORT + MIDDLING + LONG + SPANISH + OUT_OF_SCOPE + AROUND)
    assert 50 <= len(set(MIXED)) == len(MIXED) <= 65


def test_no_message_is_taken_from_the_evaluation():
    held_out = {plain(case.text) for case in load_cases()}

    assert not {text for text in MIXED if plain(text) in held_out}


def test_the_first_conversations_say_everything():
    said = {text for number in range(len(MIXED)) for text in conversation(number)}

    assert said == set(MIXED)
    assert {len(conversation(number)) for number in range(20)} == {CONVERSATION_LENGTH}


def test_half_of_the_long_conversation_is_out_of_scope():
    assert sum(text in OUT_OF_SCOPE for text in HALF_FALLBACKS) * 2 == len(HALF_FALLBACKS)
