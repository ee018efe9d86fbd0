"""The real processes of the Procfile, started for measuring and for tests; `with Stack() as stack:`.

Data lie in a temporary folder, ports are free ones, rate limits are off. What the caller's environment says about
databases, mail and webhooks is left out: nothing here reaches a real one.
"""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from honcho.environ import parse_procfile

from benchmarks.child import Child, end_all
from bot.engine.model_file import check_seal

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "scripts"))

from processes import environment  # noqa: E402 - scripts/ is no package
from processes import free_port as free_port  # noqa: E402

PROCESSES = ("web", "engine", "actions", "worker")
READY_TIMEOUT_S = 120
GRACE_S = 8  # the worker's longest step and uvicorn's 4 s for open streams; C7 allows 10
# Settings that lead to somebody's real database, mail server or secrets.
ELSEWHERE = (
    "DATABASE_URL", "ENGINE_DATABASE_URL", "REDIS_URL",
    "DELIVERY_TARGETS", "WEBHOOK_URL", "WEBHOOK_SECRET", "WEBHOOK_SECRET_FILE",
    "EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "EMAIL_HOST_PASSWORD_FILE",
    "SECRET_KEY", "SECRET_KEY_FILE", "ENGINE_SECRET_FILE", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "PLAIN_HTTP",
)  # fmt: skip


class StackFailed(RuntimeError):
    """A process ended or did not become ready; says which, and the last line of its log."""


class Stack:
    """The processes, by their name in the Procfile; `processes` starts only some of them."""

    def __init__(
        self,
        *,
        processes: Sequence[str] = PROCESSES,
        data_dir: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._wanted = tuple(processes)
        self._owns_data_dir = data_dir is None
        self.data_dir = data_dir or Path(tempfile.mkdtemp(prefix="stack-"))
        self._commands = dict(parse_procfile((ROOT / "Procfile").read_text(encoding="utf-8")).processes)
        self._children: dict[str, Child] = {}
        self.ready_after_s = 0.0
        with _without_elsewhere({"RATE_LIMITS": "off", "ENV_FILE": os.devnull, **(env or {})}):
            self.env = environment(self.data_dir, free_port())

    @property
    def url(self) -> str:
        """Where the web process answers."""
        return f"http://{self.env['HOST']}:{self.env['PORT']}"

    @property
    def maildir(self) -> Path:
        """Where e-mail lies: no mail server is set."""
        return self.data_dir / "mail"

    @property
    def pids(self) -> dict[str, int]:
        """Process ids of those that run, by name."""
        return {name: child.pid for name, child in self._children.items() if child.is_alive}

    @property
    def logs(self) -> dict[str, Path]:
        """Log files by name; each process keeps one, starts again included."""
        return {name: child.log for name, child in self._children.items()}

    def __enter__(self) -> Stack:
        try:
            self.prepare()
            for name in self._wanted:
                self.start(name)
            self.ready_after_s = self.wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if kind is not None:
            for name in self._children:  # the logs go with the data
                sys.stderr.write(f"last words of {self._last_words(name)}\n")
        self.stop()

    def prepare(self) -> None:
        """Check the model; make the database and collect static files for those who need them."""
        (self.data_dir / "logs").mkdir(parents=True, exist_ok=True)
        if "engine" in self._wanted:
            check_seal()
        if set(self._wanted) - {"engine"}:
            self.manage("migrate", "--noinput")
        if "web" in self._wanted:
            self.manage("collectstatic", "--noinput")

    def manage(self, *arguments: str, **env: str) -> str:
        """Run a command of manage.py on this stack's data; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**self.env, **env},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
            raise StackFailed(f"manage.py {arguments[0]}: {lines[-1] if lines else 'failed without a word'}")
        return done.stdout

    def create_staff(self, name: str, password: str) -> None:
        """An account for the console; visitors see the name with a capital."""
        self.manage(
            "create_staff", "--no-input", STAFF_USERNAME=name, STAFF_NAME=name.capitalize(), STAFF_PASSWORD=password
        )

    def start(self, name: str, *, entry: str | None = None, **env: str) -> None:
        """Start a process, or start it again; `start("web2", entry="web", PORT=…)` adds a second one."""
        if name in self._children and self._children[name].is_alive:
            raise ValueError(f"{name} is running")
        log = self.data_dir / "logs" / f"{name}.log"
        self._children[name] = Child(name, self._commands[entry or name], cwd=ROOT, env={**self.env, **env}, log=log)

    def stop_one(self, name: str, grace_s: float = GRACE_S) -> bool:
        """End a process as an operator would; whether it ended by itself within `grace_s`."""
        return not end_all([self._children[name]], grace_s)

    def send(self, name: str, number: signal.Signals) -> None:
        """Signal a process: SIGKILL for a crash, SIGSTOP and SIGCONT for one that hangs."""
        self._children[name].send(number)
        if number == signal.SIGKILL:
            self._children[name].wait(5)

    def stop(self) -> list[str]:
        """End everything within 10 s and remove the data; returns the names that had to be killed."""
        killed = end_all(self._children.values(), GRACE_S)
        if self._owns_data_dir:
            shutil.rmtree(self.data_dir, ignore_errors=True)
        return killed

    def memory_bytes(self, *names: str) -> int:
        """Resident memory of the named processes, of all when none is named."""
        return sum(self._children[name].memory_bytes() for name in names or self._children)

    def cpu_seconds(self, name: str) -> float:
        """Processor time that a process has used since it was started."""
        return self._children[name].cpu_seconds()

    def wait_until_ready(self, *names: str, timeout_s: float = READY_TIMEOUT_S) -> float:
        """Wait until the named processes answer, or all of them; returns the seconds since the last was started."""
        names = names or tuple(self._children)
        deadline = time.monotonic() + timeout_s
        while waiting := [name for name in names if not self.is_answering(name)]:
            for name in waiting:
                self._check(name)
            if time.monotonic() > deadline:
                raise StackFailed(f"not ready after {timeout_s:.0f} s: {self._last_words(waiting[0])}")
            time.sleep(0.05)
        return time.monotonic() - max(self._children[name].started_at for name in names)

    def is_answering(self, name: str) -> bool:
        """Whether a process does its work; with all four running, web answers for the whole."""
        if name == "engine":
            secret = {"X-Engine-Secret": self.env["ENGINE_SECRET"]}
            return answers(int(self.env["ENGINE_PORT"]), "/webhooks/visitor/health", secret)
        if name == "actions":
            return answers(int(self.env["ACTIONS_PORT"]), "/health")
        if name == "web":
            return answers(int(self.env["PORT"]), "/readyz" if set(PROCESSES) <= set(self.pids) else "/healthz")
        return self._children[name].is_alive

    def _check(self, name: str) -> None:
        if not self._children[name].is_alive:
            raise StackFailed(f"ended with {self._children[name].returncode}: {self._last_words(name)}")

    def _last_words(self, name: str) -> str:
        return f"{name} ({self._children[name].last_line() or 'an empty log'})"


def answers(port: int, path: str, headers: Mapping[str, str] | None = None) -> bool:
    """Whether a GET on loopback gives 200; proxies of the environment are not asked."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path, headers=dict(headers or {}))
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@contextmanager
def _without_elsewhere(changes: Mapping[str, str]) -> Iterator[None]:
    """The caller's environment with changes, and as it was afterwards: `environment` writes into it."""
    kept = dict(os.environ)
    try:
        for name in ELSEWHERE:
            os.environ.pop(name, None)
        os.environ.update(changes)
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)
