"""Train on a few rows, save, load: the same probabilities, and nothing that could run code."""

import numpy as np
import pytest

from bot.engine.nlu.label_model import LabelModel, sharpened

TEXTS = {
    "ask_fees": ["what does it cost", "how much is a lawyer", "what is the price", "do you take payments"],
    "greet": ["hello there", "good morning", "hi", "good evening to you"],
    "subpoena_victim": ["can they make her come", "she got a subpoena", "what if he ignores it", "must she testify"],
}
TIMES = 5


@pytest.fixture(scope="module")
def rows():
    """60 texts with their labels, and vectors in which the labels lie apart."""
    random = np.random.default_rng(7)
    centres = {label: random.normal(size=64) for label in TEXTS}
    texts, labels, vectors = [], [], []
    for label, examples in TEXTS.items():
        for text in examples * TIMES:
            texts.append(text)
            labels.append(label)
            vectors.append(centres[label] + 0.3 * random.normal(size=64))
    return texts, np.array(vectors, dtype=np.float32), labels


@pytest.fixture(scope="module")
def fitted(rows):
    return LabelModel.fit(*rows)


def test_probabilities_are_one_row_a_text_adding_up_to_one(fitted, rows):
    texts, vectors, _ = rows

    found = fitted.probabilities(texts, vectors)

    assert found.shape == (60, 3)
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-5)
    assert (found >= 0).all()


def test_it_learns_its_rows(fitted, rows):
    texts, vectors, labels = rows

    best = np.array(fitted.labels)[fitted.probabilities(texts, vectors).argmax(axis=1)]

    assert (best == np.array(labels)).mean() > 0.95


def test_the_same_rows_give_the_same_model(fitted, rows):
    texts, vectors, _ = rows

    again = LabelModel.fit(*rows)

    np.testing.assert_allclose(again.probabilities(texts, vectors), fitted.probabilities(texts, vectors), atol=1e-6)


def test_what_is_loaded_says_what_was_saved(fitted, rows, tmp_path):
    texts, vectors, _ = rows
    fitted.temperature = 0.7

    fitted.save(tmp_path)
    loaded = LabelModel.load(tmp_path)

    assert loaded.labels == fitted.labels
    assert loaded.temperature == 0.7
    before, after = fitted.probabilities(texts, vectors), loaded.probabilities(texts, vectors)
    np.testing.assert_allclose(after, before, atol=0.01)  # weights are kept with 16 bits
    assert (after.argmax(axis=1) == before.argmax(axis=1)).all()


def test_unknown_words_are_no_error(fitted, rows):
    _, vectors, _ = rows

    found = fitted.probabilities(["§§§ ¿¿¿ 漢字"], vectors[:1])

    assert np.isfinite(found).all()


def test_only_npz_and_json_are_written_and_none_of_it_is_a_pickle(fitted, tmp_path):
    fitted.save(tmp_path)

    assert {path.suffix for path in tmp_path.iterdir()} == {".npz", ".json"}
    for path in tmp_path.glob("*.npz"):
        with np.load(path, allow_pickle=False) as stored:
            assert all(stored[name].dtype != object for name in stored.files)


def test_a_pickle_put_in_its_place_is_not_loaded(fitted, tmp_path):
    fitted.save(tmp_path)
    np.savez(tmp_path / "heads.npz", dense_w1=np.array([{"evil": True}], dtype=object))

    with pytest.raises(ValueError, match="allow_pickle"):
        LabelModel.load(tmp_path)


def test_a_missing_file_is_an_error(fitted, tmp_path):
    fitted.save(tmp_path)
    (tmp_path / "ngrams.json").unlink()

    with pytest.raises(OSError):
        LabelModel.load(tmp_path)


@pytest.mark.parametrize(("temperature", "surer"), [(0.5, True), (2.0, False)])
def test_a_temperature_below_one_makes_surer(temperature, surer):
    row = np.array([[0.6, 0.3, 0.1]])

    changed = sharpened(row, temperature)

    assert (changed[0, 0] > 0.6) == surer
    assert changed.argmax() == 0
    np.testing.assert_allclose(changed.sum(), 1)


def test_two_labels_work_as_well(rows):
    texts, vectors, labels = (part[:40] for part in rows)

    found = LabelModel.fit(texts, vectors, labels).probabilities(texts, vectors)

    assert found.shape == (40, 2)
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-5)
