"""What a candidate's ranking is worth, and that the shipped one in the table is the model that ships."""

import numpy as np
import pytest

from benchmarks.candidates import (
    CANDIDATES,
    N_SVM,
    OOS,
    TUNED_KNN,
    Bench,
    Candidate,
    Messages,
    figures,
    mean_of,
    stratified,
    training_seconds,
)
from benchmarks.evaluation_set import Case
from bot.engine.nlu.label_model import LabelModel

LABELS = ["ask_fees", "in_danger", OOS]


def messages(labels, spanish=(), texts=None):
    random = np.random.default_rng(3)
    count = len(labels)
    cases = [Case(text, (label,), "w1") for text, label in zip(texts or labels, labels)]
    vectors = random.normal(size=(count, 896)).astype(np.float32)
    return Messages(
        cases, list(texts or labels), vectors[:, :512], vectors[:, 512:], np.isin(np.arange(count), list(spanish))
    )


def test_figures_are_shares_of_the_messages_they_are_about():
    four = messages(["ask_fees", "in_danger", "in_danger", OOS], spanish=[0])
    rows = np.array([[0.9, 0.1, 0.0], [0.1, 0.8, 0.1], [0.7, 0.2, 0.1], [0.2, 0.5, 0.3]])

    found = figures(rows, LABELS, four)

    assert found["right first"] == 0.5
    assert found["in three"] == 1.0
    assert found["safety found"] == 0.5
    assert found["false alarms"] == 0.5
    assert found["out of scope"] == 0.0
    assert found["Spanish"] == 1.0
    assert np.isnan(found["knowledge"])


def test_a_mean_weighs_its_views_and_adds_up_to_one():
    scores = {"a": np.array([[1.0, 0.0, 0.0]]), "b": np.array([[0.0, 0.0, 1.0]])}

    rows = mean_of(scores, Candidate("both", {"a": 1.0, "b": 0.5}, prior=2.0), LABELS)

    assert rows.tolist() == [[0.5, 0.0, 0.5]]


def test_a_portion_keeps_its_share_of_each_label():
    labels = ["a"] * 40 + ["b"] * 8 + ["c"] * 3

    kept = [labels[i] for i in stratified(labels, 0.25)]

    assert [kept.count(label) for label in "abc"] == [10, 2, 2]


@pytest.fixture(scope="module")
def training():
    texts = {
        "ask_fees": ["what does it cost", "how much is a lawyer", "do you take payments"],
        "in_danger": ["he is outside", "she has a knife help", "help me now he is here"],
        OOS: ["what is the weather", "my landlord is late", "best way to cook rice"],
    }
    labels = [label for label in texts for _ in range(9)]
    return messages(labels, texts=[text for rows in texts.values() for text in rows * 3])


def test_the_shipped_candidate_is_the_model_that_ships(training):
    bench, candidate = Bench(training), CANDIDATES[-1]
    vectors = np.hstack([training.use, training.tuned])
    model = LabelModel.fit(training.texts, vectors, [case.labels[0] for case in training.cases])

    scores = {name: bench.view(name).score(training) for name in candidate.weights}

    ours = mean_of(scores, candidate, bench.labels.tolist())
    assert np.allclose(ours, model.probabilities(training.texts, vectors), atol=1e-4)


def test_the_nearest_neighbour_of_a_training_message_is_itself(training):
    bench = Bench(training)

    rows = bench.view(TUNED_KNN).score(training)

    assert [bench.labels[i] for i in rows.argmax(axis=1)] == [case.labels[0] for case in training.cases]


def test_what_came_with_the_weights_takes_no_training_here(training):
    bench = Bench(training)
    tuned = next(candidate for candidate in CANDIDATES if "own head" in candidate.name)
    views = {name: bench.view(name) for name in (N_SVM, *tuned.weights)}

    assert training_seconds(tuned, views) is None
    assert training_seconds(Candidate("pair", {N_SVM: 1.0, **tuned.weights}), views) >= 0.0
