import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import conditional_escape

from bot.conversations.models import AuditEntry
from bot.knowledge.article import load_article, load_questions
from bot.knowledge.book import load_book
from bot.knowledge.labels import KNOWLEDGE

pytestmark = pytest.mark.django_db
ANSWERS = "/staff/answers/"


@pytest.fixture
def shown(client_of_sam):
    answer = client_of_sam.get(ANSWERS)
    assert answer.status_code == 200
    return answer.content.decode()


def as_html(text):
    """The text as a template writes it."""
    return conditional_escape(text).replace("\n", "<br>")


def test_the_stranger_must_log_in():
    answer = Client().get(ANSWERS)

    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('console:login')}?next={ANSWERS}"


def test_every_question_every_wording_and_every_fact_is_there(shown):
    for label in KNOWLEDGE:
        assert as_html(load_questions()[label].title) in shown
    for line in load_book().lines:
        assert as_html(line.text) in shown, line.name
        assert line.version in shown
    for fact in load_article().facts.values():
        assert as_html(fact.statement.replace("{firm_name}", "[firm name]")) in shown


def test_it_tells_words_grade_and_approval_of_each_wording(shown):
    lines = load_book().lines

    assert shown.count('<li class="approval') == len(lines)
    assert len(re.findall(r"<li>\d+ words</li>", shown)) == len(lines)
    assert "review needed" in shown


def test_every_english_wording_has_its_grade():
    """If one has none: run `make article`, which measures and keeps them."""
    blocks = [b for part in load_book().parts for c in part.chapters for e in c.entries for b in e.blocks]

    assert [line.name for b in blocks for line in b.lines if (line.grade is None) == (b.language == "en")] == []


def test_there_is_a_place_to_sign_for_these_words(shown):
    assert shown.count(load_book().fingerprint) == 2
    for words in ("Name", "Bar number", "Date", "Signature"):
        assert f"<li>{words}</li>" in shown


def test_the_contents_lead_to_each_question_and_text(shown):
    targets = re.findall(r'href="#([^"]+)"', shown)
    ids = re.findall(r'\sid="([^"]+)"', shown)

    assert {entry.anchor for part in load_book().parts for c in part.chapters for entry in c.entries} < set(targets)
    assert set(targets) <= set(ids)
    assert len(ids) == len(set(ids))


def test_spanish_words_are_marked_as_spanish_for_screen_readers(shown):
    assert re.search(r'<p class="wording-text" lang="es">Por ahora', shown)


def test_the_navigation_leads_there_and_knows_where_it_is(client_of_sam, shown):
    assert f'href="{ANSWERS}"' in client_of_sam.get("/staff/requests/").content.decode()
    assert re.search(rf'href="{ANSWERS}" aria-current="page"', shown)


def test_reading_it_is_not_on_record_and_costs_no_more_than_the_navigation(
    client_of_sam, django_assert_max_num_queries
):
    client_of_sam.get(ANSWERS)

    with django_assert_max_num_queries(4):
        client_of_sam.get(ANSWERS)

    assert AuditEntry.objects.count() == 0


def test_the_page_runs_no_inline_script_and_is_kept_in_no_cache(client_of_sam, shown):
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", shown)
    assert "no-store" in client_of_sam.get(ANSWERS)["Cache-Control"]


def test_it_is_read_only(client_of_sam):
    assert client_of_sam.post(ANSWERS).status_code == 405
