"""What each answer must say, how long and how hard it may be, and what no text may hold."""

import re
from importlib.metadata import version

import pytest
import textstat
import yaml

from bot.engine.dialogue.asker import FAMILY, MINOR, REPORTER, REQUESTED
from bot.engine.dialogue.intake_values import FIELDS
from bot.engine.model_file import ROOT
from bot.knowledge.article import load_article
from bot.knowledge.firm import fill, read_firm
from bot.knowledge.labels import CONVERSATION, KNOWLEDGE, intent_key
from bot.knowledge.material import load_material
from tests.knowledge.answers import PLACEHOLDER, all_answers, fixed_texts, knowledge_answers, variations

MAX_WORDS = 90
MAX_GRADE = 8
FOR_THEM = {REPORTER, FAMILY, MINOR, REQUESTED}
SPANISH = "utter_spanish"


def names(answers, is_wrong):
    """Names of the answers that are wrong."""
    return [answer.name for answer in answers if is_wrong(answer)]


def words(text):
    return len(text.split())


def as_read(text):
    """The text with sample values in the place of what is filled in."""
    return fill(text, {**read_firm().placeholders(), "request_reference": "R-7K3M"})


# What must be there


def test_the_table_names_every_knowledge_question():
    assert {label for label, least in load_material().least_facts.items() if least} == set(KNOWLEDGE)


@pytest.mark.parametrize("label", KNOWLEDGE)
def test_every_first_reply_with_its_more_says_the_least(label):
    """Whichever variation a visitor gets: it and the "tell me more" together."""
    more = set().union(*(a.facts for a in variations(f"utter_more_{label}") if not a.is_marked))

    for answer in variations(f"utter_{intent_key(label)}"):
        if answer.is_marked:
            continue
        said = answer.facts | more
        assert [choice for choice in load_material().least_facts[label] if not said & set(choice)] == [], answer.name


def test_the_fifth_way_a_lawyer_helps_is_named_in_every_variation():
    for answer in variations("utter_faq/how_a_lawyer_helps"):
        assert answer.facts & {"F47", "F48", "F49"}, answer.name


@pytest.mark.parametrize("label", KNOWLEDGE)
def test_every_question_has_two_answers_or_more_and_a_more(label):
    assert len([a for a in variations(f"utter_{intent_key(label)}") if not a.is_marked]) >= 2
    assert len([a for a in variations(f"utter_more_{label}") if not a.is_marked]) >= 1


def test_every_answer_is_for_a_question_that_exists():
    allowed = {f"utter_faq/{label}" for label in KNOWLEDGE} | {f"utter_more_{label}" for label in KNOWLEDGE}

    assert {answer.action for answer in knowledge_answers()} == allowed


@pytest.mark.parametrize("label", CONVERSATION)
def test_every_conversation_label_has_words(label):
    assert [answer for answer in fixed_texts() if answer.action == f"utter_{label}"]


def test_an_answer_names_facts_and_the_section_it_comes_from():
    sections = load_article().sections

    assert names(knowledge_answers(), lambda a: not a.facts or a.metadata.get("section") not in sections) == []


def test_no_two_variations_are_alike():
    for action in {answer.action for answer in all_answers()}:
        texts = [answer.text for answer in all_answers() if answer.action == action]
        assert len(texts) == len(set(texts)), action


def test_words_are_only_kept_for_people_the_engine_knows():
    assert {answer.for_whom for answer in all_answers()} - {None} == FOR_THEM


# How long, how hard


def test_the_grade_is_measured_with_the_version_the_bar_names():
    assert version("textstat") == "0.7.7"


def test_a_text_has_at_most_90_words():
    assert names(all_answers(), lambda a: words(as_read(a.text)) > MAX_WORDS) == []


def test_a_text_is_grade_8_or_easier():
    """Spanish words have no grade in an English formula."""
    hard = [(a.name, textstat.flesch_kincaid_grade(as_read(a.text))) for a in all_answers() if SPANISH not in a.action]

    assert [(name, grade) for name, grade in hard if grade > MAX_GRADE] == []


def test_most_first_replies_have_60_words_or_fewer():
    lengths = [words(a.text) for a in knowledge_answers() if not a.action.startswith("utter_more")]

    assert sum(length <= 60 for length in lengths) > len(lengths) / 2


# What no text may hold


def test_placeholders_are_the_firms_or_a_slots():
    slots = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["slots"]
    known = set(read_firm().placeholders()) | set(slots)

    assert names(all_answers(), lambda a: not set(PLACEHOLDER.findall(a.text)) <= known) == []


NEVER = {
    "a firm's name": r"\brose\b|legal services|\bLLC\b|& Sample",
    "a promise or a guess": r"\bguarantee|\bwe will win\b|\bwill (?:surely |certainly )?be (?:dismissed|dropped)\b"
    r"|don'?t worry"
    r"|\byou'll be fine\b|\bconfidential\b|\bprivileged\b|\bstrong case\b|\bbest (?:lawyers?|firm)\b"
    r"|\busually\b|\balways\b",
    "feelings or a human name": r"\bI(?:'m| am) (?:sorry to hear|so sorry|happy|glad|Anna)\b|\bI feel\b",
    "a question for what happened": r"\b(?:tell me|say) (?:exactly )?what happened\b|social security|date of birth",
    "a command": r"^/|EXTERNAL",
}


@pytest.mark.parametrize("what", NEVER)
def test_no_text_holds(what):
    assert names(all_answers(), lambda a: re.search(NEVER[what], a.text, re.IGNORECASE)) == []


def test_the_other_person_has_no_gender():
    gendered = re.compile(r"\b(?:she|her|hers|he|him|his)\b", re.IGNORECASE)

    assert names(all_answers(), lambda a: gendered.search(a.text)) == []


def test_the_person_who_made_the_report_is_sold_nothing():
    selling = re.compile(r"\bcall back\b|consultation|\bour lawyers?\b|\bhire us\b", re.IGNORECASE)

    assert names((a for a in all_answers() if a.for_whom == REPORTER), lambda a: selling.search(a.text)) == []


# Safety texts: numbers and duties of safety.md

MUST_SAY = {
    "utter_in_danger": [
        "911",
        "1-800-799-7233",
        "1-800-787-3224",
        "START",
        "88788",
        "can't send help",
        "mocadsv.org",
        "clear",
    ],
    "utter_spanish_danger": ["911", "1-800-799-7233", "1-800-787-3224", "START", "88788", "mocadsv.org"],
    "utter_self_harm": ["988", "AYUDA", "911"],
    "utter_spanish_self_harm": ["988", "AYUDA", "911"],
    "utter_check_safety": ["Are you safe right now?", "911", "1-800-799-7233", "988"],
    "utter_threat": ["911"],
    "utter_i_am_the_victim": [
        "defends people accused",
        "can't advise you",
        "lawyer of your own",
        "victim advocate",
        "911",
    ],
    "utter_influence_the_victim": ["can't help", "can be a crime", "{office_phone}"],
    "utter_discloses_case_details": ["stop", "Staff|staff"],
    "utter_asks_outcome_prediction": ["can't predict"],
    "utter_urgent_matter": [
        "{office_phone}",
        "{after_hours_phone}",
        "court date",
        "you may ask for a lawyer before answering questions",
    ],
    "utter_custody": ["{office_phone}", "{after_hours_phone}", "public defender", "recorded"],
    "utter_minor": ["adult you trust", "{office_phone}", "1-800-392-3738", "911"],
    "utter_press_charges": ["defends people accused|on the side of people accused", "police", "prosecutor", "911"],
    "utter_journalist": ["{office_phone}"],
    "utter_counsel": ["utomated", "can't discuss", "{office_phone}"],
    "utter_spanish": ["911", "988", "{office_phone}"],
    "utter_bot_challenge": ["utomated", "not a lawyer"],
    "utter_confidentiality": ["stored", "taff", "can't promise", "not make us your lawyer"],
    "utter_apology": ["{office_phone}"],
    "utter_request_not_sent": ["{office_phone}", "not be sent"],
    "utter_request_sent": ["{request_reference}"],
    "utter_notice": [
        "automated assistant, not a lawyer or a person",
        "not legal advice",
        "stored and staff can read it",
        "not make us your lawyer",
        "don't type what happened",
    ],
}
# A young person, and somebody who has asked already, are offered neither the form nor a call back.
OFFERS_A_CALL_BACK = r"call back|ask for a call|call you\b|take a request|Talk to the firm"


@pytest.mark.parametrize("who", [MINOR, REQUESTED])
def test_whoever_must_not_be_offered_a_call_back_has_words_without_it(who):
    offering = {a.action for a in all_answers() if a.for_whom in {None, who} and re.search(OFFERS_A_CALL_BACK, a.text)}

    said_to_them = [a for a in all_answers() if a.action in offering and a.for_whom == who]
    exempt = {"utter_welcome", "utter_request_no_consent"}  # before anything is known; it says that nobody calls
    assert offering - exempt == {a.action for a in said_to_them} - exempt
    assert [a.name for a in said_to_them if re.search(OFFERS_A_CALL_BACK, a.text)] == []


# The person who made the report is not sent to the firm, but to people on their own side (safety.md, 2 and 3).
THEIR_OWN_SIDE = ["lawyer of your own", "prosecutor's victim advocate", "911"]
MUST_SAY_TO_THE_REPORTER = {
    "utter_influence_the_victim": ["can't help", "can be a crime", *THEIR_OWN_SIDE],
    "utter_discloses_case_details": [
        "stop",
        "stored|can read",
        "defends (people accused|accused people)",
        *THEIR_OWN_SIDE,
    ],
    "utter_spanish": ["911", "988", "1-800-799-7233", "defiende a personas acusadas", "victim advocate"],
}


@pytest.mark.parametrize("action", MUST_SAY)
def test_a_fixed_text_says_what_it_must_in_every_variation(action):
    found = [answer for answer in fixed_texts() if answer.action == action]

    assert found
    for answer in found:
        must_say = MUST_SAY_TO_THE_REPORTER if answer.for_whom == REPORTER else {}
        phrases = must_say.get(action, MUST_SAY[action])
        missing = [phrase for phrase in phrases if not re.search(phrase.replace("{", r"\{"), answer.text)]
        assert missing == [], answer.name


@pytest.mark.parametrize("action", MUST_SAY_TO_THE_REPORTER)
def test_the_person_who_made_the_report_has_words_of_their_own_without_the_firms_phone(action):
    theirs = [answer for answer in fixed_texts() if answer.action == action and answer.for_whom == REPORTER]

    assert theirs
    assert names(theirs, lambda a: "_phone}" in a.text) == []


def test_the_bot_says_first_that_it_is_automated():
    assert all(a.text.startswith("Automated") for a in fixed_texts() if a.action == "utter_bot_challenge")


def test_a_fixed_text_has_id_version_and_place_for_its_lawyer():
    def lacks(answer):
        row = answer.metadata
        return row.get("id") != answer.action or not isinstance(row.get("version"), int) or "approved_by" not in row

    assert names(fixed_texts(), lacks) == []


def test_the_summary_shows_every_answer_given():
    for answer in (a for a in fixed_texts() if a.action == "utter_ask_intake_confirm"):
        assert {f"{{{name}}}" for name in FIELDS[:6]} <= set(re.findall(r"\{\w+\}", answer.text)), answer.name


@pytest.mark.parametrize("question", [f"utter_ask_{field}" for field in (*FIELDS, "intake_change")])
def test_a_form_question_has_other_words_for_the_second_time(question):
    found = [answer for answer in fixed_texts() if answer.action == question]

    assert [a for a in found if not a.metadata.get("again")]
    assert len([a for a in found if a.metadata.get("again")]) >= 2


def test_an_admission_has_words_for_the_first_second_and_third_time():
    attempts = {a.metadata["attempt"] for a in fixed_texts() if a.action == "utter_out_of_scope"}

    assert attempts == {1, 2, 3}
