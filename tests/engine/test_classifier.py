"""The classifier waits for USE only where the other two views are in doubt about a short or Spanish message."""

import numpy as np
import pytest
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.engine.nlu import classifier
from bot.engine.nlu.classifier import LABELS, PIECES, SURE_WITHOUT_USE, LabelClassifier
from bot.engine.nlu.encoder import SIZES


class TwoViews:
    """As sure without USE as it is told to be; with USE always the other label."""

    labels = ("ask_fees", "greet")

    def __init__(self, sure):
        self.sure = sure

    def probabilities(self, texts, vectors, with_use=True):
        return np.array([[0.1, 0.9] if with_use else [self.sure, 1 - self.sure]])


@pytest.fixture
def asked(monkeypatch):
    """Which encoder was asked for which text."""
    calls = []

    def encode(model, text):
        calls.append((model, text))
        return np.zeros(SIZES[model], dtype=np.float32)

    monkeypatch.setattr(classifier, "encode", encode)
    return calls


def ranked(text, sure):
    message = Message({TEXT: text})
    LabelClassifier(None, Resource("x"), TwoViews(sure)).process([message])
    return message


def test_a_clear_message_does_not_wait_for_use(asked):
    message = ranked("what does it cost", SURE_WITHOUT_USE["english"])

    assert message.get(LABELS)[0] == {"name": "ask_fees", "confidence": SURE_WITHOUT_USE["english"]}
    assert asked == [("tuned", "what does it cost")]


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("what does it cost", SURE_WITHOUT_USE["english"] - 0.01),
        ("¿cuánto cuesta un abogado?", SURE_WITHOUT_USE["spanish"] - 0.01),
    ],
)
def test_in_doubt_use_has_its_say(asked, text, sure):
    message = ranked(text, sure)

    assert message.get(LABELS)[0]["name"] == "greet"
    assert [model for model, _ in asked] == ["tuned", "use"]


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("¿cuánto cuesta un abogado?", SURE_WITHOUT_USE["spanish"]),
        (f"what does it cost {'to have somebody beside me ' * 6}", 0.5),
    ],
)
def test_neither_a_clear_spanish_nor_a_long_english_message_waits_for_use(asked, text, sure):
    ranked(text, sure)

    assert {model for model, _ in asked} == {"tuned"}


def test_the_sentences_of_a_story_never_wait_for_use(asked):
    message = ranked("he was arrested last night. what does a lawyer cost?", 0.99)

    assert [piece["text"] for piece in message.get(PIECES)] == [
        "he was arrested last night.",
        "what does a lawyer cost?",
    ]
    assert {model for model, _ in asked} == {"tuned"}
