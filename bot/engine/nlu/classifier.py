"""Ranks all labels of a message, and of each of its sentences: the graph component around LabelModel.

Safety and decision (the next two components) read `labels` and `pieces`; decision.py fills Rasa's own keys.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Dict, List, Optional, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine.nlu.calibration import fitted_temperature
from bot.engine.nlu.encoder import SIZES, encode
from bot.engine.nlu.label_model import LabelModel, NgramView
from bot.engine.nlu.language import is_spanish
from bot.engine.nlu.sentences import pieces
from bot.engine.nlu.wording import fold
from bot.knowledge.labels import label_of

# Four of five messages are clear to the other two views, with the same accuracy and better calibrated; of the unclear
# ones USE helps with the short and the Spanish only, and takes a third of their time (docs/understanding.md).
SURE_WITHOUT_USE = {"english": 0.8, "spanish": 0.9}
LONGEST_FOR_USE = 140  # characters of an English message
PIECES_AT_ONCE = 2  # who writes a long message alone need not wait for one core; the encoder lets others go on
LABELS = "labels"
PIECES = "pieces"  # [{"text", "labels"}], only for a message with more than one sentence


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LabelClassifier(IntentClassifier, GraphComponent):
    """One classifier over all labels, knowledge and conversation alike: one model, one confidence."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, model: Optional[LabelModel] = None) -> None:
        self._storage = model_storage
        self._resource = resource
        self._model = model
        self._pool = ThreadPoolExecutor(PIECES_AT_ONCE, thread_name_prefix="pieces")

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LabelClassifier:
        """An untrained component."""
        return cls(model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> str:
        """Retrain when the model's code changed; Rasa looks only at this class's own source."""
        here = Path(__file__).parent
        return "".join(
            (here / name).read_text(encoding="utf-8") for name in ("label_model.py", "dense_head.py", "calibration.py")
        )

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on every example that has a text, and keep the model with the archive."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT)]
        texts = [fold(m.get(TEXT)) for m in examples]
        labels = [label_of(m.get(INTENT_RESPONSE_KEY) or m.get(INTENT)) for m in examples]
        writers = [_writer(m) for m in examples]
        vectors = np.stack([_joined(m) for m in examples])
        print(f"  fitting {len(texts)} messages, {len(set(labels))} labels", flush=True)  # noqa: T201 - scripts/train.py shows it
        counted = NgramView.of(texts)
        with ThreadPoolExecutor() as pool:  # two fits on two cores: what they spend their time in lets the other go on
            temperature = pool.submit(fitted_temperature, texts, vectors, labels, writers, counted)
            model = LabelModel.fit(texts, vectors, labels, counted)
            model.temperature = temperature.result()
        with self._storage.write_to(self._resource) as folder:
            model.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LabelClassifier:
        """The trained component; a model that cannot be read stops the start."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, LabelModel.load(folder))

    def process(self, messages: List[Message]) -> List[Message]:
        """Set `labels` and `pieces` on each message."""
        for message in messages:
            text = fold(message.get(TEXT) or "")
            parts = pieces(text)
            if len(parts) < 2:
                labels = self._ranking(text, encode("tuned", text)) if text else []
                bare = "".join(parts)
                if bare != text and labels[0]["confidence"] < SURE_WITHOUT_USE["english"]:
                    # A greeting before a short question half hides it.
                    labels = self._ranking(bare, encode("tuned", bare))
            else:
                whole, *vectors = self._pool.map(partial(encode, "tuned"), [text, *parts])
                labels = self._ranking(text, whole)
                # A story has many sentences: they don't wait for USE.
                rows = [{"text": p, LABELS: self._ranking(p, v, may_ask_use=False)} for p, v in zip(parts, vectors)]
                message.set(PIECES, rows)
            message.set(LABELS, labels, add_to_output=True)
        return messages

    def _ranking(self, text: str, tuned: np.ndarray, may_ask_use: bool = True) -> List[Dict[str, Any]]:
        if self._model is None:
            raise RuntimeError("LabelClassifier has not been trained: run make train")
        vectors = np.concatenate([np.zeros(SIZES["use"], dtype=np.float32), tuned])[None, :]
        row = self._model.probabilities([text], vectors, with_use=False)[0]
        if may_ask_use and _is_for_use(text, row.max()):
            vectors[0, : SIZES["use"]] = encode("use", text)
            row = self._model.probabilities([text], vectors)[0]
        order = np.argsort(-row)
        return [{"name": self._model.labels[i], "confidence": float(row[i])} for i in order]


def _joined(message: Message) -> np.ndarray:
    """The encoders' vectors of a training message, side by side in the pipeline's order."""
    found = [f for f in message.features if f.attribute == TEXT and f.type == FEATURE_TYPE_SENTENCE]
    return np.concatenate([feature.features[0] for feature in found])


def _is_for_use(text: str, confidence: float) -> bool:
    if is_spanish(text):
        return confidence < SURE_WITHOUT_USE["spanish"]
    return confidence < SURE_WITHOUT_USE["english"] and len(text) <= LONGEST_FOR_USE


def _writer(message: Message) -> str:
    """Who wrote a training message; kept with each block in data/nlu."""
    metadata = (message.get("metadata") or {}).get("intent") or {}
    return str(metadata.get("writer", ""))
