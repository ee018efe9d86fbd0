"""The way of an article into the bot, as docs/adding-an-article.md shows it."""

import re

import yaml

from bot.knowledge.article import DATA, load_article, load_questions
from bot.knowledge.labels import ALL
from bot.knowledge.material import load_material
from tests.knowledge.articles import SECOND_ARTICLE, joined_with_the_first, problems_of

ROOT = DATA.parent
PAGE = ROOT / "docs" / "adding-an-article.md"


def test_the_second_article_has_no_problem():
    assert problems_of(SECOND_ARTICLE) == []


def test_it_is_small_enough_to_read_and_has_one_of_everything():
    material = load_material(SECOND_ARTICLE)

    assert 200 <= len((SECOND_ARTICLE / "article.txt").read_text(encoding="utf-8").split()) <= 300
    assert len(material.labels) == 5
    assert set(material.messages.values()) == {8}
    assert any(answer.about for answer in material.answers)
    assert any(answer.audience for answer in material.answers)


def test_its_facts_sections_and_labels_clash_with_no_other_article():
    first, second = load_article(), load_article(SECOND_ARTICLE / "knowledge")

    assert not first.facts.keys() & second.facts.keys()
    assert not first.sections.keys() & second.sections.keys()
    assert not {*load_questions(), *ALL} & load_questions(SECOND_ARTICLE / "knowledge").keys()


def test_moved_into_the_first_it_passes_the_checks(tmp_path):
    data = joined_with_the_first(tmp_path)
    second = load_material(SECOND_ARTICLE)

    joined = load_material(data)

    assert set(second.labels) < set(joined.labels)
    assert [p for p in problems_of_joined(data) if "arraignment" in str(p.file) + p.name] == []
    assert set(second.article.facts) < set(joined.article.facts)


def problems_of_joined(data):
    (data / "article.txt").write_text((SECOND_ARTICLE / "article.txt").read_text(encoding="utf-8"), encoding="utf-8")
    return problems_of(data)


def test_every_question_has_a_story_in_words_that_are_no_message():
    stories = yaml.safe_load((SECOND_ARTICLE / "stories" / "test_the_arraignment.yml").read_text(encoding="utf-8"))
    turns = [step for story in stories["stories"] for step in story["steps"] if "user" in step]
    messages = (SECOND_ARTICLE / "nlu" / "the_arraignment.yml").read_text(encoding="utf-8")

    assert {f"faq/{label}" for label in load_material(SECOND_ARTICLE).labels} <= {turn["intent"] for turn in turns}
    assert [turn["user"] for turn in turns if f"- {turn['user'].strip()}\n" in messages] == []


def test_what_the_page_shows_is_what_stands_in_the_files():
    files = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SECOND_ARTICLE.rglob("*.yml")))
    kept = {line.strip() for line in files.splitlines()}
    snippets = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)

    shown = [line.strip() for snippet in snippets for line in snippet.splitlines() if "approved_by" not in line]

    assert len(snippets) == 7
    assert [line for line in shown if line not in kept] == []


def test_the_version_that_the_page_shows_is_that_answers():
    answers = {answer.name: answer.version for answer in load_material(SECOND_ARTICLE).answers}

    shown = re.findall(r'version: "([0-9a-f]{8})"', PAGE.read_text(encoding="utf-8"))

    assert shown == [answers["utter_faq/missed_arraignment#0"]]


def test_every_path_that_the_page_names_is_there():
    named = re.findall(r"`((?:data|bot|tests|docs|evaluation)/[\w./-]*)`", PAGE.read_text(encoding="utf-8"))

    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
