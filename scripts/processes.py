"""Environment and ports of the four processes; run.py, shell.py, tests and benchmarks start them through this."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from types import ModuleType

import yaml

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A TCP port that is free on loopback now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def why_no_listening(host: str, port: int) -> OSError | None:
    """Why the web process could not listen there; None when it can."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as exc:
        return exc
    return None


def load_settings() -> ModuleType:
    """bot.settings, .env included; ends with one line when something in them cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.settings")
    sys.path.insert(0, str(ROOT))
    from django.core.exceptions import ImproperlyConfigured

    try:
        from bot import settings
    except ImproperlyConfigured as exc:
        sys.exit(f"make: {exc}")
    return settings


def environment(data_dir: Path, port: int, host: str = "127.0.0.1") -> dict[str, str]:
    """The variables all processes share: secrets made on the first run, free ports for the inner processes."""
    engine, actions = free_port(), free_port()
    shared = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "DJANGO_SETTINGS_MODULE": "bot.settings",
        "PYTHONUNBUFFERED": "1",
        "DATA_DIR": str(data_dir),
        "HOST": host,
        "PORT": str(port),
        "ENGINE_PORT": str(engine),
        "ENGINE_URL": f"http://127.0.0.1:{engine}",
        "ACTIONS_PORT": str(actions),
        "ACTIONS_URL": f"http://127.0.0.1:{actions}",
        # rasa_sdk has no option for it
        "SANIC_HOST": "127.0.0.1",
        "ENGINE_ENDPOINTS": str(endpoints_for(data_dir, actions)),
    }
    os.environ.update({name: shared[name] for name in ("DJANGO_SETTINGS_MODULE", "DATA_DIR", "HOST", "PORT")})
    sys.path.insert(0, str(ROOT))
    from bot import settings

    shared["ENGINE_SECRET"] = settings.ENGINE_SECRET
    return shared


def endpoints_for(data_dir: Path, actions_port: int) -> Path:
    """endpoints.yml with the action server's port of this run, written into DATA_DIR."""
    endpoints = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))
    endpoints["action_endpoint"]["url"] = f"http://127.0.0.1:{actions_port}/webhook"
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = data_dir / "endpoints.yml"
    path.write_text(yaml.safe_dump(endpoints), encoding="utf-8")
    return path
