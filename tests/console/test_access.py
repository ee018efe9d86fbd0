import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bot.console.urls import urlpatterns
from bot.conversations.models import AuditEntry, Conversation
from bot.handoff.models import ConsultationRequest
from tests.handoff_factories import a_request

pytestmark = pytest.mark.django_db

OPEN_TO_ALL = {"login", "logout", None}


def urls_for_staff(conversation, reference):
    """Every address of the console that is not the door."""
    for pattern in urlpatterns:
        if pattern.name in OPEN_TO_ALL:
            continue
        wanted = {"conversation_id": conversation.id, "reference": reference}
        arguments = {name: wanted[name] for name in pattern.pattern.converters}
        yield reverse(f"console:{pattern.name}", kwargs=arguments)


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_stranger_gets_to_see_the_login_and_nothing_else(stranger, conversation, method):
    request = a_request(conversation)

    for url in urls_for_staff(conversation, request.reference):
        answer = getattr(stranger, method)(url)

        assert answer.status_code in {302, 405}, url
        if answer.status_code == 302:
            assert answer["Location"].startswith(reverse("console:login")), url


def test_the_stranger_changes_nothing(stranger, conversation):
    request = a_request(conversation)
    entries = AuditEntry.objects.count()

    for url in urls_for_staff(conversation, request.reference):
        stranger.post(url, {"text": "hello", "q": "hello"})

    assert ConsultationRequest.objects.get().state == "new"
    assert Conversation.objects.get().taken_by is None
    assert AuditEntry.objects.count() == entries


def test_changes_come_by_post_with_a_token(sam, conversation):
    client = Client(enforce_csrf_checks=True)
    client.force_login(sam, backend="django.contrib.auth.backends.ModelBackend")
    reference = a_request(conversation).reference

    for url in urls_for_staff(conversation, reference):
        assert client.post(url).status_code in {403, 405}, url


def test_changes_do_not_come_by_get(client_of_sam, conversation):
    for name in ("take_over", "say", "release"):
        assert client_of_sam.get(reverse(f"console:{name}", args=[conversation.id])).status_code == 405


def test_what_does_not_exist_is_404(client_of_sam):
    for url in urls_for_staff(Conversation(id=uuid4()), "R-ZZZZ"):
        if url in {reverse(f"console:{name}") for name in ("requests", "conversations", "answers", "status")}:
            continue
        assert 404 in {client_of_sam.get(url).status_code, client_of_sam.post(url, {"text": "x"}).status_code}, url


def test_pages_are_kept_in_no_cache_and_run_no_inline_script(client_of_sam, conversation):
    for url in (reverse("console:requests"), reverse("console:conversation", args=[conversation.id])):
        answer = client_of_sam.get(url)

        assert "no-store" in answer["Cache-Control"]
        assert "unsafe-inline" not in answer["Content-Security-Policy"]
        page = answer.content.decode()
        assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", page)


def test_staff_cookies_are_for_the_browser_only(sam):
    client = Client()
    client.get(reverse("console:login"))
    client.post(reverse("console:login"), {"username": "sam", "password": "a long enough password"})

    for name in ("sessionid", "csrftoken"):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"


def test_the_counts_are_there_for_the_script(client_of_sam, conversation):
    a_request(conversation)

    assert client_of_sam.get(reverse("console:status")).json() == {"waiting": 1, "alerts": 0}
