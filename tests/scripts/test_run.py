"""`make run` and the making of the environment say in one line what is wrong, and end with an exit code that is not 0.

Real processes; nothing here comes as far as starting the site (tests/stack/test_make_run.py does).
"""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("bash", "dirname", "sha256sum", "cut", "df", "awk", "grep", "rm", "touch")


def run(*command, cwd=ROOT, env=None, **variables):
    environment = {**(os.environ if env is None else env), "DJANGO_SETTINGS_MODULE": "bot.settings", **variables}
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, timeout=60
    )


def complaint(done):
    """The one line of ours; make itself adds one of its own."""
    assert done.returncode != 0, done.stdout
    assert "Traceback" not in done.stderr
    [line] = [line for line in done.stderr.splitlines() if line.startswith("make: ") and "***" not in line]
    return line


def a_free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@pytest.fixture
def data_dir(tmp_path):
    return str(tmp_path / "data")


# make run


def test_a_port_in_use(data_dir):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        done = run("make", "run", PORT=str(port), DATA_DIR=data_dir)

    assert complaint(done) == f"make: port {port} is in use; choose another, for example: make run PORT={port + 1}"


def test_a_port_that_is_none(data_dir):
    done = run("make", "run", "PORT=abc", DATA_DIR=data_dir)

    assert complaint(done) == "make: PORT='abc': write a whole number from 1 to 65535, for example 8000"


def test_an_address_of_another_machine(data_dir):
    done = run(sys.executable, "scripts/run.py", HOST="203.0.113.7", PORT="8000", RATE_LIMITS="on", DATA_DIR=data_dir)

    assert complaint(done).startswith("make: HOST='203.0.113.7', PORT='8000': cannot listen there: ")


def test_a_folder_that_cannot_be_written():
    assert complaint(run(sys.executable, "scripts/run.py", DATA_DIR="/etc/hostname/x")).endswith(
        "that is a file; name a folder that you may write"
    )


def test_the_settings_of_the_file_count(data_dir, tmp_path):
    (tmp_path / ".env").write_text("PORT=from the file\n")

    done = run(sys.executable, "scripts/run.py", ENV_FILE=str(tmp_path / ".env"), DATA_DIR=data_dir)

    assert complaint(done).startswith("make: PORT='from the file'")


def test_a_broken_yaml_is_named_with_its_line(tmp_path, data_dir):
    for name in ("config.yml", "domain.yml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("scripts", "bot", "data"):
        without = shutil.ignore_patterns("__pycache__", "weights")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=without)
    broken = sorted((tmp_path / "data" / "nlu").glob("*.yml"))[0]
    lines = broken.read_text(encoding="utf-8").splitlines()
    lines[2:2] = ["  - intent: [open"]
    broken.write_text("\n".join(lines), encoding="utf-8")

    done = run(sys.executable, "scripts/run.py", cwd=tmp_path, PORT=str(a_free_port()), DATA_DIR=data_dir)

    assert complaint(done).startswith(f"make: data/nlu/{broken.name}, line ")


in_own_mounts = ["unshare", "--map-root-user", "--mount"]
needs_mounts = pytest.mark.skipif(
    shutil.which("unshare") is None or run(*in_own_mounts, "true").returncode != 0, reason="no mounts of one's own here"
)


@needs_mounts
@pytest.mark.parametrize(
    ("options", "words"),
    [("size=20m", "not enough disk space in {folder}: "), ("size=900m,ro", "name a folder that you may write")],
)
def test_a_disk_that_is_small_or_read_only(tmp_path, options, words):
    folder = tmp_path / "disk"
    folder.mkdir()
    commands = f'mount -t tmpfs -o {options} tmpfs "$DATA_DIR" && exec "{sys.executable}" scripts/run.py'

    done = run(*in_own_mounts, "bash", "-c", commands, DATA_DIR=str(folder), PORT=str(a_free_port()))

    assert words.format(folder=folder) in complaint(done)


# The environment


@pytest.fixture
def bare(tmp_path):
    """A copy of what makes the environment, on a machine with hardly any tool; `bare(python3=…)` adds one."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "environment.sh", tmp_path / "scripts")
    shutil.copy(ROOT / "requirements.lock", tmp_path)
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in TOOLS:
        (tools / name).symlink_to(shutil.which(name))

    def make(**scripts):
        for name, lines in {"df": "echo; echo disk 9000000 1 8999999 1% /", **scripts}.items():
            (tools / name).unlink(missing_ok=True)
            (tools / name).write_text(f"#!{shutil.which('bash')}\n{lines}\n")
            (tools / name).chmod(0o755)
        return run("bash", "scripts/environment.sh", cwd=tmp_path, env={"PATH": str(tools), "HOME": str(tmp_path)})

    return make


@pytest.mark.skipif(Path("/usr/local/bin/python3.10").exists(), reason="this machine's Python 3.10 is found anyway")
def test_no_python_to_be_had(bare):
    done = bare(uv='[ "$1" != python ]')

    assert complaint(done) == "make: no Python 3.10: install it (for example with pyenv) and call make again"


def test_a_python_of_that_name_that_does_not_work_is_passed_over(bare):
    """Such as the shim of pyenv, where 3.10 is not the active version."""
    done = bare(uv='[ "$1" != python ]', **{"python3.10": "exit 127"})

    assert "no Python 3.10" in complaint(done)


def test_no_python_at_all(bare):
    assert complaint(bare()) == "make: no python3 on this machine: install Debian's package python3"


def test_no_network(bare):
    venv = 'if [ "$1 $2" = "-m venv" ]; then mkdir -p .tools/bin; cp "$0" .tools/bin/python; else exit 1; fi'

    done = bare(python3=f"PATH=/usr/bin:/bin; {venv}", mkdir="exit 1")

    assert complaint(done) == "make: could not get uv from the package registry: is there a network?"


def test_a_disk_without_room_for_the_packages(bare):
    done = bare(df="echo; echo disk 9000000 8000000 1000000 89% /")

    assert complaint(done) == "make: not enough disk space: the environment needs 4.5 GB, 1000 MB are free"


def test_packages_that_cannot_be_installed(bare):
    found = 'case "$*" in *version_info*) exit 0 ;; --version) echo Python 3.10.0 ;; esac'

    done = bare(uv='[ "$1" = venv ]', **{"python3.10": found})

    assert complaint(done) == "make: installing the packages failed (see above); call make again to go on"
