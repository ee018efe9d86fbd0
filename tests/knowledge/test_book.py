"""The answer book: everything is in it, in the order of reading, with what is needed to judge it."""

from dataclasses import replace

import pytest

from bot.knowledge.answers import text_hash
from bot.knowledge.article import DATA
from bot.knowledge.book import make_book
from bot.knowledge.book_pages import book_page, measurements_page
from bot.knowledge.material import load_material
from bot.knowledge.occasions import OCCASIONS, OTHER, occasion_of
from tests.knowledge.articles import SECOND_ARTICLE, a_copy

SPANISH = """
answers_es:
  utter_faq/missed_arraignment:
    - text: "El juez puede dictar una orden de arresto."
      metadata: {facts: [F211], section: S24}
"""


@pytest.fixture
def material():
    return load_material(SECOND_ARTICLE)


@pytest.fixture
def book(material):
    return make_book(material, {text_hash(answer.text): 5.0 for answer in material.answers})


def entry(book, key, part=0):
    [found] = [e for chapter in book.parts[part].chapters for e in chapter.entries if e.key == key]
    return found


def titles(entry):
    return [block.title for block in entry.blocks]


def with_answers(material, change):
    """The material with every answer changed."""
    return replace(material, answers=tuple(change(answer) for answer in material.answers))


def test_every_answer_is_in_it_once():
    material = load_material(DATA)

    names = [line.name for line in make_book(material, {}).lines]

    assert sorted(names) == sorted(answer.name for answer in material.answers)


def test_an_answer_of_no_section_and_no_question_is_in_it_all_the_same(material):
    lost = with_answers(material, lambda answer: replace(answer, section="S99", label="lost"))

    book = make_book(lost, {})

    assert {chapter.title for part in book.parts for chapter in part.chapters} == {OTHER}
    assert len(book.lines) == len(material.answers)


def test_questions_stand_in_the_articles_order_in_plain_words(book, material):
    chapters = book.parts[0].chapters

    assert [chapter.title for chapter in chapters] == list(material.article.sections.values())
    assert [e.title for c in chapters for e in c.entries][:2] == [
        "What happens at an arraignment?",
        "How do people plead at first?",
    ]


def test_what_everybody_reads_comes_first_and_replies_before_more(book):
    assert [part.title for part in book.parts] == [
        "Questions about the law",
        "The same questions: asked in certain words, by others, in short",
    ]
    assert titles(entry(book, "what_is_an_arraignment")) == ["First reply", "Tell me more"]


def test_the_reply_for_the_person_who_made_the_report_stands_with_everybodys(material):
    reworded = with_answers(material, lambda a: replace(a, audience="reporter" if a.audience else ""))

    assert titles(entry(make_book(reworded, {}), "release_at_arraignment")) == [
        "First reply",
        "First reply, for the person who made the report",
        "Tell me more",
    ]


def test_replies_to_the_few_say_to_whom_and_to_what(book):
    assert titles(entry(book, "what_is_an_arraignment", part=1)) == ["First reply, to: How long does it take?"]
    assert titles(entry(book, "release_at_arraignment", part=1)) == [
        "First reply, for family and friends of the accused"
    ]


def test_a_reply_that_does_not_say_its_question_shows_no_pattern(material):
    silent = with_answers(material, lambda answer: replace(answer, asks=""))

    assert titles(entry(make_book(silent, {}), "what_is_an_arraignment", part=1)) == [
        "First reply, to: a question in certain words"
    ]


def test_of_replies_in_certain_words_the_one_that_counts_first_stands_first(material):
    patterns = {0: "zebra", 1: "apple", 2: "apple"}
    marked = with_answers(
        material,
        lambda a: replace(a, about=patterns[a.number], asks=patterns[a.number], audience=""),
    )

    blocks = entry(make_book(marked, {}), "plea_at_arraignment").blocks

    assert [block.title.rpartition(" ")[2] for block in blocks] == ["zebra", "apple", "zebra"]


def test_a_short_reply_stands_behind_the_others(material):
    [more, *_] = material.answers_to("plea_at_arraignment", "more")
    short = replace(more, response="utter_short_plea_at_arraignment", kind="short")

    book = make_book(replace(material, answers=(*material.answers, short)), {})

    assert titles(entry(book, "plea_at_arraignment", part=1)) == ["In fewer words"]


def test_the_facts_stand_beside_as_sentences_in_the_articles_order(book):
    facts = entry(book, "missed_arraignment").facts

    assert [fact.id for fact in facts] == ["F211", "F212", "F213"]
    assert facts[0].statement == "After a missed arraignment the judge can issue a warrant."


def test_a_wording_has_words_grade_version_and_approval(book):
    line = entry(book, "missed_arraignment").blocks[0].lines[0]

    assert (line.name, line.words, line.grade, line.facts) == (
        "utter_faq/missed_arraignment#0",
        29,
        5.0,
        ("F211", "F213"),
    )
    assert line.version == text_hash(line.text)
    assert line.state == "review needed"


def test_what_is_filled_in_stands_in_square_brackets(book):
    assert "call the office at [office phone]" in entry(book, "missed_arraignment").blocks[1].lines[0].text


def test_an_approval_is_shown_with_its_lawyer_and_counted(material):
    signed = make_book(with_answers(material, lambda a: replace(a, approved_by="J. Doe, 2026-03-02")), {})

    assert {line.state for line in signed.lines} == {"approved by J. Doe, 2026-03-02"}
    assert (signed.approved, signed.parts[0].unapproved) == (len(material.answers), 0)
    assert "Approved: 17 of 17 wordings" in book_page(signed)


def test_an_approval_does_not_count_while_a_review_is_needed(material):
    held = with_answers(material, lambda a: replace(a, approved_by="J. Doe", is_on_hold=True))

    assert {line.state for line in make_book(held, {}).lines} == {"review needed"}


def test_a_second_language_stands_behind_the_first_and_says_so(tmp_path):
    folder = a_copy(tmp_path)
    (folder / "answers_es").mkdir()
    (folder / "answers_es" / "a.yml").write_text(SPANISH, encoding="utf-8")

    book = make_book(load_material(folder), {})

    assert book.languages == ("English", "Spanish")
    assert book.parts[-1].title == "In Spanish"
    [block] = entry(book, "missed_arraignment", part=-1).blocks
    assert (block.title, block.language, block.lines[0].grade) == ("First reply", "es", None)


def test_the_fingerprint_is_of_the_words_and_nothing_else(material, book):
    reworded = with_answers(material, lambda a: replace(a, text=a.text.replace("warrant", "summons")))
    approved = with_answers(material, lambda a: replace(a, approved_by="J. Doe"))

    assert make_book(reworded, {}).fingerprint != book.fingerprint
    assert make_book(approved, {}).fingerprint == book.fingerprint


def test_the_law_is_read_in_twenty_minutes_with_the_first_of_each_wording():
    """A sitting is a part; the first is what most visitors read."""
    law = make_book(load_material(DATA), {}).parts[0]

    assert law.first_minutes <= 20


# Fixed texts


def test_fixed_texts_are_a_part_of_their_own_safety_first():
    [part] = [part for part in make_book(load_material(DATA), {}).parts if part.title == "Fixed texts"]

    assert part.chapters[0].title == "Safety"
    assert part.chapters[0].entries[0].key == "utter_in_danger"
    assert part.chapters[0].entries[0].title == "Somebody may be in danger"


def test_a_text_that_is_new_stands_under_its_name():
    assert occasion_of("utter_brand_new") == (OTHER, "Brand new")


def test_no_occasion_is_told_of_a_text_that_is_gone():
    known = {answer.response for answer in load_material(DATA).answers}

    assert {response for occasions in OCCASIONS.values() for response in occasions} - known == set()


def test_a_line_tells_when_it_is_said_again():
    book = make_book(load_material(DATA), {})

    occasions = [line.occasion for line in entry(book, "utter_out_of_scope", part=2).blocks[0].lines]

    assert occasions == [
        "the first time",
        "the first time",
        "the second time in a row",
        "the second time in a row",
        "the third time in a row",
        "the third time in a row",
    ]


# On paper


def test_the_page_has_everything_of_a_wording_and_a_place_to_sign(book, material):
    page = book_page(book)

    assert "> Please don't miss it. The judge can issue a warrant" in page
    assert "<sub>#0 · F211 F213 · 29 words · grade 5.0 · version f5a50777 · review needed</sub>" in page
    assert "- F211: After a missed arraignment the judge can issue a warrant." in page
    assert "| Name | Bar number | Date | Signature |" in page
    assert page.count(book.fingerprint) == 2
    for question in material.questions.values():
        assert f"#### {question.title}\n" in page


def test_the_figures_name_each_answer_each_fact_and_the_coverage(material):
    grades = {text_hash(answer.text): 5.0 for answer in material.answers}

    page = measurements_page(material, grades)

    assert "| facts that an answer says | 15 of 15 (100 %) | 100 % |" in page
    assert "| grade of the hardest | 5.0 | ≤ 8 |" in page
    assert "| utter_faq/missed_arraignment#0 |  | 29 | 5.0 | F211 F213 |" in page
    assert "| utter_faq/what_is_an_arraignment#2 | to: How long does it take? |" in page
    assert (
        "| F211 | After a missed arraignment the judge can issue a warrant. | utter_faq/missed_arraignment #0 #1 |"
        in page
    )


def test_a_fact_that_nobody_says_is_seen_in_the_figures(material):
    silent = with_answers(material, lambda answer: replace(answer, facts=tuple(f for f in answer.facts if f != "F212")))

    page = measurements_page(silent, {})

    assert "| facts that an answer says | 14 of 15 (93 %) | 100 % |" in page
    assert "charge may be added. | **none** |" in page
