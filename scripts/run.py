"""`make run`: everything from nothing to a site that answers, in one terminal, until Ctrl-C."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import threading
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from honcho.environ import parse_procfile
from processes import ROOT, environment, load_settings, why_no_listening
from stopping import Processes, end_on_signals, run_to_end, stopped

NEEDED_MB = 300
READY_TIMEOUT_S = 90


def check_port(host: str, port: int) -> None:
    """Stop with one line when the website could not listen."""
    problem = why_no_listening(host, port)
    if problem is None:
        return
    if problem.errno == errno.EADDRINUSE:
        sys.exit(f"make: port {port} is in use; choose another, for example: make run PORT={port % 65535 + 1}")
    sys.exit(f"make: HOST={host!r}, PORT='{port}': cannot listen there: {problem.strerror}")


def check_disk(data_dir: Path) -> None:
    """Stop with one line when the database would soon have no room."""
    free_mb = shutil.disk_usage(data_dir).free // 2**20
    if free_mb < NEEDED_MB:
        sys.exit(f"make: not enough disk space in {data_dir}: {free_mb} MB are free, {NEEDED_MB} MB are needed")


def run_step(words: str, command: list[str], env: Mapping[str, str]) -> None:
    """Do one step of the set-up, quietly; on failure its last line is shown and the start ends."""
    print(words, flush=True)
    code, printed = run_to_end(command, quietly=True, cwd=ROOT, env=env)
    if code:
        lines = [line for line in printed.splitlines() if line.strip()]
        sys.exit(f"make: {lines[-1].removeprefix('make: ') if lines else 'the step failed without a word'}")


def announce_when_ready(settings: ModuleType) -> None:
    """Print the address once the site answers, with what is good to know."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.HOST, settings.HOST)  # noqa: S104 (compared, not bound)
    url = f"http://{f'[{host}]' if ':' in host else host}:{settings.PORT}"
    start = time.monotonic()
    while not is_ready(url, settings.ALLOWED_HOSTS):
        if time.monotonic() - start > READY_TIMEOUT_S:
            print(f"\nNot everything is ready after {READY_TIMEOUT_S} s: see {url}/readyz", flush=True)
            return
        time.sleep(0.3)
    mail = "" if settings.EMAIL_HOST else f"\n  E-mail lies in:     {settings.MAILDIR} (no EMAIL_HOST is set)"
    proxy = "" if settings.IS_PLAIN_HTTP else "\n  PLAIN_HTTP is off:  staff can log in over https only, by your proxy"
    print(
        f"\n  Ready after {time.monotonic() - start:.0f} s.\n"
        f"  Chat (demo page):   {url}/\n"
        f"  Staff console:      {url}/staff/ (make staff creates an account){mail}\n"
        f"  Data and secrets:   {settings.DATA_DIR}{proxy}\n"
        f"  Ctrl-C stops everything.\n",
        flush=True,
    )


def is_ready(url: str, allowed_hosts: list[str]) -> bool:
    """Whether /readyz is content, asked directly (no proxy) and by a name that the site serves."""
    request = urllib.request.Request(f"{url}/readyz")
    served = next((name for name in allowed_hosts if "*" not in name), "localhost")
    request.add_header("Host", served.removeprefix("."))
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=2):
            return True
    except OSError:
        return False


def main() -> None:
    """Check, prepare, start, and end with the first process that ends."""
    end_on_signals()
    settings = load_settings()
    check_port(settings.HOST, settings.PORT)
    check_disk(settings.DATA_DIR)
    train = [sys.executable, str(ROOT / "scripts" / "train.py")]
    if run_to_end(train, quietly=False, cwd=ROOT, env=os.environ)[0]:
        sys.exit(1)
    env = environment(settings.DATA_DIR, settings.PORT, settings.HOST)
    manage = [sys.executable, "manage.py"]
    run_step("Preparing the database …", [*manage, "migrate", "--noinput"], env)
    run_step("Collecting the site's files …", [*manage, "collectstatic", "--noinput", "--clear"], env)
    print("Starting web, engine, actions and worker (about ten seconds) …", flush=True)
    threading.Thread(target=announce_when_ready, args=(settings,), daemon=True).start()
    processes = Processes()
    for name, command in parse_procfile((ROOT / "Procfile").read_text(encoding="utf-8")).processes.items():
        processes.add_process(name, command, env=env, cwd=str(ROOT))
    sys.exit(processes.run())


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        stopped()
