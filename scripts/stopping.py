"""How `make run` ends: nothing that it started outlives Ctrl-C, SIGTERM, a closed terminal or the end of make."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import FrameType

from honcho.manager import Manager

STEP_MAY_TAKE_S = 5
KILL_AFTER_S = 8  # the worker's last delivery and open event streams take 5; C7 allows 10


def end_on_signals() -> None:
    """SIGTERM and SIGHUP end this program as Ctrl-C does, from the first step on; so does the end of make."""
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _hang_up)
    _follow_make()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _hang_up(number: int, frame: FrameType | None) -> None:
    """The terminal is gone: printing would fail, and with it the way out."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.kill(os.getpid(), signal.SIGTERM)


def _follow_make() -> None:
    """Of its signals make passes SIGTERM on, but not SIGINT: interrupted by another program, it would wait for ever.

    It lets go of the signal then, which the kernel shows. When make was killed, our parent is another process.
    """
    make = os.getppid()
    if _name(make) not in {"make", "gmake"} or not _catches_interrupts(make):
        return  # started by hand, or in a background where Ctrl-C is not meant

    def watch() -> None:
        while os.getppid() == make and _catches_interrupts(make):
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def _name(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
    return ""


def _catches_interrupts(pid: int) -> bool:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("SigCgt:"):
                return bool(int(line.split()[1], 16) & 1 << (signal.SIGINT - 1))
    return False


def run_to_end(command: list[str], *, quietly: bool, cwd: Path, env: Mapping[str, str]) -> tuple[int, str]:
    """Run one step; its exit code, and its output when that is not shown. When we end, so does all of the step."""
    with subprocess.Popen(
        command,
        cwd=cwd,
        env=dict(env),
        stdout=subprocess.PIPE if quietly else None,
        stderr=subprocess.STDOUT if quietly else None,
        text=True,
        start_new_session=True,
    ) as step:
        try:
            printed, _ = step.communicate()
        except BaseException:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave the step behind
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            _end_group(step)
            raise
    return step.returncode, printed or ""


def _end_group(step: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(step.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            step.wait(STEP_MAY_TAKE_S)
        os.killpg(step.pid, signal.SIGKILL)  # also what outlived the step itself


class Processes(Manager):
    """honcho's manager, which ends in time even when asked while it starts, or when nothing reacts."""

    _asked_early = False

    def terminate(self) -> None:
        """Ask all to end. honcho has no pid to ask until a process has reported its start: those wait for it."""
        if self._terminating:
            return
        if super()._all_started():
            deadline = threading.Timer(KILL_AFTER_S, self.kill)
            deadline.daemon = True
            deadline.start()
            super().terminate()
        else:
            self._asked_early = True

    def _all_started(self) -> bool:
        is_so = bool(super()._all_started())
        if is_so and self._asked_early:
            self._asked_early = False
            self.terminate()
        return is_so

    def run(self) -> int:
        """Run until the first process ends or somebody asks; the exit code, 0 when that was wanted."""
        try:
            self.loop()
        finally:
            for pid in [process["pid"] for process in self._processes.values() if "pid" in process]:
                self._procmgr.kill(pid)
        return 0 if self.returncode in {0, 130, 143, -signal.SIGINT, -signal.SIGTERM} else int(self.returncode or 1)


def stopped() -> None:
    """Ctrl-C before everything ran."""
    print("\nStopped.", flush=True)
    sys.exit(130)
