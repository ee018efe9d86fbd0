"""Makes confidence mean something: one temperature, found on messages the fitted model had not seen."""

from __future__ import annotations

import numpy as np
from sklearn.model_selection import StratifiedKFold

from bot.engine.nlu.label_model import LabelModel, sharpened

FOLDS = 3
_CANDIDATES = np.geomspace(0.3, 2.0, 40)


def held_out_probabilities(
    texts: list[str], vectors: dict[str, np.ndarray], labels: list[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Uncalibrated probabilities of every message by a model fitted without it, and the index of its label."""
    names, y = np.unique(labels, return_inverse=True)
    rows = np.zeros((len(texts), len(names)))
    smallest = int(np.bincount(y).min())
    folds = StratifiedKFold(max(2, min(FOLDS, smallest)), shuffle=True, random_state=0)
    for train, test in folds.split(texts, y):
        model = LabelModel.fit(
            [texts[i] for i in train], {n: v[train] for n, v in vectors.items()}, [labels[i] for i in train]
        )
        columns = np.searchsorted(names, model.labels)
        rows[np.ix_(test, columns)] = model.probabilities(
            [texts[i] for i in test], {n: v[test] for n, v in vectors.items()}
        )
    return rows, y


def fitted_temperature(texts: list[str], vectors: dict[str, np.ndarray], labels: list[str]) -> float:
    """The temperature with the least log loss on held-out folds."""
    if np.unique(labels, return_counts=True)[1].min() < 2:
        return 1.0
    rows, y = held_out_probabilities(texts, vectors, labels)

    def log_loss(temperature: float) -> float:
        return float(-np.log(np.maximum(sharpened(rows, temperature)[np.arange(len(y)), y], 1e-12)).mean())

    return float(min(_CANDIDATES, key=log_loss))
