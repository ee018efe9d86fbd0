"""`python -m bot.engine run|shell`: sealed models only, on loopback; the arguments as Rasa's own parser reads them."""

import importlib
import os
import shutil
import socket
import subprocess
import sys
import time

import psutil
import pytest

from bot.engine.model_file import MODEL, ROOT, ModelRefused, seal_of, write_seal
from bot.engine.without_tensorflow import install

install()
command_line = importlib.import_module("bot.engine.__main__")
START_TIMEOUT_S = 90


@pytest.fixture
def settle(monkeypatch, tmp_path):
    """What happens before Rasa's command line runs; returns the arguments that Rasa gets."""
    import rasa.core.constants

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(rasa.core.constants, "DEFAULT_SERVER_INTERFACE", "0.0.0.0")

    def settle_with(*arguments):
        monkeypatch.setattr(sys, "argv", ["rasa", *map(str, arguments)])
        command_line._settle_serving()
        return sys.argv[1:]

    return settle_with


@pytest.fixture
def sealed(tmp_path, monkeypatch):
    """The project's model, as far as the command line knows."""
    model = tmp_path / "project.tar.gz"
    model.write_bytes(b"trained here" * 50)
    write_seal("these sources", model)
    monkeypatch.setattr(command_line, "MODEL", model)
    return model


def with_a_byte_changed(model):
    other = model.with_name("other.tar.gz")
    content = bytearray(model.read_bytes())
    content[len(content) // 2] ^= 1
    other.write_bytes(content)
    shutil.copy(seal_of(model), seal_of(other))
    return other


@pytest.mark.parametrize("command", [["run"], ["shell"], ["shell", "nlu"]])
def test_the_projects_model_is_meant_when_none_is_named(settle, sealed, command):
    assert settle(*command) == [*command, "--model", str(sealed)]


SPELLINGS = [
    ["run", "--model", "{}"],
    ["run", "--model={}"],
    ["run", "-m", "{}"],
    ["run", "-m{}"],
    ["run", "-vm{}"],
    ["run", "--mod", "{}"],
    ["run", "{}"],
    ["run", "--port", "7000", "{}"],
    ["shell", "{}"],
    ["shell", "--model", "{}", "--debug"],
    ["shell", "nlu", "--model", "{}"],
]


@pytest.mark.parametrize("spelling", SPELLINGS, ids=" ".join)
def test_a_model_with_one_byte_changed_is_refused_however_it_is_named(settle, sealed, spelling):
    other = with_a_byte_changed(sealed)

    with pytest.raises(ModelRefused, match=r"other\.tar\.gz is not the file that make train wrote"):
        settle(*(part.format(other) for part in spelling))


@pytest.mark.parametrize("spelling", SPELLINGS, ids=" ".join)
def test_a_sealed_model_is_accepted_however_it_is_named(settle, sealed, spelling):
    assert str(sealed) in " ".join(settle(*(part.format(sealed) for part in spelling)))


def test_a_folder_of_models_has_no_seal(settle, sealed):
    """Rasa would take the newest file in it."""
    with pytest.raises(ModelRefused):
        settle("run", "--model", sealed.parent)


def test_models_from_elsewhere_have_no_seal(settle, sealed, tmp_path):
    (tmp_path / "endpoints.yml").write_text("models: {url: 'http://127.0.0.1:9/models'}")

    with pytest.raises(ModelRefused, match="model server"):
        settle("run")
    with pytest.raises(ModelRefused, match="--remote-storage"):
        settle("run", "--remote-storage", "aws")


def test_the_action_server_needs_no_model(settle, monkeypatch, tmp_path):
    monkeypatch.setattr(command_line, "MODEL", tmp_path / "nowhere.tar.gz")

    assert settle("run", "actions") == ["run", "actions"]


@pytest.mark.parametrize(
    ("arguments", "interface"), [([], "127.0.0.1"), (["--interface", "0.0.0.0"], "0.0.0.0"), (["-i", "::1"], "::1")]
)
@pytest.mark.parametrize("command", ["run", "shell"])
def test_loopback_is_meant_when_no_interface_is_named(settle, sealed, command, arguments, interface):
    from rasa.__main__ import create_argument_parser

    settled = settle(command, *arguments)

    assert create_argument_parser().parse_args(settled).interface == interface


# As processes


def test_the_process_refuses_in_one_line(sealed):
    done = subprocess.run(
        [sys.executable, "-m", "bot.engine", "run", "--model", str(with_a_byte_changed(sealed))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == 1
    refusal = "make: other.tar.gz is not the file that make train wrote: it will not be loaded; run make train"
    assert done.stderr.strip() == refusal


def test_a_model_that_cannot_be_loaded_ends_the_process(sealed, tmp_path):
    """Rasa would serve without one, and say that it is well."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = ["--model", str(sealed), "--credentials", "credentials.yml", "--port", str(port)]

    done = subprocess.run(
        [sys.executable, "-m", "bot.engine", "run", *options],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == 1
    assert "make: the model cannot be loaded (see above): run make train" in done.stderr


@pytest.fixture
def in_a_terminal(tmp_path):
    """Start a program with a terminal of its own; ends it and whatever it started."""
    started = []

    def start(*command):
        ours, theirs = os.openpty()
        environment = {
            **os.environ,
            "DATA_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "bot.settings",
            "TERM": "dumb",
        }
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        started.append((process, ours))
        return process, ours

    yield start
    for process, terminal in started:
        for one in [*psutil.Process(process.pid).children(recursive=True), process] if process.poll() is None else []:
            one.kill()
        process.wait(10)
        os.close(terminal)


def read_until(terminal, words):
    """What is printed until the words come."""
    printed, deadline = b"", time.monotonic() + START_TIMEOUT_S
    while words not in printed:
        assert time.monotonic() < deadline, printed[-2000:]
        try:
            printed += os.read(terminal, 4096)
        except OSError:  # the program has ended
            raise AssertionError(printed[-2000:]) from None
    return printed


def addresses_listened_on(process):
    family = [process, *process.children(recursive=True)]
    return {
        connection.laddr
        for one in family
        for connection in one.net_connections("inet")
        if connection.status == "LISTEN"
    }


@pytest.mark.model
@pytest.mark.parametrize("command", [["scripts/shell.py"], ["-m", "bot.engine", "shell", "--port", "{port}"]])
def test_the_shell_is_open_to_this_machine_only(model, in_a_terminal, command):
    if model != MODEL:
        pytest.skip("the shell takes the project's model")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process, terminal = in_a_terminal(*(part.format(port=port) for part in command))

    read_until(terminal, b"Bot loaded")

    listening = addresses_listened_on(psutil.Process(process.pid))
    assert listening
    assert {address.ip for address in listening} == {"127.0.0.1"}
    assert 5005 not in {address.port for address in listening}
