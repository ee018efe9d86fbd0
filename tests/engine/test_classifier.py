"""The classifier waits for USE only where the other two views are in doubt, or the message is Spanish."""

import numpy as np
import pytest
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
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
    vector = np.zeros((1, SIZES["tuned"]), dtype=np.float32)
    message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, "tuned"))
    LabelClassifier(None, Resource("x"), TwoViews(sure)).process([message])
    return message


def test_a_clear_message_does_not_wait_for_use(asked):
    message = ranked("what does it cost", SURE_WITHOUT_USE)

    assert message.get(LABELS)[0] == {"name": "ask_fees", "confidence": SURE_WITHOUT_USE}
    assert asked == []


@pytest.mark.parametrize(
    ("text", "sure"), [("what does it cost", SURE_WITHOUT_USE - 0.01), ("¿cuánto cuesta un abogado?", 0.99)]
)
def test_in_doubt_and_in_spanish_use_has_its_say(asked, text, sure):
    message = ranked(text, sure)

    assert message.get(LABELS)[0]["name"] == "greet"
    assert [model for model, _ in asked] == ["use"]


def test_the_sentences_of_a_story_never_wait_for_use(asked):
    message = ranked("he was arrested last night. what does a lawyer cost?", 0.99)

    assert [piece["text"] for piece in message.get(PIECES)] == [
        "he was arrested last night.",
        "what does a lawyer cost?",
    ]
    assert {model for model, _ in asked} == {"tuned"}
