"""Spanish answers, data/answers_es/: off until the firm's lawyer has approved them (SPANISH_ANSWERS=on).

The engine's NLG and turn plan read them here; without the setting visitors get the fixed Spanish reply that says
what is possible, and the answer in English.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[2] / "data" / "answers_es"


def is_switched_on() -> bool:
    """Whether the firm has switched Spanish answers on; raises ValueError for anything but on and off."""
    value = os.environ.get("SPANISH_ANSWERS", "").strip().lower() or "off"
    if value not in {"on", "off"}:
        raise ValueError(f"SPANISH_ANSWERS={value!r}: write 'on' or 'off'")
    return value == "on"


@lru_cache
def load_spanish(folder: Path = FOLDER) -> dict[str, list[dict[str, Any]]]:
    """Responses by name in the shape of a domain's; empty when they are switched off or there are none."""
    if not is_switched_on():
        return {}
    responses: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(folder.glob("*.yml")):
        responses |= yaml.safe_load(path.read_text(encoding="utf-8"))["answers_es"]
    return responses
