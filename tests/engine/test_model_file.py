"""The seal that says `make train` wrote the model, and what makes a model out of date."""

import shutil

import pytest

from bot.engine import model_file
from bot.engine.model_file import ROOT, SOURCES, ModelRefused, check_seal, fingerprint, is_current, seal_of, write_seal


@pytest.fixture
def sealed(tmp_path):
    model = tmp_path / "m.tar.gz"
    model.write_bytes(b"a trained model" * 100)
    write_seal("made from this", model)
    return model


def test_a_sealed_model_is_accepted(sealed):
    check_seal(sealed)


@pytest.mark.parametrize("place", [0, 700, -1])
def test_a_model_with_one_byte_changed_is_refused(sealed, place):
    content = bytearray(sealed.read_bytes())
    content[place] ^= 1
    sealed.write_bytes(content)

    with pytest.raises(ModelRefused, match="not the file that make train wrote"):
        check_seal(sealed)


def test_a_model_without_a_seal_is_refused(sealed):
    seal_of(sealed).unlink()

    with pytest.raises(ModelRefused, match="run make train"):
        check_seal(sealed)


@pytest.mark.parametrize("content", ["", "no json", "{}", '{"made_from": "x"}'])
def test_a_broken_seal_is_refused(sealed, content):
    seal_of(sealed).write_text(content)

    with pytest.raises(ModelRefused):
        check_seal(sealed)


def test_a_missing_model_is_refused(sealed):
    sealed.unlink()

    with pytest.raises(ModelRefused, match="there is no model"):
        check_seal(sealed)


@pytest.fixture
def sources(tmp_path, monkeypatch):
    """A small copy of what a model is made from."""
    for source in SOURCES:
        path = tmp_path / source
        if (ROOT / source).is_dir():
            (path / "deeper").mkdir(parents=True)
            (path / "a.yml").write_text("a")
            (path / "deeper" / "b.py").write_text("b")
        else:
            path.write_text(source)
    monkeypatch.setattr(model_file, "ROOT", tmp_path)
    return tmp_path


def test_the_fingerprint_stays_while_nothing_changes(sources):
    assert fingerprint() == fingerprint()


@pytest.mark.parametrize("source", SOURCES)
def test_a_change_in_any_source_changes_the_fingerprint(sources, source):
    before = fingerprint()
    path = sources / source

    (path / "deeper" / "b.py" if path.is_dir() else path).write_text("changed")

    assert fingerprint() != before


@pytest.mark.parametrize("source", [s for s in SOURCES if (ROOT / s).is_dir()])
def test_a_file_added_renamed_or_removed_changes_the_fingerprint(sources, source):
    seen = {fingerprint()}

    (sources / source / "new.yml").write_text("")
    seen.add(fingerprint())
    (sources / source / "new.yml").rename(sources / source / "other.yml")
    seen.add(fingerprint())
    (sources / source / "a.yml").unlink()
    seen.add(fingerprint())

    assert len(seen) == 4


def test_compiled_files_do_not_matter(sources):
    before = fingerprint()

    cache = sources / "bot" / "engine" / "__pycache__"
    cache.mkdir()
    (cache / "x.pyc").write_bytes(b"x")

    assert fingerprint() == before


def test_a_model_is_current_only_while_its_sources_stay(sources, tmp_path):
    model = tmp_path / "m.tar.gz"
    model.write_bytes(b"model")
    write_seal(fingerprint(), model)

    assert is_current(model)
    (sources / "config.yml").write_text("changed")
    assert not is_current(model)


def test_a_model_that_is_not_there_is_not_current(tmp_path):
    assert not is_current(tmp_path / "none.tar.gz")


def test_every_source_of_a_model_exists():
    assert [source for source in SOURCES if not (ROOT / source).exists()] == []


def test_a_component_retrains_when_any_of_its_helpers_changed(monkeypatch, tmp_path):
    """Rasa fingerprints a component's own class only; helpers must stand in fingerprint_addon."""
    from bot.engine.nlu import classifier

    folder = tmp_path / "nlu"
    shutil.copytree(ROOT / "bot" / "engine" / "nlu", folder, ignore=shutil.ignore_patterns("weights", "__pycache__"))
    monkeypatch.setattr(classifier, "__file__", str(folder / "classifier.py"))
    before = classifier.LabelClassifier.fingerprint_addon({})

    for name in ("label_model.py", "dense_head.py", "calibration.py"):
        (folder / name).write_text((folder / name).read_text() + "\n# changed\n")
        after = classifier.LabelClassifier.fingerprint_addon({})
        assert after != before, name
        before = after
