import logging

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import a_staff_member

pytestmark = pytest.mark.django_db

LOGIN = "/staff/login/"


def log_in(client, username="sam", password="a long enough password", **more):
    return client.post(LOGIN, {"username": username, "password": password, **more})


def test_staff_come_to_the_queue(sam, client):
    assert log_in(client)["Location"] == reverse("console:requests")


def test_staff_come_to_the_page_they_wanted(sam, client):
    assert client.get("/staff/conversations/")["Location"] == "/staff/login/?next=/staff/conversations/"
    assert log_in(client, next="/staff/conversations/")["Location"] == "/staff/conversations/"


def test_nobody_is_sent_to_another_site(sam, client):
    assert log_in(client, next="https://evil.example.org/")["Location"] == reverse("console:requests")


def test_an_account_that_is_no_staff_account_gets_the_same_words_as_a_wrong_password(db, client):
    a_staff_member("eve", is_staff=False)

    not_staff = log_in(client, "eve").content.decode()
    wrong = log_in(client, "eve", "wrong").content.decode()

    assert "Please enter a correct username and password" in not_staff
    assert strip_token(not_staff) == strip_token(wrong)


def strip_token(page):
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_after_five_wrong_passwords_the_account_is_locked_with_a_friendly_page(sam, client):
    for _ in range(5):
        answer = log_in(client, password="wrong")

    assert answer.status_code == 429
    assert "Locked for a while" in answer.content.decode()
    assert log_in(client).status_code == 429
    assert log_in(Client(REMOTE_ADDR="192.0.2.7")).status_code == 302


def test_guessing_leaves_no_names_in_the_log(sam, client, caplog):
    with caplog.at_level(logging.DEBUG):
        for _ in range(6):
            log_in(client, "sam.the.canary", "hunter2-canary")

    assert "canary" not in caplog.text


def test_logging_out_takes_a_post(sam, client):
    log_in(client)

    assert client.get("/staff/logout/").status_code == 405
    assert client.post("/staff/logout/")["Location"] == LOGIN
    assert client.get("/staff/requests/").status_code == 302


def test_the_page_says_that_a_second_step_is_coming(client):
    assert "second step" in client.get(LOGIN).content.decode()


def test_typing_errors_before_a_success_do_not_add_up(sam, client):
    for _ in range(3):
        for _ in range(3):
            log_in(client, password="wrong")
        assert log_in(client).status_code == 302
