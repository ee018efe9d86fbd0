"""Which variation is said, for whom, and that a visitor's own words are printed and never interpreted."""

import asyncio
import itertools

import pytest
from rasa.shared.core.events import ActiveLoop, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.dialogue.nlg import AnswerNLG, answer_of, choose
from tests.engine.trained import a_domain

DOMAIN = a_domain(
    """
version: "3.1"
slots:
  asker: {type: text, influence_conversation: false, mappings: [{type: custom}]}
  intake_name: {type: text, influence_conversation: false, mappings: [{type: custom}]}
  person_offered: {type: bool, initial_value: false, influence_conversation: false, mappings: [{type: custom}]}
  is_minor: {type: bool, initial_value: false, influence_conversation: false, mappings: [{type: custom}]}
  request_reference: {type: text, influence_conversation: false, mappings: [{type: custom}]}
  offered_labels: {type: list, influence_conversation: false, mappings: [{type: custom}]}
  spanish_told: {type: bool, initial_value: false, influence_conversation: false, mappings: [{type: custom}]}
  writes_spanish: {type: bool, influence_conversation: false, mappings: [{type: custom}]}
forms:
  intake_form: {required_slots: [intake_name]}
responses:
  utter_faq/recantation:
    - {text: "A", metadata: {facts: [F30, F31], section: S4}}
    - {text: "B", metadata: {facts: [F30], section: S4}}
    - {text: "R", metadata: {facts: [F30], section: S4, for: reporter}}
  utter_more_recantation:
    - {text: "More", metadata: {facts: [F75], section: S4}}
  utter_request_sent:
    - {text: "Thank you {intake_name}. Call {office_phone}. {nobody_knows} {{braces}}"}
  utter_out_of_scope:
    - {text: "first", metadata: {attempt: 1}}
    - {text: "first, otherwise", metadata: {attempt: 1}}
    - {text: "second", metadata: {attempt: 2}}
    - {text: "a person", metadata: {attempt: 3}}
  utter_ask_intake_name:
    - {text: "Your name?"}
    - {text: "Only the name, please.", metadata: {again: true}}
    - {text: "I could not read a name.", metadata: {again: true}}
  utter_intake_not_understood:
    - {text: "Once more."}
  utter_clarify:
    - {text: "Did you mean?"}
  utter_asks_outcome_prediction:
    - {text: "I can't predict that."}
    - {text: "Ask an adult.", metadata: {for: minor}}
    - {text: "Your request is with the office.", metadata: {for: requested}}
  utter_custody:
    - {text: "Call."}
    - {text: "A hard night. Call.", metadata: {for: family}}
  utter_spanish_custody:
    - {text: "Llame."}
    - {text: "Una noche difícil. Llame.", metadata: {for: family}}
  utter_spanish_ask_intake_name:
    - {text: "¿Su nombre?"}
    - {text: "Solo el nombre.", metadata: {again: true}}
  utter_ask_intake_consent:
    - {text: "May we call?"}
  utter_spanish_ask_intake_consent:
    - {text: "¿Podemos llamar?"}
"""
)


@pytest.fixture
def words():
    nlg = AnswerNLG()
    nlg.responses = DOMAIN.responses  # as Agent.load_model does
    return nlg


@pytest.fixture
def talk(words):
    """Says responses in one conversation, as the engine does."""
    tracker = DialogueStateTracker("c", DOMAIN.slots)

    def say(action, *events):
        for event in events:
            tracker.update(event)
        message = asyncio.run(words.generate(action, tracker, "visitor"))
        if message:
            data = {key: message[key] for key in ("utter_action", "variation", "answer")}
            tracker.update(BotUttered(message["text"], metadata=data))
        return message

    return say


def texts(talk, action, times):
    return [talk(action)["text"] for _ in range(times)]


def test_no_text_is_said_twice_running(talk):
    said = texts(talk, "utter_faq/recantation", 6)

    assert all(one != other for one, other in itertools.pairwise(said))
    assert set(said) == {"A", "B"}


def test_the_variation_said_longest_ago_comes_next():
    variations = [{"text": t} for t in "abc"]
    said = [{"variation": f"utter_x#{i}"} for i in (1, 0, 2)]  # newest first

    assert choose("utter_x", variations, said, {})[0] == 2


def test_a_single_variation_is_said_again():
    assert choose("utter_x", [{"text": "a"}], [{"variation": "utter_x#0"}], {})[0] == 0


def test_the_person_who_made_the_report_hears_words_of_their_own(talk):
    assert talk("utter_faq/recantation", SlotSet("asker", "reporter"))["text"] == "R"


def test_without_words_of_their_own_they_hear_the_others(talk):
    assert talk("utter_more_recantation", SlotSet("asker", "reporter"))["text"] == "More"


def test_everybody_else_never_hears_them(talk):
    assert "R" not in texts(talk, "utter_faq/recantation", 9)


def test_each_attempt_has_its_own_words_and_the_last_ones_stay(talk):
    assert texts(talk, "utter_out_of_scope", 4) == ["first", "second", "a person", "a person"]


def test_something_else_in_between_begins_the_attempts_anew_in_other_words(talk):
    assert talk("utter_out_of_scope")["text"] == "first"
    talk("utter_faq/recantation")

    assert talk("utter_out_of_scope")["text"] == "first, otherwise"


def test_a_form_question_asked_again_is_worded_another_way(talk):
    assert texts(talk, "utter_ask_intake_name", 4) == [
        "Your name?",
        "Only the name, please.",
        "I could not read a name.",
        "Only the name, please.",
    ]


def test_a_form_question_after_not_understanding_is_worded_another_way(talk):
    talk("utter_ask_intake_name")
    talk("utter_intake_not_understood")

    assert talk("utter_ask_intake_name")["text"] == "Only the name, please."


def test_a_form_question_after_an_answer_in_between_is_asked_as_at_first(talk):
    talk("utter_ask_intake_name")
    talk("utter_faq/recantation")

    assert talk("utter_ask_intake_name")["text"] == "Your name?"


@pytest.mark.parametrize(
    "name", ["Ana", "0[", "a0[b]", "{office_phone}", "{0}", "{intake_name}", "%s {}", "{{x}}", "\\1", "$1"]
)
def test_a_visitors_own_words_are_printed_as_typed(talk, name):
    text = talk("utter_request_sent", SlotSet("intake_name", name))["text"]

    assert text.startswith(f"Thank you {name}. Call (")


def test_unknown_names_in_braces_stay_and_none_is_never_printed(talk):
    text = talk("utter_request_sent")["text"]

    assert "None" not in text
    assert "{nobody_knows}" in text


def test_a_response_that_does_not_exist_is_none(talk):
    assert talk("utter_nothing") is None


def test_an_answer_carries_its_label_facts_and_section(talk):
    message = talk("utter_faq/recantation")

    assert message["answer"] == "recantation"
    assert message["facts"] == ["F30", "F31"]
    assert message["section"] == "S4"
    assert message["variation"] == "utter_faq/recantation#0"


@pytest.mark.parametrize(
    ("action", "label"),
    [
        ("utter_faq/recantation", "recantation"),
        ("utter_more_recantation", "recantation"),
        ("utter_greet", "greet"),
        ("utter_clarify", "clarify"),
        ("utter_out_of_scope", "out_of_scope"),
        ("utter_request_consultation", "request_consultation"),
        ("utter_custody", "urgent_matter"),
        ("utter_spanish_danger", "in_danger"),
        ("utter_threat", "influence_the_victim"),
        ("utter_influence_why", "influence_the_victim"),
        ("utter_no_advice", "asks_outcome_prediction"),
        ("utter_reporter_support", "i_am_the_victim"),
        ("utter_spanish_custody", "urgent_matter"),
        ("utter_spanish_ask_intake_name", None),
        ("utter_ask_intake_name", None),
        ("utter_spanish", None),
        ("utter_notice", None),
    ],
)
def test_a_reply_names_the_label_it_serves(action, label):
    assert answer_of(action) == label


def labels_of(message):
    return [button["label"] for button in message.get("buttons", [])]


def test_an_answer_offers_at_most_two_next_questions_more_and_a_person(talk):
    labels = labels_of(talk("utter_faq/recantation"))

    assert labels[-2:] == ["explain_more", "request_consultation"]
    assert len(labels) <= 4


def test_a_question_just_answered_is_not_offered_again(talk):
    talk("utter_faq/recantation")
    first = labels_of(talk("utter_more_recantation"))

    assert "recantation" not in first


def test_a_person_is_offered_once(talk):
    labels = labels_of(talk("utter_faq/recantation", SlotSet("person_offered", True)))

    assert "request_consultation" not in labels


REQUEST_SENT = SlotSet("request_reference", "R-7K3M")


@pytest.mark.parametrize("who", [SlotSet("asker", "reporter"), SlotSet("is_minor", True), REQUEST_SENT])
@pytest.mark.parametrize("action", ["utter_faq/recantation", "utter_out_of_scope", "utter_asks_outcome_prediction"])
def test_no_consultation_is_offered_to_those_who_must_not_be_asked(talk, who, action):
    assert "request_consultation" not in labels_of(talk(action, who))


def test_inside_the_form_an_answer_has_no_buttons(talk):
    assert labels_of(talk("utter_faq/recantation", ActiveLoop("intake_form"))) == []


def test_a_question_back_offers_the_choices_and_something_else(talk):
    parse = {"intent": {"name": "faq"}, "entities": [], "choices": ["recantation", "expungement"]}

    message = talk("utter_clarify", UserUttered("hm", {"name": "faq"}, [], parse))

    assert labels_of(message) == ["recantation", "expungement", "out_of_scope"]


def asked(talk, text, choices, *events):
    """Labels of the choices of a question back."""
    parse = {"intent": {"name": "faq"}, "entities": [], "choices": choices}
    return labels_of(talk("utter_clarify", *events, UserUttered(text, {"name": "faq"}, [], parse)))


def test_pressing_somebody_is_no_choice_for_who_said_nothing_of_it(talk):
    choices = ["recantation", "influence_the_victim"]

    assert asked(talk, "does she have to tell the truth", choices) == ["recantation", "out_of_scope"]
    assert "influence_the_victim" in asked(talk, "how do i convince her to drop it", choices)


@pytest.mark.parametrize("who", [SlotSet("asker", "reporter"), SlotSet("is_minor", True), REQUEST_SENT])
def test_a_call_back_is_no_choice_for_who_must_not_be_offered_one(talk, who):
    assert asked(talk, "lawyer", ["request_consultation", "recantation"], who) == ["recantation", "out_of_scope"]


def test_a_question_back_without_choices_of_its_own_offers_the_plans(talk):
    assert asked(talk, "court", [], SlotSet("offered_labels", ["is_my_case_over"])) == [
        "is_my_case_over",
        "out_of_scope",
    ]


def test_a_young_person_and_who_has_asked_already_hear_words_of_their_own(talk):
    assert talk("utter_asks_outcome_prediction", REQUEST_SENT)["text"] == "Your request is with the office."
    assert talk("utter_asks_outcome_prediction", SlotSet("is_minor", True))["text"] == "Ask an adult."


def test_the_family_of_somebody_in_jail_hears_a_kind_word(talk):
    assert talk("utter_custody")["text"] == "Call."
    assert talk("utter_custody", SlotSet("asker", "family"))["text"] == "A hard night. Call."


SPANISH = SlotSet("writes_spanish", True)


def test_whoever_writes_spanish_is_asked_in_spanish_and_the_record_says_with_which_words(talk):
    message = talk("utter_ask_intake_name", SPANISH)

    assert (message["text"], message["utter_action"]) == ("¿Su nombre?", "utter_ask_intake_name")
    assert message["variation"] == "utter_spanish_ask_intake_name#0"
    assert talk("utter_ask_intake_name")["text"] == "Solo el nombre."


def test_the_buttons_of_a_spanish_question_are_spanish(talk):
    message = talk("utter_ask_intake_consent", SPANISH)

    assert [(b["title"], b["label"]) for b in message["buttons"]] == [("Sí", "affirm"), ("No", "deny")]


def test_spanish_words_are_chosen_like_the_english_ones(talk):
    message = talk("utter_custody", SPANISH, SlotSet("asker", "family"))

    assert (message["text"], message["answer"]) == ("Una noche difícil. Llame.", "urgent_matter")


def test_whoever_goes_on_in_english_is_answered_in_english(talk):
    told = SlotSet("spanish_told", True)

    assert talk("utter_custody", told)["text"] == "Llame."
    assert talk("utter_custody", told, SlotSet("writes_spanish", False))["text"] == "Call."


def test_no_button_sends_a_command(talk):
    for action in ("utter_faq/recantation", "utter_out_of_scope", "utter_asks_outcome_prediction"):
        assert all(not button["payload"].startswith("/") for button in talk(action).get("buttons", []))


def test_in_the_shell_the_source_stands_in_the_text(words):
    tracker = DialogueStateTracker("c", DOMAIN.slots)

    message = asyncio.run(words.generate("utter_faq/recantation", tracker, "cmdline"))

    assert 'From "Can a victim drop charges?"' in message["text"]
