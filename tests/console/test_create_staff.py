import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from bot.console.management.commands import create_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def variables(monkeypatch):
    def set_them(username="ada", name="Ada Park", password="correct horse battery"):
        monkeypatch.setenv("STAFF_USERNAME", username)
        monkeypatch.setenv("STAFF_NAME", name)
        monkeypatch.setenv("STAFF_PASSWORD", password)

    return set_them


@pytest.fixture
def keyboard(monkeypatch):
    """Types the answers that the command asks for."""

    def types(*answers):
        rest = iter(answers)
        monkeypatch.setattr("builtins.input", lambda prompt: next(rest))
        monkeypatch.setattr(create_staff, "getpass", lambda prompt: next(rest))

    return types


def test_a_staff_member_made_at_the_terminal_can_log_in(keyboard, client):
    keyboard("ada", "Ada Park", "correct horse battery", "correct horse battery")

    call_command("create_staff")

    answer = client.post("/staff/login/", {"username": "ada", "password": "correct horse battery"})
    assert answer.status_code == 302
    user = User.objects.get()
    assert (user.get_full_name(), user.is_staff, user.is_superuser) == ("Ada Park", True, False)


def test_without_a_terminal_the_variables_are_read(variables):
    variables()

    call_command("create_staff", "--no-input")

    assert User.objects.get().username == "ada"


def test_there_is_no_default_password(monkeypatch, variables):
    variables()
    monkeypatch.delenv("STAFF_PASSWORD")

    with pytest.raises(CommandError, match="STAFF_PASSWORD not set"):
        call_command("create_staff", "--no-input")


@pytest.mark.parametrize("password", ["short", "password1234", "adaada"])
def test_a_weak_password_is_refused(variables, password):
    variables(password=password)

    with pytest.raises(CommandError, match="password"):
        call_command("create_staff", "--no-input")

    assert not User.objects.exists()


def test_two_different_passwords_are_refused(keyboard):
    keyboard("ada", "Ada Park", "correct horse battery", "correct horse batterx")

    with pytest.raises(CommandError, match="differ"):
        call_command("create_staff")


def test_a_name_is_given_once(variables):
    variables()
    call_command("create_staff", "--no-input")

    with pytest.raises(CommandError, match="already"):
        call_command("create_staff", "--no-input")


def test_the_password_is_not_printed(variables, capsys):
    variables()

    call_command("create_staff", "--no-input")

    assert "correct horse" not in "".join(capsys.readouterr())
