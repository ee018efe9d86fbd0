"""The trainable part of understanding: one light classifier for each view of a message, probabilities averaged.

Plain numpy and scikit-learn, no Rasa: classifier.py wraps it as a graph component, benchmarks/ compares
it with others. Views: the two sentence encoders, and character and word n-grams.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

NGRAMS = "ngrams"
# Weight in the average, and C of the logistic regression (docs/understanding.md).
VIEWS = {"use": (1.0, 10.0), "minilm": (1.0, 10.0), NGRAMS: (0.5, 20.0)}
CLASS_WEIGHT_EXPONENT = 0.4
MAX_NGRAMS = {"char": 24_000, "word": 8_000}


@dataclass
class LinearHead:
    """Weights of a multinomial logistic regression: one column a label."""

    weights: np.ndarray
    bias: np.ndarray

    def probabilities(self, row: np.ndarray | csr_matrix) -> np.ndarray:
        """Softmax of the scores, one row a message."""
        scores = np.asarray(row @ self.weights) + self.bias
        scores -= scores.max(axis=1, keepdims=True)
        np.exp(scores, out=scores)
        return scores / scores.sum(axis=1, keepdims=True)


class NgramView:
    """TF-IDF of character 2-5-grams within words and of word 1-2-grams, the frequent ones only."""

    def __init__(self) -> None:
        self._vectorizers = {
            "char": TfidfVectorizer(
                analyzer="char_wb", ngram_range=(2, 5), min_df=2, max_features=MAX_NGRAMS["char"], sublinear_tf=True
            ),
            "word": TfidfVectorizer(
                ngram_range=(1, 2), min_df=2, max_features=MAX_NGRAMS["word"], sublinear_tf=True, token_pattern=r"\S+"
            ),
        }

    def fit(self, texts: list[str]) -> csr_matrix:
        """Learn the n-grams of the training texts and return their rows."""
        return self._joined([v.fit_transform(texts) for v in self._vectorizers.values()])

    def transform(self, texts: list[str]) -> csr_matrix:
        """Rows of new texts."""
        return self._joined([v.transform(texts) for v in self._vectorizers.values()])

    @staticmethod
    def _joined(parts: list[csr_matrix]) -> csr_matrix:
        from scipy.sparse import hstack

        return hstack(parts, format="csr", dtype=np.float32)

    def as_json(self) -> str:
        """Vocabulary and weights, for the model archive."""
        return json.dumps(
            {
                name: {"terms": sorted(v.vocabulary_, key=v.vocabulary_.get), "idf": [round(float(x), 4) for x in v.idf_]}
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


class LabelModel:
    """Probabilities of all labels for a message, calibrated by one temperature."""

    def __init__(self, labels: list[str], heads: dict[str, LinearHead], ngrams: NgramView, temperature: float) -> None:
        self.labels = labels
        self._heads = heads
        self._ngrams = ngrams
        self.temperature = temperature

    @classmethod
    def fit(
        cls, texts: list[str], vectors: dict[str, np.ndarray], labels: list[str], temperature: float = 1.0
    ) -> LabelModel:
        """Train on folded texts, their vectors by encoder, and their labels."""
        names, y = np.unique(labels, return_inverse=True)
        counts = np.bincount(y)
        weight = dict(enumerate((counts.mean() / counts) ** CLASS_WEIGHT_EXPONENT))
        ngrams = NgramView()
        rows = {**vectors, NGRAMS: ngrams.fit([text.lower() for text in texts])}
        heads = {}
        for view, (_, c) in VIEWS.items():
            fitted = LogisticRegression(C=c, class_weight=weight, max_iter=200, tol=1e-3).fit(rows[view], y)
            heads[view] = LinearHead(fitted.coef_.T.astype(np.float32), fitted.intercept_.astype(np.float32))
        return cls(names.tolist(), heads, ngrams, temperature)

    def probabilities(self, texts: list[str], vectors: dict[str, np.ndarray]) -> np.ndarray:
        """One row a message, in the order of `labels`, adding up to 1."""
        rows = {**vectors, NGRAMS: self._ngrams.transform([text.lower() for text in texts])}
        total = sum(weight * self._heads[view].probabilities(rows[view]) for view, (weight, _) in VIEWS.items())
        return sharpened(total / sum(weight for weight, _ in VIEWS.values()), self.temperature)

    def save(self, folder: Path) -> None:
        """Write npz and JSON, no pickle."""
        arrays = {}
        for view, head in self._heads.items():
            arrays[f"{view}_weights"] = head.weights.astype(np.float16)
            arrays[f"{view}_bias"] = head.bias
        np.savez_compressed(folder / "heads.npz", **arrays)
        (folder / "ngrams.json").write_text(self._ngrams.as_json(), encoding="utf-8")
        meta = {"labels": self.labels, "temperature": self.temperature}
        (folder / "model.json").write_text(json.dumps(meta), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LabelModel:
        """Read what `save` wrote; raises OSError or ValueError when a file is missing or broken."""
        meta = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        ngrams = NgramView.from_json((folder / "ngrams.json").read_text(encoding="utf-8"))
        with np.load(folder / "heads.npz", allow_pickle=False) as stored:
            heads = {
                view: LinearHead(stored[f"{view}_weights"].astype(np.float32), stored[f"{view}_bias"]) for view in VIEWS
            }
        return cls(meta["labels"], heads, ngrams, meta["temperature"])


def sharpened(probabilities: np.ndarray, temperature: float) -> np.ndarray:
    """Probabilities with their logarithms divided by the temperature: below 1 surer, above 1 less sure."""
    scaled = np.power(np.maximum(probabilities, 1e-12), 1.0 / temperature)
    return scaled / scaled.sum(axis=1, keepdims=True)
