import os

import pytest

from bot import dot_env
from bot.dot_env import EnvFileBroken, load_dot_env, read_lines


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("NAME=chat", "chat"),
        ("NAME = chat ", "chat"),
        ("export NAME=chat", "chat"),
        ("NAME=", ""),
        ("NAME=  # nothing", ""),
        ('NAME="Example & Sample, Attorneys"', "Example & Sample, Attorneys"),
        ("NAME='a # and a $HOME'  # why", "a # and a $HOME"),
        ("NAME=Monday to Friday", "Monday to Friday"),
        ("NAME=O'Brien & Partner", "O'Brien & Partner"),
        ("NAME=pa$$#word", "pa$$#word"),
        ("NAME=value # why", "value"),
        (r'NAME="a \"quote\", \$5 and \\"', r'a "quote", $5 and \ '.strip()),
        ("NAME=a=b", "a=b"),
    ],
)
def test_a_line_is_read_as_a_shell_would_or_as_it_is_meant(line, value):
    assert read_lines(line) == {"NAME": value}


def test_blank_lines_and_comments_mean_nothing():
    assert read_lines("\n# a comment\n   \n#NAME=x\n") == {}


@pytest.mark.parametrize("line", ["SECRET", "1SECRET=x", 'NAME="open', "NAME='open", 'NAME="a" b', "make run"])
def test_a_line_that_means_nothing_is_named_by_its_number_and_not_repeated(line):
    with pytest.raises(EnvFileBroken, match=r"^\.env, line 2: write NAME=value") as broken:
        read_lines(f"A=1\n{line}")

    assert line not in str(broken.value)


@pytest.fixture
def env_file(tmp_path, monkeypatch):
    path = tmp_path / "settings.env"
    monkeypatch.setenv("ENV_FILE", str(path))
    for name in ("FIRM_NAME", "FIRM_PHONE"):
        monkeypatch.setenv(name, "x")  # so that it is put back afterwards
        monkeypatch.delenv(name)
    return path


def test_the_file_fills_in_what_the_environment_does_not_say(env_file, monkeypatch):
    env_file.write_text('FIRM_NAME="From the file"\nFIRM_PHONE=1\n')
    monkeypatch.setenv("FIRM_PHONE", "2")

    load_dot_env()

    assert (os.environ["FIRM_NAME"], os.environ["FIRM_PHONE"]) == ("From the file", "2")


def test_a_file_that_was_named_must_be_there(env_file):
    with pytest.raises(EnvFileBroken, match="there is no such file"):
        load_dot_env()


def test_a_file_that_cannot_be_read_is_named(env_file):
    env_file.write_bytes(b"FIRM_NAME=\xff")

    with pytest.raises(EnvFileBroken, match=r"settings\.env cannot be read"):
        load_dot_env()


def test_the_file_of_the_repositorys_root_is_read_when_it_is_there(tmp_path, monkeypatch, env_file):
    monkeypatch.setattr(dot_env, "ROOT", tmp_path)
    monkeypatch.setenv("ENV_FILE", "")

    load_dot_env()
    assert "FIRM_NAME" not in os.environ
    (tmp_path / ".env").write_text("FIRM_NAME=From the root\n")
    load_dot_env()

    assert os.environ["FIRM_NAME"] == "From the root"


def test_the_null_device_is_an_empty_file(env_file, monkeypatch):
    monkeypatch.setenv("ENV_FILE", os.devnull)

    load_dot_env()

    assert "FIRM_NAME" not in os.environ


def test_the_example_is_such_a_file_and_its_values_are_the_defaults():
    from bot.dot_env import ROOT
    from bot.knowledge.firm import read_firm

    example = read_lines((ROOT / ".env.example").read_text(encoding="utf-8"))

    assert example["FIRM_NAME"] == read_firm().name
    assert example["PORT"] == "8000"
