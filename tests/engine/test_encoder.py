"""Damaged weights stop the start, and vectors known from an earlier training are not made again."""

import shutil

import numpy as np
import pytest

from bot.engine.nlu import encoder
from bot.engine.nlu.encoder import MODELS, WEIGHTS, SentenceEncoder, WeightsDamaged, check_weights, encode_all


@pytest.fixture
def counted(monkeypatch):
    """A quick encoder that counts what it is asked."""
    asked = []

    def encode(model, text):
        asked.append(text)
        return np.full(4, len(text), dtype=np.float32)

    monkeypatch.setattr(encoder, "encode", encode)
    return asked


def test_the_weights_are_those_of_the_sums():
    check_weights()


def test_damaged_weights_are_named(tmp_path):
    shutil.copytree(WEIGHTS, tmp_path / "weights")
    name = (tmp_path / "weights" / "SHA256SUMS").read_text().split()[1]
    (tmp_path / "weights" / name).write_bytes(b"something else")

    with pytest.raises(WeightsDamaged, match=name):
        check_weights(tmp_path / "weights")


def test_a_second_training_encodes_only_what_is_new(counted, tmp_path):
    first = encode_all("use", ["a", "bb", "a"], cache=tmp_path)
    second = encode_all("use", ["bb", "a", "ccc"], cache=tmp_path)

    assert sorted(counted) == ["a", "bb", "ccc"]
    assert first[:, 0].tolist() == [1, 2, 1]
    assert second[:, 0].tolist() == [2, 1, 3]


def test_an_unreadable_cache_is_made_anew(counted, tmp_path):
    encode_all("use", ["a"], cache=tmp_path)
    next(tmp_path.glob("*.npz")).write_bytes(b"no zip at all")

    again = encode_all("use", ["a"], cache=tmp_path)

    assert again[:, 0].tolist() == [1]


def test_the_cache_holds_no_messages(counted, tmp_path):
    encode_all("use", ["a very private message"], cache=tmp_path)

    assert b"private" not in next(tmp_path.glob("*.npz")).read_bytes()


@pytest.mark.parametrize("model", MODELS)
def test_an_unknown_model_in_the_configuration_is_named(model):
    SentenceEncoder({"model": model}, "x")

    with pytest.raises(ValueError, match="bert"):
        SentenceEncoder({"model": "bert"}, "x")
