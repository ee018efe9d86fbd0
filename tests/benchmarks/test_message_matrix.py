"""The training data keep their numbers, and say who wrote what in whose voice."""

from collections import Counter

import numpy as np
import pytest

from benchmarks.message_matrix import FORMS, Row, least, near_duplicates, read_rows, report, share
from bot.engine.nlu.wording import fold
from bot.engine.without_tensorflow import install
from bot.knowledge.labels import ALL


@pytest.fixture(scope="module")
def rows():
    return read_rows()


@pytest.mark.parametrize("label", ALL)
def test_every_label_has_as_many_messages_as_it_needs(rows, label):
    assert sum(row.label == label for row in rows) >= least(label)


def test_no_message_stands_twice(rows):
    twice = [text for text, count in Counter(row.text.casefold() for row in rows).items() if count > 1]

    assert twice == []


@pytest.mark.model  # the training has filled the cache of vectors
def test_no_message_is_all_but_another_of_its_label(rows):
    install()  # the encoder is a component of Rasa's
    from bot.engine.nlu.encoder import encode_all

    vectors = encode_all("use", [fold(row.text) for row in rows])

    assert near_duplicates(rows, vectors) == []


def test_near_duplicates_are_found():
    texts = ["do you save this chat somewhere", "do u save this chat somewhere", "who can read what I type"]
    rows = [Row(text, "confidentiality", "w1", "x") for text in texts]
    vectors = np.array([[1.0, 0.0], [0.99, 0.141], [0.0, 1.0]])

    assert near_duplicates(rows, vectors) == [(rows[0], rows[1])]


def test_about_one_in_ten_is_spanish(rows):
    assert 0.07 < share(rows, FORMS["Spanish"]) < 0.15


def test_a_message_may_not_lead_a_label_with_one_writer_only(rows):
    for label in ALL:
        writers = Counter(row.writer for row in rows if row.label == label)
        assert len(writers) >= 5, label
        assert max(writers.values()) < 0.5 * sum(writers.values()), label


def test_the_report_counts_by_label_and_by_writer():
    rows = [
        Row("can she drop it?", "victim_wants_to_drop", "w1", "accused"),
        Row("CAN SHE", "victim_wants_to_drop", "w2", "mother"),
    ]

    text = report(rows)

    assert "| victim_wants_to_drop | 250 | 2 | 100% | 0% | 0% | 0% | 50% | 50% | 50% | 0% | 0% |" in text
    assert "| w2 | 1 | 1 | mother |" in text
