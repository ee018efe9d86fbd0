"""Words and grades, as a visitor reads them."""

import subprocess
import sys

import pytest

from bot.knowledge.answers import FIXED, Answer, text_hash
from bot.knowledge.article import DATA
from bot.knowledge.firm import read_firm
from bot.knowledge.material import load_material
from bot.knowledge.reading import SAMPLES, count_words, grades_as_json, measure_grade, measure_grades, minutes


def an_answer(text="The State decides.", language="en"):
    return Answer("utter_x", "x", FIXED, 0, text, DATA / "x.yml", language=language)


def test_names_in_braces_count_as_what_stands_there():
    assert count_words("Call {office_phone} now.") == 4


def test_there_is_a_sample_for_every_detail_of_the_firm_and_every_slot_that_a_text_names():
    named = {
        name for name in load_material(DATA).slots if any(f"{{{name}}}" in a.text for a in load_material(DATA).answers)
    }

    assert set(read_firm().placeholders()) | named <= set(SAMPLES)


def test_a_firm_with_a_long_name_changes_no_figure(monkeypatch):
    before = count_words("{firm_name}"), measure_grade(an_answer("We are {firm_name}."))
    monkeypatch.setenv("FIRM_NAME", "Featherstonehaugh, Cholmondeley & Partners of Jefferson City")

    assert (count_words("{firm_name}"), measure_grade(an_answer("We are {firm_name}."))) == before


def test_long_words_are_harder():
    easy, hard = (
        an_answer("The judge may ask you."),
        an_answer("Jurisdictional considerations necessitate examination."),
    )

    assert measure_grade(easy) < 4 < 8 < measure_grade(hard)


def test_the_grade_is_for_english_only():
    assert measure_grade(an_answer("El juez decide.", language="es")) is None
    assert measure_grades((an_answer("El juez decide.", language="es"),)) == {}


def test_grades_are_kept_by_the_words_they_were_measured_on():
    answer = an_answer()

    assert list(measure_grades((answer,))) == [text_hash(answer.text)]
    assert grades_as_json({"b": 1.234, "a": 2.0}) == '{\n"a": 2.0,\n"b": 1.23\n}\n'


@pytest.mark.parametrize(("words", "wanted"), [(0, 0), (1, 1), (240, 1), (241, 2)])
def test_reading_time_is_rounded_up(words, wanted):
    assert minutes(words) == wanted


def test_the_web_process_reads_the_book_without_textstat():
    """80 MB in every process, for a page that is opened once a month."""
    code = "import sys; from bot.knowledge.book import load_book; load_book(); sys.exit('textstat' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=DATA.parent, check=False).returncode == 0
