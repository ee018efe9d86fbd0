"""Candidates for understanding a message, fitted side by side, and what each of them finds.

A view turns a message into probabilities of all labels; a candidate is one view or a weighted mean of several.
compare_models.py trains them without one writer and prints the table.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from benchmarks.evaluation_set import Case
from bot.engine.without_tensorflow import install
from bot.knowledge.labels import SAFETY, is_knowledge

install()  # before the engine's modules: they import rasa

from sklearn.linear_model import LogisticRegression, SGDClassifier  # noqa: E402
from sklearn.svm import LinearSVC  # noqa: E402

from bot.engine.nlu.dense_head import DenseHead, softmax  # noqa: E402
from bot.engine.nlu.label_model import (  # noqa: E402
    CLASS_WEIGHT_EXPONENT,
    DENSE_WEIGHT,
    MARGIN_SCALE,
    NGRAM_WEIGHT,
    OUT_OF_SCOPE_PRIOR,
    SVM_C,
    SVM_TOLERANCE,
    TUNED_WEIGHT,
    NgramView,
    TunedHead,
)

OOS = "out_of_scope"
LR_C, LR_STEPS = 10.0, 100
SGD_ALPHA, SGD_EPOCHS = 1e-5, 8
NEIGHBOURS, NEIGHBOUR_SCALE = 15, 20.0


@dataclass(frozen=True)
class Messages:
    """Folded texts with both encoders' vectors, what is right for each, and which are Spanish."""

    cases: list[Case]
    texts: list[str]
    use: np.ndarray
    tuned: np.ndarray
    spanish: np.ndarray

    def part(self, rows: Iterable[int]) -> Messages:
        """Some of the messages."""
        chosen = np.array(list(rows), dtype=int)
        return Messages(
            [self.cases[i] for i in chosen],
            [self.texts[i] for i in chosen],
            self.use[chosen],
            self.tuned[chosen],
            self.spanish[chosen],
        )


Scorer = Callable[[Messages], np.ndarray]


@dataclass(frozen=True)
class View:
    """Something fitted: probabilities for messages, and the seconds of its training (None: came with the weights)."""

    score: Scorer
    training_s: float | None


@dataclass(frozen=True)
class Candidate:
    """A name in the table, its views with their weights, and the factor on out_of_scope."""

    name: str
    weights: dict[str, float]
    prior: float = 1.0


N_LR, N_SVM = "n-grams + logistic regression", "n-grams + linear SVM"
USE_LR, USE_DENSE = "USE + logistic regression", "USE + neural head"
TUNED, TUNED_LR = "tuned encoder + its own head", "tuned vectors + logistic regression"
TUNED_KNN = "tuned vectors + nearest neighbours"
CANDIDATES = (
    *(Candidate(name, {name: 1.0}) for name in (N_LR, N_SVM, USE_LR, USE_DENSE, TUNED, TUNED_LR, TUNED_KNN)),
    Candidate("USE neural ½ + n-gram SVM 1", {USE_DENSE: DENSE_WEIGHT, N_SVM: NGRAM_WEIGHT}),
    Candidate("tuned 1 + USE neural ½", {TUNED: TUNED_WEIGHT, USE_DENSE: DENSE_WEIGHT}),
    Candidate("tuned 1 + n-gram SVM 1", {TUNED: TUNED_WEIGHT, N_SVM: NGRAM_WEIGHT}),
    Candidate("all three, no prior", {TUNED: TUNED_WEIGHT, USE_DENSE: DENSE_WEIGHT, N_SVM: NGRAM_WEIGHT}),
    Candidate(
        "**all three, with prior: shipped**",
        {TUNED: TUNED_WEIGHT, USE_DENSE: DENSE_WEIGHT, N_SVM: NGRAM_WEIGHT},
        OUT_OF_SCOPE_PRIOR,
    ),
)


class Bench:
    """Fits views on the same messages; n-grams are counted once and shared."""

    def __init__(self, training: Messages) -> None:
        self._training = training
        self.labels, self._y = np.unique([case.labels[0] for case in training.cases], return_inverse=True)
        counts = np.bincount(self._y)
        self._weight = ((counts.mean() / counts) ** CLASS_WEIGHT_EXPONENT).astype(np.float32)
        self._ngrams: NgramView | None = None
        self._ngram_rows: csr_matrix | None = None
        self._ngram_s = 0.0

    def view(self, name: str) -> View:
        """Fit one view by its name."""
        fits: dict[str, Callable[[], Scorer]] = {
            N_LR: self._ngram_regression,
            N_SVM: self._ngram_machine,
            USE_LR: lambda: self._regression("use"),
            USE_DENSE: self._dense,
            TUNED_LR: lambda: self._regression("tuned"),
            TUNED_KNN: self._neighbours,
        }
        if name == TUNED:
            head = TunedHead(self.labels.tolist())
            return View(lambda messages: head.probabilities(messages.tuned), None)
        if name in (N_LR, N_SVM):
            self._count_ngrams()
        start = time.monotonic()
        score = fits[name]()
        return View(score, time.monotonic() - start + (self._ngram_s if name in (N_LR, N_SVM) else 0.0))

    def _count_ngrams(self) -> None:
        if self._ngrams is None:
            start = time.monotonic()
            self._ngrams, self._ngram_rows = NgramView.of(self._training.texts)
            self._ngram_s = time.monotonic() - start

    def _ngram_regression(self) -> Scorer:
        assert self._ngrams is not None
        ngrams = self._ngrams
        model = SGDClassifier(
            loss="log_loss",
            alpha=SGD_ALPHA,
            max_iter=SGD_EPOCHS,
            tol=None,
            class_weight=dict(enumerate(self._weight)),
            random_state=0,
        ).fit(self._ngram_rows, self._y)
        weights, bias = np.ascontiguousarray(model.coef_.T, dtype=np.float32), model.intercept_.astype(np.float32)

        def score(messages: Messages) -> np.ndarray:
            # As predict_proba does, but 20 times faster for one message.
            each = 1 / (1 + np.exp(-(np.asarray(ngrams.transform(messages.texts) @ weights) + bias)))
            return np.asarray(each / each.sum(axis=1, keepdims=True))

        return score

    def _ngram_machine(self) -> Scorer:
        assert self._ngrams is not None
        ngrams = self._ngrams
        model = LinearSVC(C=SVM_C, tol=SVM_TOLERANCE, random_state=0, class_weight=dict(enumerate(self._weight))).fit(
            self._ngram_rows, self._y
        )
        weights, bias = model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)

        def score(messages: Messages) -> np.ndarray:
            return softmax(MARGIN_SCALE * (np.asarray(ngrams.transform(messages.texts) @ weights) + bias))

        return score

    def _regression(self, encoder: str) -> Scorer:
        model = LogisticRegression(C=LR_C, max_iter=LR_STEPS, class_weight=dict(enumerate(self._weight)))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it stops at its last step, not converged
            model.fit(unit(getattr(self._training, encoder)), self._y)
        return lambda messages: np.asarray(model.predict_proba(unit(getattr(messages, encoder))))

    def _dense(self) -> Scorer:
        head = DenseHead.fit(self._training.use, self._y, len(self.labels), self._weight)
        return lambda messages: head.probabilities(messages.use)

    def _neighbours(self) -> Scorer:
        return nearest(unit(self._training.tuned), self._y, len(self.labels))


def nearest(examples: np.ndarray, y: np.ndarray, label_count: int) -> Scorer:
    """Labels of the nearest examples by cosine, the nearer the more they count."""
    one_hot = np.eye(label_count, dtype=np.float32)[y]
    count = min(NEIGHBOURS, len(y))

    def score(messages: Messages) -> np.ndarray:
        likeness = unit(messages.tuned) @ examples.T
        best = np.argpartition(-likeness, count - 1, axis=1)[:, :count]
        votes = softmax(NEIGHBOUR_SCALE * np.take_along_axis(likeness, best, axis=1))
        return np.einsum("nk,nkl->nl", votes, one_hot[best])

    return score


def unit(vectors: np.ndarray) -> np.ndarray:
    """Vectors of length 1."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def mean_of(scores: dict[str, np.ndarray], candidate: Candidate, labels: list[str]) -> np.ndarray:
    """The candidate's probabilities from those of its views."""
    total = np.sum([weight * scores[name] for name, weight in candidate.weights.items()], axis=0)
    if OOS in labels:
        total[:, labels.index(OOS)] *= candidate.prior
    return np.asarray(total / total.sum(axis=1, keepdims=True))


def training_seconds(candidate: Candidate, views: dict[str, View]) -> float | None:
    """What training the candidate takes here; None when all of it came with the weights."""
    parts = [seconds for name in candidate.weights if (seconds := views[name].training_s) is not None]
    return sum(parts) if parts else None


def figures(probabilities: np.ndarray, labels: list[str], messages: Messages) -> dict[str, float]:
    """What a ranking alone finds, without patterns and thresholds; shares are of the messages each is about."""
    cases = messages.cases
    ranked = np.array(labels)[np.argsort(-probabilities, axis=1)[:, :3]]
    right = np.array([row[0] in case.labels for row, case in zip(ranked, cases)])
    in_three = np.array([bool(set(row) & set(case.labels)) for row, case in zip(ranked, cases)])
    safety_first = np.isin(ranked[:, 0], SAFETY)
    best = [case.labels[0] for case in cases]
    known = np.array([is_knowledge(label) and not case.has_parts for label, case in zip(best, cases)])
    return {
        "right first": share(right),
        "in three": share(in_three),
        "knowledge": share(right[known]),
        "out of scope": share(ranked[np.array(best) == OOS, 0] == OOS),
        "safety found": share(safety_first[np.isin(best, SAFETY)]),
        "false alarms": share(safety_first[[not set(case.labels) & set(SAFETY) for case in cases]]),
        "Spanish": share(right[messages.spanish]),
    }


def share(hits: np.ndarray) -> float:
    """The share of hits; nan when there is nothing to hit."""
    return float(hits.mean()) if len(hits) else float("nan")


def stratified(labels: list[str], portion: float, seed: int = 0) -> list[int]:
    """Rows of a random portion of each label, at least two of each, in their old order."""
    random = np.random.default_rng(seed)
    kept: list[int] = []
    for label in sorted(set(labels)):
        rows = np.flatnonzero(np.array(labels) == label)
        kept += random.permutation(rows)[: max(2, round(portion * len(rows)))].tolist()
    return sorted(kept)
