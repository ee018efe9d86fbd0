"""bot/settings.py read anew with other environments: what it says yes to, and the line it ends with else."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
OURS = ("ALLOWED_HOSTS", "ALLOWED_ORIGINS", "CSRF_TRUSTED_ORIGINS", "DATABASE_URL", "HOST", "PLAIN_HTTP", "RATE_LIMITS")


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Read the settings with these variables."""
    for name in OURS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))

    def read_with(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, str(value))
        return runpy.run_path(str(ROOT / "bot" / "settings.py"))

    return read_with


WRONG = [
    ("DATABASE_URL", "here", "postgres://chat@127.0.0.1:5432/chat"),
    ("DATABASE_URL", "postgres://127.0.0.1:port/chat", "postgres://chat@127.0.0.1:5432/chat"),
    ("DATABASE_URL", "mysql://127.0.0.1/chat", "or nothing for SQLite"),
    ("DATABASE_URL", "sqlite:///", "or nothing for SQLite"),
    ("DATA_DIR", "/proc/nothing/here", "name a folder that you may write"),
    ("DATA_DIR", "/etc/passwd", "that is a file"),
    ("DATA_DIR", "/etc/passwd/x", "that is a file"),
    ("HOST", "chat.firm.example.org", "127.0.0.1"),
    ("HOST", "300.0.0.1", "127.0.0.1"),
    ("PORT", "abc", "8000"),
    ("PORT", "0", "8000"),
    ("PORT", "65536", "8000"),
    ("PORT", "8000.5", "8000"),
    ("PORT", "²", "8000"),
    ("FIRM_TIME_ZONE", "Springfield", "America/Chicago"),
    ("FIRM_TIME_ZONE", "../../etc/passwd", "America/Chicago"),
    ("FIRM_TIME_ZONE", "America", "America/Chicago"),
    ("RETENTION_DAYS", "0", "30"),
    ("RETENTION_DAYS", "-1", "30"),
    ("REQUEST_RETENTION_DAYS", "half a year", "180"),
    ("EMAIL_PORT", "99999", "587"),
    ("EMAIL_HOST_USER", "chat@firm.example.org", "EMAIL_HOST_PASSWORD"),
    ("RATE_LIMITS", "no", "'off'"),
    ("ALLOWED_ORIGINS", "https://firm.example.org/", "https://www.firm.example.org"),
    ("ALLOWED_ORIGINS", "firm.example.org", "https://www.firm.example.org"),
    ("ALLOWED_ORIGINS", "https://*.firm.example.org", "https://www.firm.example.org"),
    ("ALLOWED_ORIGINS", "*", "https://www.firm.example.org"),
    ("ALLOWED_ORIGINS", "https://firm.example.org; script-src *", "https://www.firm.example.org"),
    ("CSRF_TRUSTED_ORIGINS", "chat.firm.example.org", "https://www.firm.example.org"),
    ("SECRET_KEY_FILE", "/nowhere/key", "No such file"),
    ("ENV_FILE", "/nowhere/.env", "no such file"),
]


@pytest.mark.parametrize(("name", "value", "good"), WRONG)
def test_a_value_that_cannot_be_used_is_named_with_a_good_one(read, name, value, good):
    with pytest.raises(ImproperlyConfigured) as refused:
        read(**{name: value})

    line = str(refused.value)
    assert line.startswith(f"{name}={value!r}")
    assert good in line
    assert "\n" not in line


@pytest.mark.parametrize(
    ("name", "value"),
    [("DATABASE_URL", "postgres://chat:s3cret[x@127.0.0.1/chat"), ("REDIS_URL", "tcp://:s3cret@127.0.0.1")],
)
def test_no_secret_is_repeated(read, name, value):
    with pytest.raises(ImproperlyConfigured, match=name) as refused:
        read(**{name: value})

    assert "s3cret" not in str(refused.value)


def test_an_empty_value_counts_as_not_set(read, monkeypatch):
    settings = read(DATABASE_URL="", HOST="", PORT="", FIRM_TIME_ZONE="", DELIVERY_TARGETS=" ", RETENTION_DAYS="")

    assert settings["DATABASES"]["default"]["NAME"].endswith("chatbot.sqlite3")
    assert (settings["HOST"], settings["PORT"], settings["RETENTION_DAYS"]) == ("127.0.0.1", 8000, 30)
    assert settings["DELIVERY_TARGETS"] == ["email"]


def test_an_empty_data_dir_is_the_projects_own(read):
    settings = read(DATA_DIR="")

    assert settings["DATA_DIR"] == ROOT / "var"


@pytest.mark.parametrize(
    ("host", "is_loopback"), [("localhost", True), ("::1", True), ("127.0.0.9", True), ("0.0.0.0", False)]
)
def test_hosts_that_can_be_listened_on(read, host, is_loopback):
    assert read(HOST=host)["IS_LOOPBACK"] is is_loopback


def test_a_mail_password_is_never_made_up(read, tmp_path):
    (tmp_path / "password").write_text("from a file\n")

    settings = read(EMAIL_HOST_USER="chat", EMAIL_HOST_PASSWORD_FILE=tmp_path / "password")

    assert settings["EMAIL_HOST_PASSWORD"] == "from a file"
    assert "EMAIL" not in (tmp_path / "secrets.json").read_text()


def test_a_damaged_file_of_secrets_stops_the_start(read, tmp_path):
    (tmp_path / "secrets.json").write_text("{")

    with pytest.raises(ImproperlyConfigured, match=r"secrets\.json is damaged"):
        read()


def test_secrets_are_made_once_and_for_their_owner_only(read, tmp_path):
    first, second = read(), read()

    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert len(first["SECRET_KEY"]) > 50
    assert (tmp_path / "secrets.json").stat().st_mode & 0o077 == 0


# Plain http


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"HOST": "localhost"},
        {"ALLOWED_HOSTS": "localhost,[::1]"},
        {"CSRF_TRUSTED_ORIGINS": "http://localhost:8000"},
    ],
)
def test_plain_http_is_on_where_only_this_machine_is_served(read, variables):
    settings = read(**variables)

    assert settings["IS_PLAIN_HTTP"]
    assert not settings["SESSION_COOKIE_SECURE"]
    assert settings["SECURE_PROXY_SSL_HEADER"] is None


BEHIND_A_PROXY = [
    {"ALLOWED_HOSTS": "localhost,chat.firm.example.org"},
    {"ALLOWED_HOSTS": ".firm.example.org"},
    {"ALLOWED_HOSTS": "*"},
    {"CSRF_TRUSTED_ORIGINS": "https://*.firm.example.org"},
    {"CSRF_TRUSTED_ORIGINS": "https://localhost:8443"},
    {"HOST": "0.0.0.0"},
]


@pytest.mark.parametrize("variables", BEHIND_A_PROXY)
def test_cookies_are_secure_as_soon_as_a_proxy_is_likely(read, variables):
    settings = read(**variables)

    assert not settings["IS_PLAIN_HTTP"]
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["CSRF_COOKIE_SECURE"]
    assert settings["SECURE_HSTS_SECONDS"]


@pytest.mark.parametrize("variables", BEHIND_A_PROXY)
def test_plain_http_cannot_be_forced_there(read, variables):
    with pytest.raises(ImproperlyConfigured, match="PLAIN_HTTP='on' is for loopback without a proxy only, but "):
        read(PLAIN_HTTP="on", **variables)


def test_it_can_be_switched_off_on_loopback(read):
    assert read(PLAIN_HTTP="off")["SESSION_COOKIE_SECURE"]


# Logs


def test_uvicorn_logs_no_words_of_exceptions_and_no_addresses():
    code = (
        "import logging, uvicorn; uvicorn.Config('bot.asgi:application', ws='none', access_log=False).load();"
        "[handler] = logging.getLogger('uvicorn').handlers; print(type(handler.formatter).__name__);"
        "print(logging.getLogger('uvicorn.error').handlers, logging.getLogger('uvicorn.access').hasHandlers())"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, env=own_environment())

    assert done.stdout.split("\n")[:2] == ["WordlessFormatter", "[] False"], done.stderr


# What people see


def own_environment(**variables):
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "bot.settings", **variables}


COMMANDS = {
    "manage.py": ["manage.py", "migrate", "--noinput"],
    "an own command": ["manage.py", "create_staff"],
    "web": ["-m", "uvicorn", "bot.asgi:application", "--ws", "none", "--port", "0"],
    "actions": ["-m", "bot.action_server", "--port", "0"],
    "make run": ["scripts/run.py"],
    "make shell": ["scripts/shell.py"],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_every_process_ends_with_one_line(command):
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=own_environment(FIRM_TIME_ZONE="Springfield"),
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if " INFO " not in line]
    assert lines == ["make: FIRM_TIME_ZONE='Springfield': write a time zone, for example America/Chicago"]


def test_the_engine_reads_the_same_file(tmp_path):
    (tmp_path / "broken.env").write_text("this is no setting\n")

    done = subprocess.run(
        [sys.executable, "-m", "bot.engine", "run"],
        cwd=ROOT,
        env=own_environment(ENV_FILE=str(tmp_path / "broken.env")),
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert done.stderr.strip().startswith("make: broken.env, line 1: write NAME=value")
