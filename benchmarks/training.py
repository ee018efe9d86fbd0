"""How long our training takes, first time and after one row changed, in a copy of the working tree.

A copy, because the first time means no cache of embeddings and no cache of Rasa's.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

from benchmarks.child import Child
from benchmarks.progress import say, wait_with_progress
from bot.engine.model_file import ROOT

# What training reads, and the script that runs it.
COPIED = ("config.yml", "domain.yml", "requirements.lock", "data", "bot", "scripts")
KEPT_IN_SHORT = 10  # every tenth row
_ROW = re.compile(r"^ {6}- ")


class TrainingFailed(RuntimeError):
    """Training ended with an error; says the last line of its log."""


def copy_tree(target: Path, *, short: bool) -> None:
    """The working tree as it is now, without caches; with fewer training rows for trying out."""
    target.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, target / name)
    if short:
        for path in (target / "data" / "nlu").glob("*.yml"):
            path.write_text(thinned(path.read_text(encoding="utf-8")), encoding="utf-8")


def thinned(text: str) -> str:
    """The first row of each block of examples, and every tenth after it."""
    kept, place = [], 0
    for line in text.splitlines(keepends=True):
        place = place + 1 if _ROW.match(line) else 0
        if place == 0 or place % KEPT_IN_SHORT == 1:
            kept.append(line)
    return "".join(kept)


def count_rows(folder: Path) -> int:
    """Training messages of a tree."""
    files = (folder / "data" / "nlu").glob("*.yml")
    return sum(bool(_ROW.match(line)) for path in files for line in path.read_text(encoding="utf-8").splitlines())


def change_one_row(folder: Path) -> None:
    """What a person at the firm would do who corrects one message."""
    path = min((folder / "data" / "nlu").glob("*.yml"))
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(i for i, line in enumerate(lines) if _ROW.match(line))
    lines[place] = f"{lines[place].rstrip()} please\n"
    path.write_text("".join(lines), encoding="utf-8")


def run_training(name: str, command: list[str], folder: Path, log: Path) -> float:
    """Seconds of one training, imports and all; raises TrainingFailed."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    child = Child(name, command, cwd=folder, env={**env, "PYTHONUNBUFFERED": "1"}, log=log)
    seconds = wait_with_progress(child, name)
    if child.returncode:
        raise TrainingFailed(f"{name}: {child.last_line() or 'ended without a word'}")
    return seconds


def measure(folder: Path) -> tuple[float, float]:
    """Seconds of the first training in a copied tree, and of the next after one row changed."""
    command = [sys.executable, "scripts/train.py"]
    if (folder / ".cache").exists():
        raise TrainingFailed("the copy has a cache already: this would not be the first time")
    say("ours: training for the first time")
    first_s = run_training("ours, first training", command, folder, folder / "first.log")
    say(f"ours: trained in {first_s:.0f} s; again, one row changed")
    change_one_row(folder)
    again_s = run_training("ours, second training", command, folder, folder / "again.log")
    say(f"ours: trained in {again_s:.0f} s")
    return first_s, again_s
