"""What counts as an answer to the form's open question, and which field a correction means."""

import pytest

from bot.engine.dialogue.intake_values import FIELDS, field_to_change, gives_up, is_value

ADMIT = {"label": "out_of_scope", "confidence": 0.9, "decision": "admit"}


def understood(label, confidence=0.95, decision="answer"):
    return {"label": label, "confidence": confidence, "decision": decision}


@pytest.mark.parametrize(
    ("requested", "text", "understanding"),
    [
        ("intake_for_whom", "for my brother", ADMIT),
        ("intake_for_whom", "myself", understood("self_harm", 0.4, "answer")),
        ("intake_name", "John Smith", ADMIT),
        ("intake_name", "Grace", understood("thank", 0.5)),
        ("intake_contact", "314-555-0100", ADMIT),
        ("intake_contact", "it's 314-555-0100, call after the hearing", understood("is_my_case_over")),
        ("intake_contact", "j@example.org", understood("ask_contact_details")),
        ("intake_safe_contact", "no", understood("deny")),
        ("intake_safe_contact", "yes, only me", understood("affirm")),
        ("intake_safe_contact", "my husband reads my mail so please don't", understood("i_am_the_victim", 0.6)),
        ("intake_county", "St. Louis County", understood("ask_contact_details", 0.5, "clarify")),
        ("intake_county", "don't know", understood("deny", 0.6)),
        ("intake_court_date", "March 3", ADMIT),
        ("intake_court_date", "tomorrow at 9", understood("urgent_matter", 0.97)),
        ("intake_court_date", "next friday", understood("is_my_case_over")),
        ("intake_court_date", "not yet", understood("deny")),
        ("intake_court_date", "idk", understood("explain_more")),
        ("intake_court_date", "no sé", understood("deny")),
    ],
)
def test_an_answer_to_the_open_question_is_taken(requested, text, understanding):
    assert is_value(requested, text, **understanding)


@pytest.mark.parametrize(
    ("requested", "text", "understanding"),
    [
        ("intake_for_whom", "what happens if she skips court?", understood("victim_wont_show_up")),
        ("intake_name", "why do you need that?", understood("confidentiality")),
        ("intake_name", "can she still drop the charges", understood("victim_wants_to_drop")),
        ("intake_name", "12345", ADMIT | {"label": "greet"}),
        ("intake_name", "what happens when a subpoena is ignored", understood("subpoena_victim")),
        ("intake_contact", "I'd rather not", understood("deny")),
        ("intake_contact", "555-0100", ADMIT),
        ("intake_safe_contact", "is my case over now that she took it back", understood("is_my_case_over")),
        ("intake_county", "does the county matter at all?", understood("out_of_scope")),
        (
            "intake_county",
            "she wants to drop the charges and I wonder what comes next",
            understood("victim_wants_to_drop"),
        ),
        ("intake_court_date", "how is that your business?", understood("confidentiality")),
        ("intake_court_date", "will they drop it before then?", understood("asks_outcome_prediction")),
        ("intake_consent", "yes", understood("affirm")),
        ("intake_confirm", "yes", understood("affirm")),
    ],
)
def test_a_question_or_something_else_is_not_taken_for_an_answer(requested, text, understanding):
    assert not is_value(requested, text, **understanding)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("the name is wrong", "intake_name"),
        ("you spelled it wrong", "intake_name"),
        ("no, the phone number", "intake_contact"),
        ("my e-mail has a typo", "intake_contact"),
        ("Phone or e-mail", "intake_contact"),
        ("the county", "intake_county"),
        ("court date please", "intake_court_date"),
        ("the hearing is later", "intake_court_date"),
        ("the voicemail", "intake_safe_contact"),
        ("Safe contact", "intake_safe_contact"),
        ("it is for my brother", "intake_for_whom"),
        ("who it's for", "intake_for_whom"),
        ("el nombre", "intake_name"),
        ("el teléfono", "intake_contact"),
        ("la fecha", "intake_court_date"),
        ("something is off", None),
        ("yes", None),
    ],
)
def test_a_correction_names_its_field(text, field):
    assert field_to_change(text) == field


def test_every_button_of_the_change_question_names_a_field():
    from bot.engine.dialogue.nlg import CHANGES

    assert {field_to_change(title) for title in CHANGES} <= set(FIELDS)


def test_every_spanish_button_names_the_same_field():
    from bot.engine.dialogue.nlg import CHANGES, SPANISH_TITLES

    assert [field_to_change(SPANISH_TITLES[title]) for title in CHANGES] == [field_to_change(t) for t in CHANGES]


@pytest.mark.parametrize(
    "text",
    [
        "nah forget it",
        "Never mind",
        "nvm",
        "forget the whole thing",
        "ok forget about it then",
        "cancel",
        "cancel my request",
        "i changed my mind",
        "actually i don't want to do this anymore",
        "olvídalo",
        "cancelar",
        "parar",
        "ya no quiero, gracias",
    ],
)
def test_giving_up_is_heard(text):
    assert gives_up(text)


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "no thanks",
        "Nevis Stopford",
        "leave it, no voicemail",
        "don't know",
        "better not",
        "mejor no",
        "Forgetti",
        "never in the evening",
        "skip it",
        "cancel each voicemail please, she listens",
        "para mí",
        "Stop County Road 5",
    ],
)
def test_an_answer_is_no_giving_up(text):
    assert not gives_up(text)
