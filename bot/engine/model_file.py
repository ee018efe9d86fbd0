"""The trained model: whether it is current, and the seal that says `make train` wrote it.

A model archive names the classes to import, so only one whose hash stands in its seal is loaded.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "models" / "client-questions.tar.gz"
# What a model depends on: Rasa's own files and our components.
SOURCES = ("config.yml", "domain.yml", "data", "bot/engine", "bot/knowledge", "requirements.lock")


class ModelRefused(RuntimeError):
    """The model is missing, or is not the one that was trained here."""


def fingerprint() -> str:
    """One hash over everything a model is made from."""
    digest = hashlib.sha256()
    for source in SOURCES:
        path = ROOT / source
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            if "__pycache__" not in file.parts:
                digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def seal_of(model: Path) -> Path:
    """The file beside a model that holds its hash."""
    return model.with_suffix("").with_suffix(".seal.json")


def write_seal(made_from: str, model: Path = MODEL) -> None:
    """Record the model's hash and what it was made from."""
    seal = {"sha256": _sha256(model), "made_from": made_from}
    seal_of(model).write_text(json.dumps(seal, indent=1) + "\n", encoding="utf-8")


def is_current(model: Path = MODEL) -> bool:
    """Whether a sealed model of today's sources is there."""
    try:
        check_seal(model)
        return bool(json.loads(seal_of(model).read_text(encoding="utf-8"))["made_from"] == fingerprint())
    except ModelRefused:
        return False


def check_seal(model: Path = MODEL) -> None:
    """Raise ModelRefused unless the model's hash is the one that training wrote."""
    try:
        expected = json.loads(seal_of(model).read_text(encoding="utf-8"))["sha256"]
        found = _sha256(model)
    except (OSError, ValueError, KeyError):
        raise ModelRefused(f"there is no model {model.name} with its seal: run make train") from None
    if found != expected:
        raise ModelRefused(f"{model.name} is not the file that make train wrote: it will not be loaded; run make train")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
