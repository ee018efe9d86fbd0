"""A process that benchmarks and tests start: its log, its memory, and an end that leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import psutil

_TERMINAL_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Child:
    """One process with a session of its own, so that a signal reaches whatever it started as well."""

    def __init__(self, name: str, command: str | list[str], *, cwd: Path, env: Mapping[str, str], log: Path) -> None:
        self.name = name
        self.log = log
        self._is_cleared = False
        self.started_at = time.monotonic()
        with log.open("ab") as sink:
            self._process = subprocess.Popen(
                command,
                shell=isinstance(command, str),
                cwd=cwd,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """What it ended with, None while it runs."""
        return self._process.poll()

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended."""
        return self.returncode is None

    def memory_bytes(self) -> int:
        """Resident memory, that of its own children included."""
        process = psutil.Process(self.pid)
        return sum(one.memory_info().rss for one in [process, *process.children(recursive=True)])

    def cpu_seconds(self) -> float:
        """Processor time it has used: what it costs, whatever else the machine is doing."""
        times = psutil.Process(self.pid).cpu_times()
        return times.user + times.system

    def send(self, number: signal.Signals) -> None:
        """Signal it and what it started."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)

    def wait(self, timeout_s: float) -> bool:
        """Whether it ended within the time."""
        try:
            self._process.wait(max(0.0, timeout_s))
        except subprocess.TimeoutExpired:
            return False
        return True

    def clear(self) -> None:
        """Kill what is left of it, once: later its number may be somebody else's."""
        if not self._is_cleared:
            self._is_cleared = True
            self.send(signal.SIGKILL)
            self.wait(5)

    def last_line(self) -> str:
        """The newest line of its log that says something; progress bars rewrite theirs."""
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 4096))
            text = _TERMINAL_CODES.sub("", log.read().decode(errors="replace"))
        lines = [line.strip() for line in re.split(r"[\r\n]+", text) if line.strip()]
        return lines[-1][:160] if lines else ""


def end_all(children: Iterable[Child], grace_s: float) -> list[str]:
    """Ask all to end at once, kill what is left after `grace_s`; returns the names that had to be killed."""
    children = list(children)
    for child in children:
        if child.is_alive:
            child.send(signal.SIGTERM)
            child.send(signal.SIGCONT)  # one that a test has stopped could not end
    deadline = time.monotonic() + grace_s
    killed = [child.name for child in children if not child.wait(deadline - time.monotonic())]
    for child in children:
        child.clear()  # also what outlived its parent
    return killed
