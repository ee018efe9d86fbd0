"""The real `make run`: how soon the site answers, and that nothing of it is left however it ends."""

import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest
import requests

from bot.engine.model_file import ROOT, is_current

pytestmark = pytest.mark.stack

READY_MAY_TAKE_S = 90
SET_UP_MAY_TAKE_S = 20  # 4 s on two quiet cores; the machines of CI are neither
END_MAY_TAKE_S = 10  # C7


class Run:
    """`make run` in a session of its own, as a terminal would have it."""

    def __init__(self, data_dir):
        self.data_dir = data_dir
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        environment = {**os.environ, "DATA_DIR": str(data_dir), "PORT": str(self.port)}
        environment.pop("DJANGO_SETTINGS_MODULE", None)  # pytest's
        self.log = data_dir.with_suffix(".log")
        with self.log.open("wb") as sink:
            self.make = subprocess.Popen(
                ["make", "run"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                # As in a terminal: where the tests were put in the background, Ctrl-C would be ignored by all.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            )
        self.started_at = time.monotonic()

    @property
    def printed(self):
        return self.log.read_text(encoding="utf-8")

    def wait_for(self, words, timeout_s):
        """Seconds until it has printed the words."""
        while words not in self.printed:
            assert self.make.poll() is None, self.printed
            assert time.monotonic() - self.started_at < timeout_s, self.printed
            time.sleep(0.1)
        return time.monotonic() - self.started_at

    def processes(self):
        """Everything that has our DATA_DIR in its environment, whoever its parent is by now."""
        mark = f"DATA_DIR={self.data_dir}".encode()
        found = {}
        for folder in Path("/proc").iterdir():
            try:
                if folder.name.isdigit() and mark in (folder / "environ").read_bytes().split(b"\0"):
                    found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue  # it has just ended
        return found

    def ends(self):
        """Seconds until make has ended; whatever is left then is a mistake."""
        began = time.monotonic()
        self.make.wait(END_MAY_TAKE_S)
        took = time.monotonic() - began
        assert self.processes() == {}
        return took

    def kill(self):
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)
        self.make.wait(10)


@pytest.fixture
def run(tmp_path):
    if not is_current():
        pytest.skip("the model is not the one of these files, and make run would train: run make train")
    started = []

    def start():
        started.append(Run(tmp_path / "data"))
        return started[-1]

    yield start
    for one in started:
        one.kill()


def test_the_first_start_is_quiet_and_serves_and_the_second_is_quick(run):
    first = run()
    first.wait_for("Ctrl-C stops everything", READY_MAY_TAKE_S)
    assert not re.search(r"Warning|WARNING|ERROR|Traceback|readyz", first.printed)
    for words in (f"http://127.0.0.1:{first.port}/", "/staff/", "make staff", str(first.data_dir / "mail")):
        assert words in first.printed
    assert requests.get(f"http://127.0.0.1:{first.port}/", timeout=10).status_code == 200
    assert len(first.processes()) > 4

    os.killpg(first.make.pid, signal.SIGINT)  # as the terminal does: everybody in the foreground gets it
    first.ends()

    second = run()
    second.wait_for("Starting web, engine, actions and worker", SET_UP_MAY_TAKE_S)
    assert "The model is up to date." in second.printed
    second.wait_for("Ready after", READY_MAY_TAKE_S)

    second.make.send_signal(signal.SIGTERM)
    second.ends()


@pytest.mark.parametrize(
    ("number", "tell"),
    [(signal.SIGINT, os.kill), (signal.SIGKILL, os.kill), (signal.SIGHUP, os.killpg)],
    ids=["make alone is interrupted", "make is killed", "the terminal is closed"],
)
def test_it_ends_whole_also_when_make_passes_nothing_on(run, number, tell):
    running = run()
    running.wait_for("Ready after", READY_MAY_TAKE_S)

    tell(running.make.pid, number)

    deadline = time.monotonic() + END_MAY_TAKE_S
    while running.processes():
        assert time.monotonic() < deadline, running.processes()
        time.sleep(0.1)
    running.ends()


@pytest.mark.parametrize("words", ["Preparing the database", "Starting web"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_who_changes_their_mind_at_once_leaves_nothing_either(run, words, number):
    starting = run()
    starting.wait_for(words, READY_MAY_TAKE_S)

    os.killpg(starting.make.pid, number)

    starting.ends()
    assert "Traceback" not in starting.printed
