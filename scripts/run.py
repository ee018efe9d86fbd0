"""`make run`: everything from nothing to a site that answers, in one terminal, until Ctrl-C."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

from honcho.environ import parse_procfile
from honcho.manager import Manager
from processes import ROOT, environment, is_port_free

NEEDED_MB = 300
READY_TIMEOUT_S = 90


def read_address() -> tuple[str, int]:
    """HOST and PORT from the environment; stops with one line when they cannot be used."""
    host, text = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    if not text.isdigit() or not 0 < int(text) < 65536:
        sys.exit(f"make: PORT={text!r}: write a port number, for example 8000")
    if not is_port_free(host, int(text)):
        sys.exit(f"make: port {text} is in use; choose another, for example: make run PORT={int(text) + 1}")
    return host, int(text)


def run_step(words: str, command: list[str], env: dict[str, str]) -> None:
    """Do one step of the set-up, quietly; on failure its last line is shown and the start ends."""
    print(words, flush=True)
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode:
        lines = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        sys.exit(f"make: {lines[-1] if lines else 'the step failed without a word'}")


def announce_when_ready(url: str, data_dir: Path) -> None:
    """Print the address once the site answers, with what is good to know."""
    start = time.monotonic()
    while time.monotonic() - start < READY_TIMEOUT_S:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):
                break
        except OSError:
            time.sleep(0.3)
    else:
        print(f"\nNot everything is ready after {READY_TIMEOUT_S} s: see {url}/readyz", flush=True)
        return
    mail = "" if os.environ.get("EMAIL_HOST") else f"\n  E-mail lies in:     {data_dir / 'mail'} (no EMAIL_HOST is set)"
    print(
        f"\n  Ready after {time.monotonic() - start:.0f} s.\n"
        f"  Chat (demo page):   {url}/\n"
        f"  Staff console:      {url}/staff/ (make staff creates an account){mail}\n"
        f"  Data and secrets:   {data_dir}\n"
        f"  Ctrl-C stops everything.\n",
        flush=True,
    )


def main() -> None:
    """Check, prepare, start, and end with the first process that ends."""
    host, port = read_address()
    data_dir = Path(os.environ.get("DATA_DIR") or ROOT / "var").resolve()
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as exc:
        sys.exit(f"make: DATA_DIR={str(data_dir)!r}: {exc.strerror}; name a folder that you may write")
    free_mb = shutil.disk_usage(data_dir).free // 2**20
    if free_mb < NEEDED_MB:
        sys.exit(f"make: not enough disk space in {data_dir}: {free_mb} MB are free, {NEEDED_MB} MB are needed")
    if subprocess.run([sys.executable, str(ROOT / "scripts" / "train.py")], cwd=ROOT).returncode:
        sys.exit(1)
    env = environment(data_dir, port, host)
    manage = [sys.executable, "manage.py"]
    run_step("Preparing the database …", [*manage, "migrate", "--noinput"], env)
    run_step("Collecting the site's files …", [*manage, "collectstatic", "--noinput", "--clear"], env)
    print("Starting web, engine, actions and worker (about ten seconds) …", flush=True)
    shown_host = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - a comparison
    url = f"http://{shown_host}:{port}"
    threading.Thread(target=announce_when_ready, args=(url, data_dir), daemon=True).start()
    manager = Manager()
    for name, command in parse_procfile((ROOT / "Procfile").read_text(encoding="utf-8")).processes.items():
        manager.add_process(name, command, env=env, cwd=str(ROOT))
    manager.loop()
    # honcho returns what the first process to end returned; Ctrl-C is no failure.
    sys.exit(0 if manager.returncode in {0, 130, -2, -15, 143} else manager.returncode)


if __name__ == "__main__":
    main()
