"""Typed readers of environment variables, for bot/settings.py: a wrong value stops the start in one line.

The line names the variable, quotes the value (never a secret's) and shows a good one. An empty value counts as not
set. NAME_FILE reads a secret from a file.
"""

from __future__ import annotations

import json
import os
import secrets
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"
# What a host and a port are written with; anything else could end a directive of the pages' security policy.
_OF_AN_ORIGIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-.:[]")


def read_text(name: str, default: str = "") -> str:
    """The variable as text, surrounding blanks removed."""
    return os.environ.get(name, "").strip() or default


def read_int(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    """The variable as a whole number within its bounds."""
    value = read_text(name, str(default))
    number = int(value) if value.lstrip("-").isdecimal() else None
    if number is None or number < least or (most is not None and number > most):
        bounds = f"of {least} or more" if most is None else f"from {least} to {most}"
        raise ImproperlyConfigured(f"{name}={value!r}: write a whole number {bounds}, for example {default}")
    return number


def read_port(name: str, default: int) -> int:
    """The variable as the number of a TCP port."""
    return read_int(name, default, least=1, most=65_535)


def read_switch(name: str, default: bool) -> bool:
    """The variable as on or off."""
    value = read_text(name, "on" if default else "off").lower()
    if value not in {"on", "off"}:
        raise ImproperlyConfigured(f"{name}={value!r}: write 'on' or 'off'")
    return value == "on"


def read_list(name: str, default: str = "") -> list[str]:
    """The variable as a list, comma separated."""
    return [part.strip() for part in read_text(name, default).split(",") if part.strip()]


def read_origins(name: str, *, wildcards: bool = False) -> list[str]:
    """The variable as a list of origins, exactly as browsers send them: one with a path would never match."""
    origins = read_list(name)
    for origin in origins:
        if not _is_origin(origin.replace("://*.", "://", 1) if wildcards else origin):
            raise ImproperlyConfigured(f"{name}={origin!r}: write for example 'https://www.firm.example.org'")
    return origins


def _is_origin(text: str) -> bool:
    try:
        parts = urlsplit(text)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    is_plain = text == f"{parts.scheme}://{parts.netloc}" and _OF_AN_ORIGIN.issuperset(parts.netloc)
    return has_host and is_plain and parts.scheme in {"http", "https"}


def read_secret(name: str, kept_in: Path) -> str:
    """The secret of NAME or NAME_FILE, else one that is made once and kept in the folder's secrets.json."""
    return read_given_secret(name) or _generated_secret(name, kept_in / "secrets.json")


def read_given_secret(name: str) -> str:
    """The secret from NAME, or from the file NAME_FILE names; empty when neither is set."""
    if path := read_text(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as exc:
            raise ImproperlyConfigured(f"{name}_FILE={path!r} cannot be read: {_reason(exc)}") from exc
    return read_text(name)


def _generated_secret(name: str, path: Path) -> str:
    """Generated secrets stand in one file that only its owner may read."""
    try:
        known: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        if name not in known:
            known[name] = secrets.token_urlsafe(48)
            draft = path.with_suffix(f".{os.getpid()}.tmp")
            draft.touch(mode=0o600)
            draft.write_text(json.dumps(known, indent=1), encoding="utf-8")
            draft.replace(path)
        return known[name]
    except OSError as exc:
        raise ImproperlyConfigured(f"{path} cannot be read or written: {_reason(exc)}") from exc
    except (ValueError, TypeError) as exc:
        raise ImproperlyConfigured(f"{path} is damaged; remove it, and new secrets are made") from exc


def read_folder(name: str, default: str, *, below: Path) -> Path:
    """The variable as a folder that is there and may be written, made when it is missing."""
    written = read_text(name, default)
    path = (below / written).resolve()
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (FileExistsError, NotADirectoryError):
        raise ImproperlyConfigured(f"{name}={written!r}: that is a file; name a folder that you may write") from None
    except OSError as exc:
        raise ImproperlyConfigured(f"{name}={written!r}: {_reason(exc)}; name a folder that you may write") from exc
    if not os.access(path, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(f"{name}={written!r}: not writable; name a folder that you may write")
    return path


def read_address(name: str, default: str) -> str:
    """The variable as an IP address; names would have to be looked up, so none but localhost."""
    address = read_text(name, default)
    try:
        return address if address == "localhost" else str(ip_address(address))
    except ValueError:
        raise ImproperlyConfigured(f"{name}={address!r}: write an address, for example {default}") from None


def is_loopback(host: str) -> bool:
    """Whether a host name or address, as URLs have it, means this very machine."""
    try:
        return host == "localhost" or host.endswith(".localhost") or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def read_time_zone(name: str, default: str) -> ZoneInfo:
    """The variable as a time zone."""
    value = read_text(name, default)
    try:
        return ZoneInfo(value)
    except (KeyError, ValueError, OSError):  # unknown, no such form of a name, a folder of zones
        raise ImproperlyConfigured(f"{name}={value!r}: write a time zone, for example {default}") from None


def read_database(name: str, default: Path) -> Any:
    """The variable as Django's description of a database, a SQLite file when it is not set."""
    url = read_text(name, f"sqlite:///{default}")
    try:
        database = dj_database_url.parse(url, conn_max_age=0)
    except (ValueError, KeyError):
        database = None
    # SQLite in memory would be one database for each process.
    if not database or database["ENGINE"] not in {SQLITE, POSTGRESQL} or database["NAME"] in {"", ":memory:"}:
        shown = f"{url.partition('://')[0]}://…" if "@" in url else url  # a password may stand before the @
        good = "'postgres://chat@127.0.0.1:5432/chat', or nothing for SQLite"
        raise ImproperlyConfigured(f"{name}={shown!r}: write for example {good}")
    return database


def _reason(exc: OSError | UnicodeDecodeError) -> str:
    return (exc.strerror if isinstance(exc, OSError) else None) or "it is no text"
