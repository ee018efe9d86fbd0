"""The demo page, and the static files that it names."""

import re

import pytest
from django.core.management import call_command


@pytest.fixture
def page(client, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.FIRM = {
        **settings.FIRM,
        "name": "Test <b>& Co",
        "phone": "(573) 555-0100",
        "after_hours_phone": "573.555.0101",
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return client.get("/")


def test_page_needs_no_database_and_sets_no_cookie(page):
    assert page.status_code == 200
    assert not page.cookies
    assert "no-store" in page.headers["Cache-Control"]


def test_only_reading_is_allowed(client):
    assert client.post("/").status_code == 405


def test_firm_comes_from_the_settings_and_is_escaped(page):
    text = page.content.decode()

    assert 'firm-name="Test &lt;b&gt;&amp; Co"' in text
    assert 'firm-phone="(573) 555-0100"' in text
    assert "<b>" not in text
    assert "tel:+15735550100" in text
    assert "tel:+15735550101" in text


def test_page_says_that_it_is_a_demonstration(page):
    text = page.content.decode()

    assert "This is a demonstration." in text
    assert "The choice of a lawyer is an important decision" in text
    assert "<noscript>" in text


def test_widget_is_the_first_thing_in_the_body(page):
    assert re.search(r"<body>\s*<client-question-chat\b", page.content.decode())


def test_page_has_nothing_inline(page):
    text = page.content.decode()

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", text)


def test_modules_name_each_other_by_their_hashed_names(page, tmp_path):
    script = re.search(r'src="/static/(widget/element\.[0-9a-f]{12}\.js)"', page.content.decode())[1]
    seen, todo = set(), [tmp_path / script]
    while todo:
        path = todo.pop()
        seen.add(path.name)
        named = re.findall(r'^import [^"]*from "(\.[^"]+)";', path.read_text(encoding="utf-8"), re.MULTILINE)
        todo += [found for name in named if (found := (path.parent / name).resolve()).name not in seen]

    assert len(seen) > 15
    assert all(re.search(r"\.[0-9a-f]{12}\.js$", name) for name in seen)


# Framing


def test_no_page_is_framed_unless_listed(page, client, settings, db):
    settings.ALLOWED_ORIGINS = []

    for path in ("/", "/staff/login/", "/nothing"):
        response = client.get(path)
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Frame-Options"] == "DENY"


def test_listed_websites_may_frame_the_chats_page_but_never_the_console(page, client, settings, db):
    settings.ALLOWED_ORIGINS = ["https://firm.example.org", "https://www.firm.example.org"]

    chat, console = client.get("/"), client.get("/staff/login/")

    policy = chat.headers["Content-Security-Policy"]
    assert "frame-ancestors https://firm.example.org https://www.firm.example.org" in policy
    assert "default-src 'none'" in policy
    assert "X-Frame-Options" not in chat.headers
    assert "frame-ancestors 'none'" in console.headers["Content-Security-Policy"]
    assert console.headers["X-Frame-Options"] == "DENY"
