"""The project's own evaluation messages: read, and checked against the frozen hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parent.parent / "evaluation"
# Written by other hands later, and used to set nothing: what it shows does not flatter.
UNSEEN = FOLDER / "unseen"


@dataclass(frozen=True)
class Case:
    """One message, the labels that are right for it (the best first), and what kind it is."""

    text: str
    labels: tuple[str, ...]
    kind: str
    flag: str | None = None
    has_parts: bool = False


def load_cases(folder: Path = FOLDER) -> list[Case]:
    """All messages of a folder, in the order of its files."""
    cases = []
    for path in sorted(folder.glob("*.yml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))["messages"]:
            cases.append(
                Case(str(row["text"]), tuple(row["labels"]), path.stem, row.get("flag"), bool(row.get("parts")))
            )
    return cases


def current_hash(folder: Path = FOLDER) -> str:
    """One hash over all files of a folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yml")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def frozen_hash(folder: Path = FOLDER) -> str:
    """The hash of the day the set was frozen."""
    return (folder / "FROZEN").read_text(encoding="utf-8").split()[0]
