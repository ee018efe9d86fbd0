"""Each kind of defect, put into the second article on purpose, is found, named, and comes with a way to mend it."""

from dataclasses import dataclass

import pytest

from bot.knowledge.answers import UnreadableFile, text_hash
from bot.knowledge.article import DATA
from bot.knowledge.checks import find_problems
from bot.knowledge.material import load_material
from tests.knowledge.articles import ANSWERS, SECOND_ARTICLE, a_copy, problems_of, spoil

FACTS, QUESTIONS, LEAST = "knowledge/article.yml", "knowledge/questions.yml", "knowledge/least_facts.yml"
MESSAGES = "nlu/the_arraignment.yml"
MISSED = "Please don't miss it. The judge can issue a warrant, which is an order to arrest the person."
NINE_WORDS = "it is short often only a few minutes and"
HARD = "Notwithstanding constitutional considerations, prosecutorial determinations necessitate examination."
FIRST_PLEA = (
    r"Most people say \"not guilty\" there. That is no lie to the court. It means that the State has to prove its "
    "case, and that all ways stay open. To plead guilty in a rush can be very hard to undo."
)
SECOND_PLEA = (
    r"\"Not guilty\" is what most people plead at that first hearing. It keeps all ways open and leaves the proof to "
    "the State. A fast guilty plea can be very hard to take back, so please ask a lawyer first."
)


@dataclass(frozen=True)
class Defect:
    """What is put where, and what must be found."""

    file: str
    old: str
    new: str
    name: str
    wrong: str
    where: str = ANSWERS


DEFECTS = {
    "a fact that no answer says": Defect(
        FACTS,
        "  # S22 The plea",
        '  - {id: F299, section: S21, statement: "It may be by video."}',
        "F299",
        "no answer says this fact: It may be by video.",
        FACTS,
    ),
    "an answer that names no fact": Defect(
        ANSWERS, "{facts: [F212], section: S24}", "{section: S24}", "utter_more_missed_arraignment#0", "names no fact"
    ),
    "an answer that names an unknown fact": Defect(
        ANSWERS, "facts: [F212]", "facts: [F212, F3]", "utter_more_missed_arraignment#0", "F3 is no fact of article.yml"
    ),
    "an answer from an unknown section": Defect(
        ANSWERS,
        "[F212], section: S24",
        "[F212], section: S9",
        "utter_more_missed_arraignment#0",
        "section 'S9' is none",
    ),
    "an answer from no section": Defect(
        ANSWERS, "[F212], section: S24", "[F212]", "utter_more_missed_arraignment#0", "names no section"
    ),
    "an answer for somebody unknown": Defect(
        ANSWERS, "for: family", "for: neighbor", "utter_faq/release_at_arraignment#2", "whom the bot does not know"
    ),
    "an answer for words that are no pattern": Defect(
        ANSWERS, "'how long|quick|minutes'", "'how (long'", "utter_faq/what_is_an_arraignment#2", "is no pattern"
    ),
    "an answer to words whose question nobody can read": Defect(
        ANSWERS,
        ', asks: "How long does it take?"',
        "",
        "utter_faq/what_is_an_arraignment#2",
        "has `about`, but not which question that is",
    ),
    "an answer to no question": Defect(
        ANSWERS, "utter_faq/missed_", "utter_faq/mised_", "utter_faq/mised_arraignment#0", "answers no question"
    ),
    "a question without an answer": Defect(
        ANSWERS, "utter_faq/missed_", "utter_faq/mised_", "missed_arraignment", "has no answer"
    ),
    "a question without a tell me more": Defect(
        ANSWERS, "utter_more_missed_", "utter_more_mised_", "missed_arraignment", 'has no "tell me more"'
    ),
    "a question with one variation for everybody": Defect(
        ANSWERS,
        "[F211, F213], section: S24}",
        "[F211, F213], section: S24, for: witness}",
        "missed_arraignment",
        "1 variation for everybody, the least is 2",
    ),
    "two variations alike": Defect(
        ANSWERS, SECOND_PLEA, FIRST_PLEA, "utter_faq/plea_at_arraignment#1", "says the same as another variation"
    ),
    "too many words": Defect(
        ANSWERS, MISSED, "Go. " * 75 + MISSED, "utter_faq/missed_arraignment#0", "words, the most is 90"
    ),
    "words that are too hard": Defect(ANSWERS, MISSED, HARD, "utter_faq/missed_arraignment#0", "the most is 8"),
    "a name in braces that nobody fills in": Defect(
        ANSWERS, "{office_phone}", "{office_fax}", "utter_faq/release_at_arraignment#2", "{office_fax} is nothing"
    ),
    "an answer filled in from the form": Defect(
        ANSWERS, "{office_phone}", "{intake_name}", "utter_faq/release_at_arraignment#2", "{intake_name} is nothing"
    ),
    "an answer in the article's words": Defect(
        ANSWERS, MISSED, f"Don't miss it; {NINE_WORDS} matters.", "utter_faq/missed_arraignment#0", NINE_WORDS
    ),
    "a fact in the article's words": Defect(
        FACTS, "It often takes only a few minutes.", f"Well, {NINE_WORDS}.", "F202", NINE_WORDS, FACTS
    ),
    "an answer that leaves out what must be said": Defect(
        ANSWERS,
        "facts: [F201, F203, F204], section: S21",
        "facts: [F204], section: S21",
        "utter_faq/what_is_an_arraignment#0",
        "leaves out F201, F203 of",
    ),
    "an answer that says none of two": Defect(
        LEAST, "[F202, F204]", "[F205, F206]", "utter_faq/what_is_an_arraignment#1", "leaves out F205 or F206 of"
    ),
    "a least fact that is none": Defect(
        LEAST, "F211, F212", "F211, F299", "missed_arraignment", "F299 is no fact of article.yml", LEAST
    ),
    "a least fact for no question": Defect(
        LEAST, "  missed_", "  mised_", "mised_arraignment", "is no question of questions.yml", LEAST
    ),
    "a question without least facts": Defect(LEAST, "  missed_", "  mised_", "missed_arraignment", "has no row", LEAST),
    "a next question that is none": Defect(
        QUESTIONS, "urgent_matter", "urgent_mater", "missed_arraignment", "urgent_mater is asked next", QUESTIONS
    ),
    "a question with few messages": Defect(
        MESSAGES, "      - forgot my court date omg\n", "", "missed_arraignment", "7 training messages", QUESTIONS
    ),
    "messages for no question": Defect(
        MESSAGES, "faq/missed_", "faq/mised_", "mised_arraignment", "has messages, but is no question", "nlu"
    ),
    "an approval that does not say of what": Defect(
        ANSWERS,
        "[F212], section: S24",
        "[F212], section: S24, approved_by: J. Doe",
        "utter_more_missed_arraignment#0",
        "approved, but not which words",
    ),
    "an approval of what is on hold": Defect(
        ANSWERS,
        "[F212], section: S24",
        "[F212], section: S24, review: needed, version: 2, approved_by: J. Doe",
        "utter_more_missed_arraignment#0",
        "approved, but still marked review: needed",
    ),
    "an approval of other words": Defect(
        ANSWERS,
        "[F212], section: S24",
        '[F212], section: S24, version: "0a1b2c3d", approved_by: J. Doe',
        "utter_more_missed_arraignment#0",
        "its words changed after J. Doe approved them",
    ),
}


@pytest.mark.parametrize("kind", DEFECTS)
def test_a_defect_is_found_and_named(kind, tmp_path):
    defect = DEFECTS[kind]
    folder = a_copy(tmp_path)
    spoil(folder, defect.file, defect.old, defect.new)

    found = [p for p in problems_of(folder) if p.name == defect.name and defect.wrong in p.wrong]

    assert [problem.file for problem in found] == [folder / defect.where]
    assert found[0].mend.endswith(".")


def test_an_answer_in_two_files_is_found(tmp_path):
    folder = a_copy(tmp_path)
    (folder / "answers" / "z.yml").write_text((folder / ANSWERS).read_text(encoding="utf-8"), encoding="utf-8")

    found = [p for p in problems_of(folder) if p.wrong == "stands in the_arraignment.yml, too"]

    assert "utter_faq/missed_arraignment" in {problem.name for problem in found}


def test_without_the_articles_text_nothing_counts_as_copied(tmp_path):
    folder = a_copy(tmp_path)
    spoil(folder, ANSWERS, MISSED, f"Don't miss it; {NINE_WORDS} matters.")

    assert find_problems(load_material(folder)) == []


def test_curly_quotes_and_capitals_hide_no_copied_words(tmp_path):
    folder = a_copy(tmp_path)
    (folder / "article.txt").write_text("IT’S WRITTEN IN CAPITALS — and one, two, three, four.", encoding="utf-8")
    spoil(folder, ANSWERS, MISSED, "It's written in capitals and one two three four five.")

    assert [p.name for p in problems_of(folder)] == ["utter_faq/missed_arraignment#0"]


def test_an_approval_of_these_words_is_no_problem(tmp_path):
    folder = a_copy(tmp_path)
    [more] = load_material(SECOND_ARTICLE).answers_to("missed_arraignment", "more")
    signed = f'[F212], section: S24, version: "{text_hash(more.text)}", approved_by: J. Doe'
    spoil(folder, ANSWERS, "[F212], section: S24", signed)

    assert problems_of(folder) == []


# A second language


SPANISH = """
answers_es:
  utter_faq/missed_arraignment:
    - text: "El juez puede dictar una orden de arresto. Quien no pueda ir debe llamar antes a su abogado."
      metadata: {facts: [F211, F213], section: S24}
    - text: "Si alguien falta, el juez puede ordenar su arresto. Llame a su abogado antes de la audiencia."
      metadata: {facts: [F211, F213], section: S24}
  utter_more_missed_arraignment:
    - text: "También se puede perder la fianza, y puede haber otro cargo."
      metadata: {facts: [F212], section: S24}
"""


def in_spanish(folder, text=SPANISH):
    path = folder / "answers_es" / "arraignment.yml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return path


def test_a_second_language_may_have_a_few_answers_and_is_not_graded(tmp_path):
    folder = a_copy(tmp_path)
    in_spanish(folder, SPANISH.replace("El juez puede", "Constitucionalmente, el magistrado correspondiente puede"))

    assert problems_of(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "name", "wrong"),
    [
        ("utter_more_missed", "utter_more_mised", "missed_arraignment (es)", 'has no "tell me more"'),
        (
            '    - text: "Si',
            '    - text: "' + "uno " * 80 + "Si",
            "utter_faq/missed_arraignment#1 (es)",
            "words, the most",
        ),
        ("F211, F213", "F211", "utter_faq/missed_arraignment#0 (es)", "leaves out F213"),
        ("F212", "F1", "utter_more_missed_arraignment#0 (es)", "F1 is no fact"),
    ],
    ids=["no more", "too long", "leaves out", "unknown fact"],
)
def test_a_defect_of_a_second_language_is_found(tmp_path, old, new, name, wrong):
    folder = a_copy(tmp_path)
    path = in_spanish(folder, SPANISH.replace(old, new, 1))

    assert [p.file for p in problems_of(folder) if p.name == name and wrong in p.wrong] == [path]


# Files that can't be read


@pytest.mark.parametrize(
    ("file", "old", "new", "wrong"),
    [
        (ANSWERS, "responses:", "answers:", "has no key 'responses'"),
        (ANSWERS, '    - text: "Please', '    - txt: "Please', "no list of variations that have a text each"),
        (ANSWERS, "utter_faq/missed", "faq/missed", "starts with utter_"),
        (ANSWERS, "{facts: [F212], section: S24}", "F212", "metadata are no mapping"),
        (ANSWERS, "responses:", '"responses', "no valid YAML in line"),
        (FACTS, "id: F202", "id: F201", "fact F201 is there twice"),
        (FACTS, "title:", "name:", "something is missing: 'title'"),
        (QUESTIONS, "question:", "title:", "something is missing: 'question'"),
        (LEAST, "least_facts:", "least:", "has no key 'least_facts'"),
    ],
)
def test_a_file_that_is_broken_is_named(tmp_path, file, old, new, wrong):
    folder = a_copy(tmp_path)
    spoil(folder, file, old, new)

    with pytest.raises(UnreadableFile, match=wrong.replace("(", r"\(")) as error:
        load_material(folder)

    assert error.value.path == folder / file


def test_a_translation_that_rasa_would_read_as_english_is_refused(tmp_path):
    folder = a_copy(tmp_path)
    in_spanish(folder, SPANISH.replace("answers_es:", "responses:"))

    with pytest.raises(UnreadableFile, match="has no key 'answers_es'"):
        load_material(folder)


def test_a_folder_without_its_facts_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match=r"article\.yml: No such file"):
        load_material(tmp_path)


# The bot's own


def test_the_bots_own_answers_have_no_problem():
    """`make article` shows them one a line, with the way to mend each."""
    assert find_problems(load_material(DATA)) == []
