"""Answers as bot/knowledge/answers.py reads them, from data/ and from a folder of a second language."""

from bot.knowledge.answers import FIXED, MORE, REPLY, SHORT, load_answers, text_hash
from bot.knowledge.article import DATA
from bot.knowledge.material import load_material

ENGLISH = """
responses:
  utter_faq/recantation:
    - text: "It may be met with suspicion."
      metadata:
        {facts: [F31], section: S4, for: reporter, about: 'lied|liar', asks: "Was it a lie?", version: 3,
         approved_by: "J. Doe", review: needed}
    - text: "It does not bind the prosecutor."
  utter_more_recantation:
    - text: "More."
  utter_short_recantation:
    - text: "Less."
"""
DOMAIN = """
responses:
  utter_out_of_scope:
    - text: "No."
      metadata: {attempt: 2}
  utter_ask_intake_name:
    - text: "Your name?"
      metadata: {again: true}
  utter_spanish:
    - text: "Por ahora solo en inglés."
"""


def loaded(tmp_path, spanish=None):
    files = {"answers/a.yml": ENGLISH, "domain.yml": DOMAIN} | ({"answers_es/a.yml": spanish} if spanish else {})
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return {answer.name: answer for answer in load_answers(tmp_path, tmp_path / "domain.yml")}


def test_an_answer_tells_what_its_metadata_tell(tmp_path):
    answer = loaded(tmp_path)["utter_faq/recantation#0"]

    assert (answer.label, answer.kind, answer.number, answer.text) == (
        "recantation",
        REPLY,
        0,
        "It may be met with suspicion.",
    )
    assert (answer.facts, answer.section, answer.audience, answer.about) == (("F31",), "S4", "reporter", "lied|liar")
    assert (answer.language, answer.version, answer.approved_by) == ("en", "3", "J. Doe")
    assert (answer.asks, answer.is_on_hold, answer.is_marked) == ("Was it a lie?", True, True)


def test_an_answer_without_metadata_has_the_hash_of_its_words_for_a_version_and_no_approval(tmp_path):
    answer = loaded(tmp_path)["utter_faq/recantation#1"]

    assert answer.version == text_hash("It does not bind the prosecutor.")
    assert (answer.approved_by, answer.facts, answer.section, answer.is_marked) == ("", (), "", False)


def test_one_word_more_is_another_version():
    assert text_hash("It may.") != text_hash("It often may.")


def test_the_kind_and_label_stand_in_the_name(tmp_path):
    kinds = {name: (answer.kind, answer.label) for name, answer in loaded(tmp_path).items()}

    assert kinds["utter_more_recantation#0"] == (MORE, "recantation")
    assert kinds["utter_short_recantation#0"] == (SHORT, "recantation")
    assert kinds["utter_out_of_scope#0"] == (FIXED, "out_of_scope")


def test_a_fixed_text_tells_when_it_is_said(tmp_path):
    answers = loaded(tmp_path)

    assert answers["utter_out_of_scope#0"].attempt == 2
    assert answers["utter_ask_intake_name#0"].is_again


def test_a_second_language_is_a_second_folder(tmp_path):
    answers = loaded(tmp_path, spanish=ENGLISH.replace("responses:", "answers_es:"))

    assert answers["utter_faq/recantation#0 (es)"].language == "es"
    assert answers["utter_faq/recantation#0"].language == "en"


def test_the_spanish_words_of_the_domain_are_spanish(tmp_path):
    assert loaded(tmp_path)["utter_spanish#0 (es)"].language == "es"


def test_everything_that_rasa_may_say_is_read():
    material = load_material(DATA)

    assert {answer.file.name for answer in material.answers} >= {"domain.yml", "the_short_answer.yml"}
    assert {"utter_in_danger#0", "utter_faq/recantation#0"} <= {answer.name for answer in material.answers}
    assert "request_reference" in material.slots
    assert "request_consultation" not in material.labels
    assert material.messages["recantation"] > 8
