"""What the conversation hears otherwise than the classifier, and what it must not take back."""

import pytest

from bot.engine.dialogue.asker import asker_told, is_denied
from bot.engine.dialogue.second_look import look_again
from bot.engine.dialogue.turn_plan import FORM, LISTEN, TurnState, plan_turn


def a_parse(text, *labels, flags=(), parts=(), decision="answer"):
    rows = [{"name": name, "confidence": confidence} for name, confidence in labels]
    return {
        "text": text,
        "labels": rows,
        "flags": list(flags),
        "parts": [{"label": label, "text": text} for label in parts],
        "decision": decision,
    }


def heard(parse, asker=None):
    return look_again(parse, asker)["labels"][0]["name"]


VICTIM = ("i_am_the_victim", 0.82)


def test_a_mother_stays_family_when_the_classifier_hears_somebody_who_reported():
    parse = a_parse(
        "he's only 19. do i have to talk to the police", VICTIM, ("urgent_matter", 0.12), ("ask_fees", 0.02)
    )

    assert heard(parse, "family") == "urgent_matter"
    assert "asker" not in plan_turn(parse, TurnState(slots={"asker": "family"})).slots


@pytest.mark.parametrize(
    ("text", "asker"),
    [
        ("my crazy ex lied on me and now im the one with a court date", None),
        ("im the one they charged", "accused"),
        ("im a guy, stop talking to me like im her", "accused"),
        ("no soy la víctima", "accused"),
    ],
)
def test_the_accused_is_no_reporter(text, asker):
    assert heard(a_parse(text, ("i_am_the_victim", 0.69), ("out_of_scope", 0.1)), asker) != "i_am_the_victim"


@pytest.mark.parametrize(
    ("text", "asker"),
    [
        ("I called the police on him", "family"),
        ("he hit me", "accused"),
        ("my husband was arrested because I called 911 and I want to drop it", None),
        ("I'm the one who reported it", "family"),
    ],
)
def test_the_person_who_reported_stays_that_by_their_own_words(text, asker):
    assert heard(a_parse(text, ("i_am_the_victim", 0.69), ("out_of_scope", 0.1)), asker) == "i_am_the_victim"


def test_the_classifier_is_believed_when_it_is_sure_and_nothing_is_denied():
    assert (
        heard(a_parse("I never thought it would go this far", ("i_am_the_victim", 0.95)), "family") == "i_am_the_victim"
    )


def test_danger_is_never_taken_back_with_the_victim():
    parse = a_parse("im not the victim, he has a gun", VICTIM, ("in_danger", 0.1), flags=["danger"])

    assert look_again(parse, "accused") is parse


def test_a_denial_corrects_who_is_asking():
    parse = a_parse("no im not the victim, im the one they charged!!", ("i_am_the_victim", 0.98), ("deny", 0.01))
    plan = plan_turn(parse, TurnState(slots={"asker": "reporter"}))

    assert plan.actions == ("utter_repair_wrong", LISTEN)
    assert plan.slots["asker"] == "accused"


def test_taking_back_ones_own_report_is_no_pressure_on_somebody():
    parse = a_parse("can I just tell them I take it back", ("influence_the_victim", 0.89), flags=["influence"])

    assert heard(parse, "reporter") == "recantation"
    assert heard(parse, "accused") == "influence_the_victim"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("what if she's out of town that week", "victim_wont_show_up"),
        ("what if she decides on her own to stay home", "victim_wont_show_up"),
        ("what if she stays home because my cousin asks her", "influence_the_victim"),
        ("what if i take her out of town that week", "influence_the_victim"),
        ("what if she takes the money and stays home, can you get her to drop it", "influence_the_victim"),
    ],
)
def test_what_the_other_person_does_alone_is_a_question(text, label):
    parse = a_parse(text, ("influence_the_victim", 0.6), ("victim_wont_show_up", 0.38), flags=["influence"])

    assert heard(parse) == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("puedo llamarla a ella para hablar?", "contact_with_victim"),
        ("should i text her and thank her", "contact_with_victim"),
        ("can i call her and tell her to drop it", "influence_the_victim"),
        ("should i text her and apologize", "influence_the_victim"),
    ],
)
def test_plain_contact_is_a_question_too(text, label):
    parse = a_parse(text, ("influence_the_victim", 0.6), ("contact_with_victim", 0.36), flags=["influence"])

    assert heard(parse) == label


def test_jail_in_spanish_is_no_danger():
    flags = ["danger", "urgent", "custody", "lang"]
    parse = a_parse("mi hermano está en la cárcel", ("in_danger", 0.5), ("urgent_matter", 0.39), flags=flags)

    assert plan_turn(parse, TurnState(slots={"spanish_told": True})).actions == ("utter_custody", LISTEN)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("quiero que me llamen", "request_consultation"),
        ("necesito hablar con un abogado", "request_consultation"),
        ("cuanto cuesta el abogado", "ask_fees"),
        ("quiero que ella me llame", "out_of_scope"),
        ("necesito hablar con ella", "out_of_scope"),
    ],
)
def test_a_call_back_and_the_price_are_understood_in_spanish(text, label):
    assert heard(a_parse(text, ("out_of_scope", 0.35), flags=["lang"], decision="admit")) == label


def test_odds_are_not_told_and_not_unknown():
    assert heard(a_parse("I'm a lawyer. Rough percentage?", ("how_a_lawyer_helps", 0.4), decision="admit")) == (
        "asks_outcome_prediction"
    )


def test_who_called_in_vain_is_asked_for_a_request():
    parse = a_parse("ok i called. nobody picked up", ("urgent_matter", 0.64), flags=["urgent"])

    assert plan_turn(parse, TurnState()).actions == ("utter_request_consultation", FORM)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("arrestaron a mi hermano", "family"),
        ("she called the cops on me", "accused"),
        ("im the one with a court date", "accused"),
        ("stop talking to me like im her", "accused"),
        ("i'm the one who called", "reporter"),
        ("my best friend got charged", "family"),
        ("grandson was charged with assault", "family"),
        ("mi novia quiere quitar los cargos, puede?", "accused"),
        ("mi novia quiere quitar los cargos contra mi hermano", None),
        ("mi esposo me pega", "reporter"),
        ("my wife hits me and i got charged", "accused"),
        ("i called the cops on my husband", "reporter"),
        ("my daughter is the victim", "reporter_family"),
        ("i'm the victim's sister", "reporter_family"),
        ("my son is the victim of a lie", None),
        ("my girlfriend is the victim", None),
    ],
)
def test_who_is_asking(text, who):
    assert asker_told(text) == who


def test_calling_the_office_is_no_denial():
    assert not is_denied("i didn't call her back")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("no im safe, i just miss him", "utter_deny"),
        ("I'm safe for now", "utter_in_danger"),
        ("i am not safe", "utter_in_danger"),
        ("im safe but he has a gun outside", "utter_in_danger"),
    ],
)
def test_who_says_that_they_are_safe_is_heard(text, first):
    plan = plan_turn(
        a_parse(text, ("in_danger", 0.6), ("affirm", 0.1), ("deny", 0.1), ("ask_fees", 0.1), flags=["danger"]),
        TurnState(),
    )

    assert (plan.actions[0] if plan else "utter_in_danger") == first


def test_a_question_without_a_word_of_danger_gets_the_numbers_and_the_question_whether_they_are_safe():
    parts = ["in_danger", "contact_with_victim"]
    text = "can I talk to him? he's staying with his brother"
    parse = a_parse(text, ("in_danger", 0.6), ("contact_with_victim", 0.33), flags=["danger"], parts=parts)

    assert plan_turn(parse, TurnState()).actions[:2] == ("utter_check_safety", "utter_faq/contact_with_victim")


@pytest.mark.parametrize(("text", "first"), [("No", "utter_in_danger"), ("no, i'm safe", None), ("Yes", None)])
def test_no_to_are_you_safe_is_danger_whatever_else_the_reply_held(text, first):
    label = "affirm" if text == "Yes" else "deny"
    plan = plan_turn(a_parse(text, (label, 0.95)), TurnState(asked_if_safe=True))

    assert (plan.actions[0] if plan else None) == first


@pytest.mark.parametrize("text", ["what about the victim", "so the victim", "and the victim?", "y la víctima"])
@pytest.mark.parametrize("asker", [None, "accused", "family"])
def test_whoever_speaks_of_the_victim_is_not_the_victim(text, asker):
    parse = a_parse(text, ("i_am_the_victim", 0.87), ("out_of_scope", 0.04), flags=["adverse"])

    assert heard(parse, asker) == "victim_controls_case"


@pytest.mark.parametrize("text", ["hello, the victim here", "this is the victim, what now", "asking as the victim"])
def test_the_victim_who_says_so_without_an_i_is_heard(text):
    assert heard(a_parse(text, VICTIM, ("out_of_scope", 0.04), flags=["adverse"])) == "i_am_the_victim"


def test_the_reporter_who_speaks_of_the_victim_stays_the_reporter():
    parse = a_parse("what about the victim", VICTIM, ("out_of_scope", 0.04), flags=["adverse"])

    assert heard(parse, "reporter") == "i_am_the_victim"


@pytest.mark.parametrize("label", ["out_of_scope", "is_my_case_over", "urgent_matter"])
@pytest.mark.parametrize("text", ["do i have to go to court", "do i still have to testify", "can they make me testify"])
def test_the_reporter_who_asks_whether_to_go_hears_of_the_subpoena(label, text):
    assert heard(a_parse(text, (label, 0.58), decision="admit"), "reporter") == "subpoena_victim"


def test_the_accused_who_asks_that_does_not():
    assert heard(a_parse("do i have to go to court", ("is_my_case_over", 0.9)), "accused") == "is_my_case_over"


def test_whoever_called_the_police_is_not_sent_to_the_firms_phone():
    parse = a_parse("i called the cops on my boyfriend", ("urgent_matter", 0.63), flags=["urgent"])

    assert heard(parse) == "i_am_the_victim"


SELF_HARM = ("self_harm", 0.26)


def test_a_case_that_goes_on_without_somebody_is_no_despair():
    parse = a_parse("so the case just goes on without me", SELF_HARM, ("out_of_scope", 0.1), flags=["self_harm"])

    assert heard(parse) == "why_state_continues"
    assert look_again(parse, None)["flags"] == []


def test_it_goes_on_without_me_is_asked_about_unless_the_case_was_the_subject():
    parse = a_parse("so it will just go on without me", SELF_HARM, ("out_of_scope", 0.1), flags=["self_harm"])

    assert look_again(parse, None)["flags"] == ["danger_unsure"]
    assert look_again(parse, None, is_about_the_case=True)["flags"] == []


@pytest.mark.parametrize(
    "text",
    [
        "everything will just go on without me",
        "life goes on without me",
        "they will all go on without me",
        "it goes on without me and i want to die",
        "the case can go on without me, i'm going to kill myself",
    ],
)
def test_despair_is_heard_although_something_goes_on(text):
    parse = a_parse(text, SELF_HARM, ("out_of_scope", 0.1), flags=["self_harm"])

    assert look_again(parse, "reporter", is_about_the_case=True) is parse


def test_despair_of_which_the_classifier_is_sure_is_never_taken_back():
    parse = a_parse("it will just go on without me", ("self_harm", 0.8), flags=["self_harm"])

    assert look_again(parse, "reporter", is_about_the_case=True) is parse


def test_asking_for_advice_is_no_pressure():
    parse = a_parse(
        "would you advise him to take the plea",
        ("influence_the_victim", 0.54),
        ("out_of_scope", 0.1),
        flags=["influence"],
    )

    assert "influence" not in look_again(parse, None)["flags"]


def test_advice_on_how_to_make_somebody_drop_it_is():
    parse = a_parse("would you advise me to ask her to drop it", ("influence_the_victim", 0.54), flags=["influence"])

    assert heard(parse) == "influence_the_victim"


@pytest.mark.parametrize(
    "text",
    [
        "just between us, will he walk",
        "these DV cases mostly collapse once the wife recants, right?",
        "how often do they get dismissed",
        "will i beat this",
    ],
)
def test_how_it_ends_is_not_predicted_whatever_the_topic(text):
    assert heard(a_parse(text, ("domestic_cases", 0.96), ("out_of_scope", 0.01))) == "asks_outcome_prediction"


# Pressure


@pytest.mark.parametrize(
    "text",
    [
        "promise me itll be ok",
        "can you guarantee itll be dismissed",
        "just between us whats your gut feeling",
        "come on, will they drop it or not",
        "you must know how it ends",
    ],
)
@pytest.mark.parametrize("label", ["affirm", "goodbye", "motion_to_dismiss", "out_of_scope"])
def test_a_promise_is_not_given_in_whatever_mood_it_is_asked_for(text, label):
    assert heard(a_parse(text, (label, 0.8))) == "asks_outcome_prediction"


@pytest.mark.parametrize(
    ("text", "label", "flags"),
    [
        ("do you promise not to tell anyone", "out_of_scope", ()),
        ("promise me this is private", "confidentiality", ()),
        ("promise me you wont let him kill me", "in_danger", ("danger",)),
    ],
)
def test_another_promise_is_no_prediction(text, label, flags):
    assert heard(a_parse(text, (label, 0.8), flags=flags)) == label


def test_a_question_beside_the_pressure_is_answered():
    parse = a_parse("can she drop it? can you guarantee it", ("victim_wants_to_drop", 0.8))
    parse["parts"] = [
        {"label": "victim_wants_to_drop", "text": "can she drop it?"},
        {"label": "motion_to_dismiss", "text": "can you guarantee it"},
    ]

    labels = [part["label"] for part in look_again(parse, None)["parts"]]

    assert labels == ["victim_wants_to_drop", "asks_outcome_prediction"]


def test_the_one_who_threatens_is_not_the_one_in_fear():
    flags = ["danger", "threat"]

    assert heard(a_parse("ill beat his ass when i get out", ("in_danger", 0.87), flags=flags)) == "influence_the_victim"
    assert heard(a_parse("he hits me, i'll kill him", ("in_danger", 0.87), flags=flags)) == "in_danger"


def test_nobody_got_hurt_is_no_danger():
    parse = a_parse("he never hit me, i just got mad", ("in_danger", 0.4), ("i_am_the_victim", 0.35), flags=["danger"])

    assert heard(parse) == "i_am_the_victim"
    assert "danger" not in look_again(parse, None)["flags"]


@pytest.mark.parametrize(
    ("text", "label"), [("actually yes call me", "request_consultation"), ("dont call me", "affirm")]
)
def test_yes_call_me_is_a_request(text, label):
    assert heard(a_parse(text, ("affirm", 0.96))) == label


def test_does_it_help_belongs_to_what_was_named_before():
    parse = a_parse("he signed an affidavit. does it help", ("affidavit_of_non_prosecution", 0.99))
    parse["parts"] = [
        {"label": "affidavit_of_non_prosecution", "text": "he signed an affidavit."},
        {"label": "how_a_lawyer_helps", "text": "does it help"},
    ]

    assert look_again(parse, None)["parts"] == []


def test_two_questions_of_the_person_who_reported_are_heard_in_their_order():
    text = "I'm the one who reported him. Can I drop the charges? Will they use what I told the police?"
    parts = look_again(a_parse(text, ("i_am_the_victim", 1.0), flags=["adverse"]), None)["parts"]

    assert [part["label"] for part in parts] == ["i_am_the_victim", "victim_wants_to_drop", "prior_statements"]
