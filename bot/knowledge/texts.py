"""Fixed texts of domain.yml for what is said outside a dialogue turn: the notice, the welcome, the apology."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from bot.knowledge.firm import fill, read_firm

ROOT = Path(__file__).resolve().parents[2]

__all__ = ["fill", "fixed_text"]


@lru_cache
def _responses() -> dict[str, list[dict[str, object]]]:
    raw = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    responses: dict[str, list[dict[str, object]]] = raw["responses"]
    return responses


def fixed_text(name: str) -> str:
    """The first variation of a response of domain.yml, the firm's details filled in; KeyError when there is none."""
    return fill(str(_responses()[name][0]["text"]), dict(read_firm().placeholders()))
