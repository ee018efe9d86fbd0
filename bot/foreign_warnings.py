"""Leaves other people's warnings out of what engine and action server print: they tell whoever runs the site nothing.

Filters would not do: sanic and Rasa set their own while they are imported. Some of Rasa's warnings quote slot values.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TextIO

_PROJECT = Path(__file__).resolve().parents[1]
_NOT_OURS = "site-packages"  # .venv lies within the project


def drop() -> None:
    """Show warnings about our own code only, from now on."""
    shown = warnings.showwarning

    def show_ours(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        path = Path(filename)  # such as <frozen importlib._bootstrap>
        if path.is_absolute() and _PROJECT in path.resolve().parents and _NOT_OURS not in path.parts:
            shown(message, category, filename, lineno, file, line)

    warnings.showwarning = show_ours
