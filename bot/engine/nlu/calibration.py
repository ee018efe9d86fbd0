"""Makes confidence mean something: one temperature, found on messages the fitted model had not seen."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix

from bot.engine.nlu.label_model import LabelModel, NgramView, sharpened

HELD_OUT = 0.2
# The fine-tuned encoder has not read this writer's messages (weights/tune.py): only there is its confidence honest.
HELD_OUT_WRITERS = ("w11",)
MIN_HELD_OUT = 200
_CANDIDATES = np.geomspace(0.3, 3.0, 60)


def held_out_rows(labels: list[str], writers: list[str]) -> np.ndarray:
    """Which rows to hold out: the writers kept from the encoder; where there are none, a fifth of each label."""
    held = np.isin(writers, HELD_OUT_WRITERS)
    if held.sum() >= MIN_HELD_OUT and set(np.array(labels)[~held]) == set(labels):
        return held
    held = np.zeros(len(labels), dtype=bool)
    for label in set(labels):
        rows = np.flatnonzero(np.array(labels) == label)
        held[rows[:: round(1 / HELD_OUT)][: max(0, len(rows) - 1)]] = len(rows) > 1
    return held


def fitted_temperature(
    texts: list[str],
    vectors: np.ndarray,
    labels: list[str],
    writers: list[str],
    counted: tuple[NgramView, csr_matrix],
) -> float:
    """The temperature with the least log loss on held-out messages; 1.0 when there are too few to hold any out.

    The n-grams are counted once for all messages: which there are and how rare each is says nothing of labels.
    """
    held = held_out_rows(labels, writers)
    if not held.any():
        return 1.0

    def part(rows: np.ndarray) -> tuple[list[str], np.ndarray, list[str]]:
        chosen = np.flatnonzero(rows)
        return [texts[i] for i in chosen], vectors[chosen], [labels[i] for i in chosen]

    ngrams, rows = counted
    model = LabelModel.fit(*part(~held), (ngrams, rows[np.flatnonzero(~held)]))
    held_texts, held_vectors, held_labels = part(held)
    probabilities = model.probabilities(held_texts, held_vectors)
    y = np.searchsorted(model.labels, held_labels)

    def log_loss(temperature: float) -> float:
        return float(-np.log(np.maximum(sharpened(probabilities, temperature)[np.arange(len(y)), y], 1e-12)).mean())

    return float(min(_CANDIDATES, key=log_loss))
