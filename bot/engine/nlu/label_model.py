"""Three views of a message, averaged and calibrated: the fine-tuned encoder, the multilingual one, and n-grams.

Plain numpy and scikit-learn, no Rasa: classifier.py wraps it as a graph component, benchmarks/ compares it with
others. Training here fits the two light views; the fine-tuned one comes with the weights (weights/tune.py).
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from bot.engine.nlu.dense_head import DenseHead, softmax
from bot.engine.nlu.encoder import SIZES, WEIGHTS

TUNED_HEAD = WEIGHTS / "tuned_head.npz"

# Weights in the average (docs/understanding.md).
TUNED_WEIGHT, DENSE_WEIGHT, NGRAM_WEIGHT = 1.0, 0.5, 1.0
CLASS_WEIGHT_EXPONENT = 0.4
# Class weights make the one label for everything else too rare; visitors bring it more often than a 48th of the time.
OUT_OF_SCOPE_PRIOR = 2.5
MAX_NGRAMS = {"char": 24_000, "word": 8_000}
# A support vector machine gives margins; this turns them into something like probabilities.
MARGIN_SCALE = 3.0
SVM_C = 0.3
SVM_TOLERANCE = 0.05  # the usual 0.0001 takes longer and decides one message in 3,000 otherwise


class NgramView:
    """TF-IDF of character 2-5-grams within words and of word 1-2-grams, the frequent ones only."""

    def __init__(self) -> None:
        self._vectorizers = {
            "char": TfidfVectorizer(
                analyzer="char_wb",
                lowercase=True,
                ngram_range=(2, 5),
                min_df=2,
                max_features=MAX_NGRAMS["char"],
                sublinear_tf=True,
            ),
            "word": TfidfVectorizer(
                ngram_range=(1, 2),
                min_df=2,
                max_features=MAX_NGRAMS["word"],
                sublinear_tf=True,
                token_pattern=r"\S+",  # noqa: S106 - no password
            ),
        }
        self._analyzers = {name: vectorizer.build_analyzer() for name, vectorizer in self._vectorizers.items()}
        self._idfs: dict[str, np.ndarray] = {}

    @classmethod
    def of(cls, texts: list[str]) -> tuple[NgramView, csr_matrix]:
        """The view of the texts, and their rows."""
        view = cls()
        return view, view.fit(texts)

    def fit(self, texts: list[str]) -> csr_matrix:
        """Learn the n-grams of the training texts and return their rows."""
        return self._joined([v.fit_transform(texts) for v in self._vectorizers.values()])

    def transform(self, texts: list[str]) -> csr_matrix:
        """Rows of new texts."""
        return self._joined([v.transform(texts) for v in self._vectorizers.values()])

    @staticmethod
    def _joined(parts: list[csr_matrix]) -> csr_matrix:
        return hstack(parts, format="csr", dtype=np.float32)

    def times(self, text: str, weights: np.ndarray) -> np.ndarray:
        """`transform([text]) @ weights` as one row, without scikit-learn's matrices: in a sixth of the time."""
        total, first = np.zeros(weights.shape[1], dtype=np.float32), 0
        for name, vectorizer in self._vectorizers.items():
            places = vectorizer.vocabulary_
            counts = Counter(places[term] for term in self._analyzers[name](text) if term in places)
            if counts:
                found = np.fromiter(counts, dtype=np.intp)
                values = (1 + np.log(np.fromiter(counts.values(), dtype=np.float64))) * self._idf(name)[found]
                total += (values / np.linalg.norm(values)).astype(np.float32) @ weights[found + first]
            first += len(places)
        return total

    def _idf(self, name: str) -> np.ndarray:
        if name not in self._idfs:  # the vectorizer's own property checks and copies at each look
            self._idfs[name] = self._vectorizers[name].idf_
        return self._idfs[name]

    def as_json(self) -> str:
        """Vocabulary and weights, for the model archive."""
        return json.dumps(
            {
                name: {
                    "terms": sorted(v.vocabulary_, key=v.vocabulary_.get),
                    "idf": [round(float(x), 4) for x in v.idf_],
                }
                for name, v in self._vectorizers.items()
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str) -> NgramView:
        """The view as `as_json` wrote it."""
        view = cls()
        for name, stored in json.loads(text).items():
            vectorizer = view._vectorizers[name]
            vectorizer.vocabulary_ = {term: i for i, term in enumerate(stored["terms"])}
            vectorizer.idf_ = np.array(stored["idf"])
        return view


class TunedHead:
    """The linear head that was trained together with the fine-tuned encoder."""

    def __init__(self, labels: list[str], path: Path = TUNED_HEAD) -> None:
        with np.load(path, allow_pickle=False) as stored:
            place = {name: i for i, name in enumerate(stored["labels"].tolist())}
            self._weights, self._bias = stored["weights"], stored["bias"]
        # A label that came after the fine-tuning has no column: the other views decide on it.
        self._columns = [(i, place[label]) for i, label in enumerate(labels) if label in place]
        self._count = len(labels)

    def probabilities(self, vectors: np.ndarray) -> np.ndarray:
        """One row a message in the order of the labels; what the head knows of them adds up to at most 1."""
        known = softmax(vectors @ self._weights + self._bias)
        rows = np.zeros((len(vectors), self._count), dtype=np.float32)
        for ours, theirs in self._columns:
            rows[:, ours] = known[:, theirs]
        return rows


class LabelModel:
    """Probabilities of all labels for a message, calibrated by one temperature."""

    def __init__(
        self,
        labels: list[str],
        dense: DenseHead,
        ngrams: NgramView,
        ngram_weights: np.ndarray,
        ngram_bias: np.ndarray,
        temperature: float,
    ) -> None:
        self.labels = labels
        self._dense = dense
        self._ngrams = ngrams
        self._ngram_weights = ngram_weights
        self._ngram_bias = ngram_bias
        self._tuned = TunedHead(labels)
        self.temperature = temperature

    @classmethod
    def fit(
        cls,
        texts: list[str],
        vectors: np.ndarray,
        labels: list[str],
        counted: tuple[NgramView, csr_matrix] | None = None,
    ) -> LabelModel:
        """Train on folded texts, their sentence vectors side by side, and their labels.

        `counted`: the n-grams and their rows for these texts, when they are known already.
        """
        names, y = np.unique(labels, return_inverse=True)
        counts = np.bincount(y)
        weight = ((counts.mean() / counts) ** CLASS_WEIGHT_EXPONENT).astype(np.float32)
        dense = DenseHead.fit(vectors[:, : SIZES["use"]], y, len(names), weight)
        ngrams, rows = counted or NgramView.of(texts)
        machine = LinearSVC(C=SVM_C, tol=SVM_TOLERANCE, random_state=0, class_weight=dict(enumerate(weight))).fit(
            rows, y
        )
        if len(names) == 2:  # scikit-learn keeps one column for two labels
            coefficients, bias = (
                np.vstack([-machine.coef_, machine.coef_]),
                np.hstack([-machine.intercept_, machine.intercept_]),
            )
        else:
            coefficients, bias = machine.coef_, machine.intercept_
        return cls(names.tolist(), dense, ngrams, coefficients.T.astype(np.float32), bias.astype(np.float32), 1.0)

    def probabilities(self, texts: list[str], vectors: np.ndarray, with_use: bool = True) -> np.ndarray:
        """One row a message, in the order of `labels`, adding up to 1.

        Without USE the other two views decide; its half of `vectors` may then hold anything.
        """
        margins = np.stack([self._ngrams.times(text, self._ngram_weights) for text in texts]) + self._ngram_bias
        use, tuned = vectors[:, : SIZES["use"]], vectors[:, SIZES["use"] :]
        total = TUNED_WEIGHT * self._tuned.probabilities(tuned) + NGRAM_WEIGHT * softmax(MARGIN_SCALE * margins)
        if with_use:
            total += DENSE_WEIGHT * self._dense.probabilities(use)
        if "out_of_scope" in self.labels:
            total[:, self.labels.index("out_of_scope")] *= OUT_OF_SCOPE_PRIOR
        return sharpened(total / total.sum(axis=1, keepdims=True), self.temperature)

    def save(self, folder: Path) -> None:
        """Write npz and JSON, no pickle."""
        arrays = {f"dense_{name}": value for name, value in vars(self._dense).items()}
        arrays |= {"ngram_weights": self._ngram_weights, "ngram_bias": self._ngram_bias}
        np.savez_compressed(folder / "heads.npz", **{name: value.astype(np.float16) for name, value in arrays.items()})
        (folder / "ngrams.json").write_text(self._ngrams.as_json(), encoding="utf-8")
        meta = {"labels": self.labels, "temperature": self.temperature}
        (folder / "model.json").write_text(json.dumps(meta), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LabelModel:
        """Read what `save` wrote; raises OSError or ValueError when a file is missing or broken."""
        meta = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        ngrams = NgramView.from_json((folder / "ngrams.json").read_text(encoding="utf-8"))
        with np.load(folder / "heads.npz", allow_pickle=False) as stored:
            arrays = {name: stored[name].astype(np.float32) for name in stored.files}
        dense = DenseHead(*(arrays[f"dense_{name}"] for name in ("w1", "b1", "w2", "b2")))
        return cls(meta["labels"], dense, ngrams, arrays["ngram_weights"], arrays["ngram_bias"], meta["temperature"])


def sharpened(probabilities: np.ndarray, temperature: float) -> np.ndarray:
    """Probabilities with their logarithms divided by the temperature: below 1 surer, above 1 less sure."""
    scaled = np.power(np.maximum(probabilities, 1e-12), 1.0 / temperature)
    return scaled / scaled.sum(axis=1, keepdims=True)
