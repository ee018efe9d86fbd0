"""The second article of tests/second_article/, to copy and to spoil."""

import shutil
from pathlib import Path

import yaml

from bot.knowledge.article import DATA
from bot.knowledge.checks import find_problems
from bot.knowledge.material import load_material

SECOND_ARTICLE = Path(__file__).resolve().parents[1] / "second_article"
ANSWERS = "answers/the_arraignment.yml"


def a_copy(folder):
    """A copy of the second article, free to be spoiled."""
    return shutil.copytree(SECOND_ARTICLE, folder / "article")


def spoil(folder, file, old, new):
    """Replace the first place of `old` in a file; it must be there."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} holds no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems_of(folder):
    """What the checks find in a folder that has its article's text."""
    return find_problems(load_material(folder), (folder / "article.txt").read_text(encoding="utf-8"))


def joined_with_the_first(folder):
    """data/ with the second article moved in, as docs/adding-an-article.md says."""
    data = shutil.copytree(DATA, folder / "data")
    shutil.copy(DATA.parent / "domain.yml", folder)
    for name in ("article", "questions", "least_facts"):
        ours, theirs = (_read(root / "knowledge" / f"{name}.yml") for root in (data, SECOND_ARTICLE))
        _write(data / "knowledge" / f"{name}.yml", _merged(ours, theirs))
    for name in ("answers", "nlu"):
        shutil.copy(SECOND_ARTICLE / name / "the_arraignment.yml", data / name)
    return data


def _merged(ours, theirs):
    """Lists and mappings grow; the first article's own id and title stay."""
    for key in theirs.keys() - {"article"}:
        ours[key] = ours[key] + theirs[key] if isinstance(ours[key], list) else {**ours[key], **theirs[key]}
    return ours


def _read(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _write(path, value):
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")
