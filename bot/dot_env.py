"""Reads the file .env of the repository's root into the environment; settings, engine and scripts call it first.

What the environment says already stays as it is. ENV_FILE names another file, /dev/null none at all.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_LINE = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)")
_QUOTED = re.compile(r"""(?:"((?:[^"\\]|\\.)*)"|'([^']*)')\s*(?:#.*)?""")
_ESCAPED = re.compile(r'\\(["\\$`])')  # what a shell needs escaped within double quotes


class EnvFileBroken(ValueError):
    """The file cannot be read or a line means nothing; says which, never the line itself: it may hold a secret."""


def load_dot_env() -> None:
    """Set the variables of the file that are not set yet; a missing .env is fine, a missing ENV_FILE is not."""
    named = os.environ.get("ENV_FILE", "").strip()
    path = Path(named) if named else ROOT / ".env"
    try:
        content = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        if named:
            raise EnvFileBroken(f"ENV_FILE={named!r}: there is no such file") from None
        return
    except (OSError, UnicodeDecodeError) as exc:
        raise EnvFileBroken(f"{path} cannot be read: {getattr(exc, 'strerror', None) or 'it is no UTF-8'}") from exc
    for name, value in read_lines(content, path.name).items():
        os.environ.setdefault(name, value)


def read_lines(content: str, file_name: str = ".env") -> dict[str, str]:
    """The variables of a file in the syntax that shells share: NAME=value, quotes where blanks or # stand in it."""
    found: dict[str, str] = {}
    for number, line in enumerate(content.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        parts = _LINE.fullmatch(line)
        value = _value(parts[2]) if parts else None
        if parts is None or value is None:
            raise EnvFileBroken(f"{file_name}, line {number}: write NAME=value, with both quotes if there are any")
        found[parts[1]] = value
    return found


def _value(written: str) -> str | None:
    """What stands after the equals sign, None when a quote is not closed."""
    if not written.startswith(('"', "'")):
        return re.split(r"(?:^|\s+)#", written, maxsplit=1)[0].strip()
    quoted = _QUOTED.fullmatch(written)
    if quoted is None:
        return None
    return _ESCAPED.sub(r"\1", quoted[1]) if quoted[1] is not None else quoted[2]
