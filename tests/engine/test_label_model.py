"""Train on a few rows, save, load: the same probabilities, and nothing that could run code."""

import numpy as np
import pytest

from bot.engine.nlu.calibration import HELD_OUT_WRITERS, MIN_HELD_OUT, held_out_rows
from bot.engine.nlu.encoder import MODELS, SIZES, encode
from bot.engine.nlu.label_model import LabelModel, NgramView, TunedHead, sharpened

TEXTS = {
    "ask_fees": ["what does it cost", "how much is a lawyer", "what is the price", "do you take payments"],
    "greet": ["hello there", "good morning", "hi", "good evening to you"],
    "subpoena_victim": ["can they make her come", "she got a subpoena", "what if he ignores it", "must she testify"],
}
TIMES = 5


@pytest.fixture(scope="module")
def rows():
    """60 texts, the vectors of both encoders side by side, and the labels."""
    found = {text: vector_of(text) for examples in TEXTS.values() for text in examples}
    texts = [text for examples in TEXTS.values() for text in examples * TIMES]
    labels = [label for label, examples in TEXTS.items() for _ in examples * TIMES]
    return texts, np.stack([found[text] for text in texts]), labels


def vector_of(text):
    return np.concatenate([encode(model, text) for model in MODELS])


@pytest.fixture(scope="module")
def fitted(rows):
    return LabelModel.fit(*rows)


def test_probabilities_are_one_row_a_text_adding_up_to_one(fitted, rows):
    texts, vectors, _ = rows

    found = fitted.probabilities(texts, vectors)

    assert found.shape == (60, 3)
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-5)
    assert (found >= 0).all()


def test_one_text_at_a_time_gives_what_a_matrix_gives(rows):
    texts, _, _ = rows
    view = NgramView()
    weights = np.random.default_rng(0).normal(size=(view.fit(texts).shape[1], 3)).astype(np.float32)
    asked = ["Can they make her come, can they?", "hello", "zzz", ""]

    one_by_one = np.stack([view.times(text, weights) for text in asked])

    np.testing.assert_allclose(one_by_one, view.transform(asked) @ weights, atol=1e-5)
    assert np.abs(one_by_one[0]).sum() > 0


def test_the_vectors_stand_side_by_side_as_the_model_cuts_them(rows):
    _, vectors, _ = rows

    assert list(SIZES) == list(MODELS) == ["use", "tuned"]
    assert vectors.shape == (60, sum(SIZES.values()))


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


def test_each_encoder_has_a_say(fitted, rows):
    texts, vectors, _ = rows
    before = fitted.probabilities(texts, vectors)

    for model, part in (("use", slice(None, SIZES["use"])), ("tuned", slice(SIZES["use"], None))):
        without = vectors.copy()
        without[:, part] = 0
        assert np.abs(fitted.probabilities(texts, without) - before).max() > 0.01, model


def test_a_label_that_came_after_the_fine_tuning_is_left_to_the_other_views(rows):
    texts, vectors, labels = rows
    renamed = ["brand_new" if label == "greet" else label for label in labels]

    model = LabelModel.fit(texts, vectors, renamed)

    column = model.labels.index("brand_new")
    assert (TunedHead(model.labels).probabilities(vectors[:, SIZES["use"] :])[:, column] == 0).all()
    best = np.array(model.labels)[model.probabilities(texts, vectors).argmax(axis=1)]
    assert (best == np.array(renamed)).mean() > 0.95


# Which rows the temperature is found on


def test_the_writers_kept_from_the_encoder_are_held_out_alone():
    labels = ["greet", "deny"] * (2 * MIN_HELD_OUT)
    writers = ["w1"] * (3 * MIN_HELD_OUT) + [HELD_OUT_WRITERS[0]] * MIN_HELD_OUT

    held = held_out_rows(labels, writers)

    assert held.tolist() == [writer in HELD_OUT_WRITERS for writer in writers]


def test_a_fifth_of_each_label_is_held_out_where_those_writers_wrote_too_little():
    labels = ["greet"] * 50 + ["deny"] * 20 + ["stop"]

    held = held_out_rows(labels, ["w1"] * len(labels))

    assert (held[:50].sum(), held[50:70].sum(), held[70:].sum()) == (10, 4, 0)


def test_no_label_is_held_out_as_a_whole():
    labels = ["greet"] * MIN_HELD_OUT + ["deny"] * MIN_HELD_OUT
    writers = [HELD_OUT_WRITERS[0]] * MIN_HELD_OUT + ["w1"] * MIN_HELD_OUT

    held = held_out_rows(labels, writers)

    assert set(np.array(labels)[~held]) == {"greet", "deny"}
