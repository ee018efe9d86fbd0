"""The article's facts are all there, each is said somewhere, and every question can be put on a button."""

import pytest

from bot.knowledge.article import load_article, load_questions
from bot.knowledge.labels import ALL, KNOWLEDGE
from tests.knowledge.answers import all_answers, facts_said


def test_there_are_76_facts_in_ten_sections():
    article = load_article()

    assert list(article.facts) == [f"F{n}" for n in range(1, 77)]
    assert list(article.sections) == [f"S{n}" for n in range(1, 11)]
    assert {fact.section for fact in article.facts.values()} == set(article.sections)


def test_every_fact_is_said_by_an_answer_or_its_more():
    unsaid = [fact for fact in load_article().facts if fact not in facts_said()]

    assert unsaid == []


def test_every_fact_an_answer_names_exists():
    known = set(load_article().facts)

    assert {answer.name: answer.facts - known for answer in all_answers() if answer.facts - known} == {}


def test_a_fact_twice_or_in_no_section_stops_the_start(tmp_path):
    (tmp_path / "article.yml").write_text(
        "article: {id: x, title: X}\nsections: {S1: One}\nfacts:\n"
        "  - {id: F1, section: S1, statement: a}\n  - {id: F1, section: S1, statement: b}\n"
    )

    with pytest.raises(ValueError, match=r"article\.yml: fact F1"):
        load_article(tmp_path)


def test_a_section_that_is_none_has_no_title():
    with pytest.raises(KeyError):
        load_article().section_title("S99")


@pytest.mark.parametrize(
    "label",
    [
        label
        for label in ALL
        if label not in {"greet", "goodbye", "thank", "affirm", "deny", "stop", "discloses_case_details"}
    ],
)
def test_every_label_that_can_be_chosen_has_its_question(label):
    title = load_questions()[label].title

    assert 3 <= len(title) <= 48
    assert title.endswith("?")


def test_no_question_is_for_a_label_that_does_not_exist():
    assert set(load_questions()) <= set(ALL)


@pytest.mark.parametrize("label", KNOWLEDGE)
def test_a_knowledge_question_leads_on_to_others(label):
    following = load_questions()[label].next

    assert 1 <= len(following) <= 2
    assert label not in following
    assert set(following) <= set(load_questions())


def test_no_two_questions_read_alike():
    titles = [question.title.casefold() for question in load_questions().values()]

    assert len(titles) == len(set(titles))
