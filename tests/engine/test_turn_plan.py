"""Every branch of a turn's plan, and the order of safety.md section 3."""

import pytest

from bot.engine.dialogue.intake_values import FIELDS
from bot.engine.dialogue.turn_plan import DEACTIVATE, FORM, FORM_ASKS_AGAIN, LISTEN, Plan, TurnState, plan_turn

CLEARED = dict.fromkeys(FIELDS)
PAUSED = TurnState(slots={"intake_paused": True, "intake_name": "Ana"})


def a_message(label="victim_wants_to_drop", *, confidence=0.95, flags=(), parts=(), decision="answer", text=""):
    return {
        "text": text,
        "labels": [{"name": label, "confidence": confidence}],
        "flags": list(flags),
        "parts": [{"label": part} for part in parts],
        "decision": decision,
    }


def in_form(requested="intake_name", **slots):
    return TurnState(is_form_open=True, requested=requested, slots=slots)


def said(plan):
    return [action for action in plan.actions if action.startswith("utter_")]


# Turns the rules serve


@pytest.mark.parametrize(
    "label",
    [
        "victim_wants_to_drop",
        "greet",
        "affirm",
        "ask_fees",
        "bot_challenge",
        "request_consultation",
        "urgent_matter",
        "out_of_scope",
    ],
)
def test_one_plain_label_is_left_to_the_rules(label):
    assert plan_turn(a_message(label, flags=["urgent"] if label == "urgent_matter" else []), TurnState()) is None


def test_a_message_without_labels_is_left_to_the_rules():
    assert plan_turn({}, TurnState()) is None


# Words that are no message yet, and what a greeting hides


@pytest.mark.parametrize("text", ["she", "Wants", "to", "girlfriend"])
def test_a_word_that_begins_a_thought_gets_a_question_back(text):
    message = a_message("request_consultation", text=text)

    assert plan_turn(message, TurnState()) == Plan(("utter_affirm", LISTEN))


def test_a_guessed_yes_opens_no_form():
    assert plan_turn(a_message("affirm", confidence=0.3, text="yea maybe"), TurnState()).actions == (
        "utter_affirm",
        LISTEN,
    )


def test_the_word_drop_is_the_question_and_not_a_wish_to_stop():
    message = a_message("stop", confidence=0.64, text="drop")

    assert said(plan_turn(message, TurnState())) == ["utter_faq/victim_wants_to_drop"]


@pytest.mark.parametrize(("rival", "text"), [("bot_challenge", "utter_bot_challenge"), ("request_consultation", None)])
def test_a_question_behind_a_greeting_is_answered(rival, text):
    message = a_message("greet", confidence=0.52, text="hey is this a real person")
    message["labels"].append({"name": rival, "confidence": 0.46})

    plan = plan_turn(message, TurnState())

    assert (said(plan) if plan else None) == ([text] if text else None)


def test_an_age_is_heard_although_nothing_else_is_understood():
    message = a_message("out_of_scope", flags=["minor"], decision="admit", text="im 15 btw")

    assert said(plan_turn(message, TurnState())) == ["utter_minor"]


def test_a_young_person_under_pressure_hears_the_numbers_again():
    message = a_message(
        "out_of_scope", confidence=0.4, decision="admit", text="my dad says i have to say nothing happened"
    )
    message["labels"].append({"name": "in_danger", "confidence": 0.16})

    assert said(plan_turn(message, TurnState(slots={"is_minor": True}))) == ["utter_minor"]
    assert plan_turn(message, TurnState()) is None


def test_who_reads_it_is_answered_in_the_form_though_not_sure():
    message = a_message("confidentiality", confidence=0.6, decision="clarify", text="who gets to see my number?")

    assert plan_turn(message, in_form("intake_consent")).actions == ("utter_confidentiality", FORM)


def test_the_person_who_reported_is_never_sent_to_the_firm_for_urgent_help():
    message = a_message("urgent_matter", flags=["urgent"], text="is there someone i can talk to who isnt the police")

    assert said(plan_turn(message, TurnState(slots={"asker": "reporter"}))) == ["utter_i_am_the_victim"]


def test_a_question_back_opens_no_form_beside_it():
    message = a_message("request_consultation", confidence=0.6, decision="clarify", text="lawyer")

    assert plan_turn(message, TurnState()).actions == ("utter_clarify", LISTEN)


@pytest.mark.parametrize(
    ("text", "rival", "answer"),
    [
        ("can i take back what i told the police", 0.01, "recantation"),
        ("does the case stop if i tell them it was nothing", 0.2, "is_my_case_over"),
        ("i told them it was nothing", 0.2, None),
        ("should i worry", 0.05, None),
    ],
)
def test_the_person_who_reported_gets_an_answer_to_the_question_they_ask(text, rival, answer):
    message = a_message("i_am_the_victim", flags=["adverse"], text=text)
    message["labels"].append({"name": "is_my_case_over", "confidence": rival})

    plan = plan_turn(message, TurnState(slots={"asker": "reporter"}))

    assert (said(plan)[-1] if plan and said(plan) else None) == (f"utter_faq/{answer}" if answer else None)


@pytest.mark.parametrize("text", ["and the second one?", "what about the other one", "ok and the other case"])
def test_another_case_of_theirs_is_no_button(text):
    state = TurnState(last_answer="victim_wants_to_drop", last_offered=("who_decides_charges", "is_my_case_over"))

    plan = plan_turn(a_message("out_of_scope", decision="admit", text=text), state)

    assert said(plan) == ["utter_anything_else"]


@pytest.mark.parametrize(
    ("text", "asker"),
    [
        ("i have a court date next month", None),
        ("she doesn't want me prosecuted", "accused"),
        ("my son has a court date", "family"),
    ],
)
def test_who_asks_is_not_guessed_from_a_court_date_alone(text, asker):
    plan = plan_turn(a_message(text=text), TurnState())

    assert (plan.slots.get("asker") if plan else None) == asker


# What is remembered


def test_the_person_who_made_the_report_is_remembered_though_danger_comes_first():
    message = a_message("in_danger", flags=["danger", "adverse"], parts=["in_danger", "i_am_the_victim"])

    assert plan_turn(message, TurnState()).slots["asker"] == "reporter"


@pytest.mark.parametrize(
    ("message", "remembered"),
    [
        (a_message("i_am_the_victim", flags=["adverse"]), {"asker": "reporter"}),
        (a_message(flags=["minor"]), {"is_minor": True}),
        (a_message(flags=["represented"]), {"is_represented": True}),
        (a_message(), None),
    ],
)
def test_what_the_visitor_tells_about_themselves_is_remembered(message, remembered):
    plan = plan_turn(message, TurnState())

    assert (plan.slots if plan else None) == remembered


def test_what_is_known_is_not_remembered_again():
    known = TurnState(slots={"asker": "reporter", "is_minor": True, "is_represented": True})

    assert plan_turn(a_message("i_am_the_victim", flags=["adverse"]), known) is None
    assert plan_turn(a_message(flags=["minor", "represented"]), known) is None


# Safety on top


@pytest.mark.parametrize(
    ("flags", "first"),
    [
        (["danger"], ["utter_in_danger"]),
        (["danger", "lang"], ["utter_spanish_danger"]),
        (["danger_unsure"], ["utter_check_safety"]),
        (["self_harm"], ["utter_self_harm"]),
        (["self_harm", "lang"], ["utter_spanish_self_harm"]),
        (["self_harm", "danger"], ["utter_in_danger", "utter_self_harm"]),
        (["danger_unsure", "self_harm"], ["utter_check_safety", "utter_self_harm"]),
    ],
)
def test_danger_and_self_harm_stand_on_top(flags, first):
    plan = plan_turn(a_message(flags=flags, parts=["is_my_case_over", "ask_fees"]), TurnState())

    assert said(plan)[: len(first)] == first
    assert said(plan)[len(first) :] == ["utter_faq/is_my_case_over", "utter_ask_fees"]


def test_everything_at_once_is_said_in_the_order_of_safety():
    plan = plan_turn(
        a_message(
            "i_am_the_victim",
            flags=["danger", "self_harm", "threat", "influence", "adverse", "minor", "urgent"],
            parts=["i_am_the_victim", "urgent_matter", "recantation", "is_my_case_over", "expungement", "ask_fees"],
            text="i'm 16 and i called the cops, court is tomorrow. can i take it back?",
        ),
        TurnState(),
    )

    assert said(plan) == [
        "utter_in_danger",
        "utter_self_harm",
        "utter_threat",
        "utter_i_am_the_victim",
        "utter_minor",
        "utter_urgent_matter",
        "utter_faq/recantation",
        "utter_short_is_my_case_over",
        "utter_ask_fees",
    ]


@pytest.mark.parametrize(
    ("message", "texts"),
    [
        (a_message("influence_the_victim", flags=["influence", "threat"]), ["utter_threat"]),
        (a_message(flags=["influence"]), ["utter_influence_the_victim", "utter_faq/victim_wants_to_drop"]),
        (
            a_message(parts=["influence_the_victim", "ask_fees"]),
            ["utter_influence_the_victim", "utter_ask_fees"],
        ),
        (a_message(flags=["minor"]), ["utter_minor", "utter_faq/victim_wants_to_drop"]),
        (a_message(flags=["urgent"]), ["utter_urgent_matter", "utter_faq/victim_wants_to_drop"]),
        (a_message("urgent_matter", flags=["urgent", "custody"]), ["utter_custody"]),
        (
            a_message("discloses_case_details", flags=["facts", "minor"]),
            ["utter_minor", "utter_discloses_case_details"],
        ),
        (
            a_message("recantation", flags=["facts"], parts=["discloses_case_details", "recantation"]),
            ["utter_discloses_case_details", "utter_faq/recantation"],
        ),
    ],
)
def test_a_flag_adds_its_words_before_the_answer(message, texts):
    assert said(plan_turn(message, TurnState())) == texts


def test_a_minor_hears_it_once():
    plan = plan_turn(a_message(flags=["minor"], parts=["recantation", "ask_fees"]), TurnState(slots={"is_minor": True}))

    assert said(plan) == ["utter_faq/recantation", "utter_ask_fees"]


def test_the_person_who_made_the_report_gets_the_general_answer_too():
    message = a_message("i_am_the_victim", flags=["adverse"], parts=["i_am_the_victim", "victim_wants_to_drop"])

    plan = plan_turn(message, TurnState())

    assert said(plan) == ["utter_i_am_the_victim", "utter_faq/victim_wants_to_drop"]
    assert plan.slots == {"asker": "reporter"}


def test_no_text_is_said_twice_in_a_turn():
    plan = plan_turn(
        a_message("influence_the_victim", flags=["influence"], parts=["influence_the_victim", "recantation"]),
        TurnState(),
    )

    assert said(plan) == ["utter_influence_the_victim", "utter_faq/recantation"]


def test_no_more_than_two_answers_in_a_turn():
    plan = plan_turn(a_message(parts=["recantation", "expungement", "subpoena_victim"]), TurnState())

    assert said(plan) == ["utter_faq/recantation", "utter_faq/expungement"]


# Unsure


@pytest.mark.parametrize(("decision", "text"), [("clarify", "utter_clarify"), ("admit", "utter_out_of_scope")])
def test_a_message_not_understood_is_asked_back_or_admitted(decision, text):
    assert plan_turn(a_message(decision=decision), TurnState()) == Plan((text, LISTEN))


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (a_message(decision="clarify", flags=["threat"]), "utter_threat"),
        (a_message(decision="clarify", flags=["influence"]), "utter_influence_the_victim"),
        (a_message(decision="admit", flags=["urgent"]), "utter_urgent_matter"),
        (a_message("i_am_the_victim", decision="clarify"), "utter_i_am_the_victim"),
        (a_message(decision="admit", flags=["danger"]), "utter_in_danger"),
    ],
)
def test_doubt_never_hides_safety(message, text):
    plan = plan_turn(message, TurnState())

    # with nothing else to say, the label's own rule says the text
    assert plan.actions == () or said(plan)[0] == text
    assert not {"utter_clarify", "utter_out_of_scope"} & set(plan.actions)


def test_two_questions_are_answered_whatever_the_decision():
    plan = plan_turn(a_message(decision="clarify", parts=["recantation", "ask_fees"]), TurnState())

    assert said(plan) == ["utter_faq/recantation", "utter_ask_fees"]


# Fixed texts


@pytest.mark.parametrize(
    ("flag", "text"),
    [
        ("erase", "utter_erase"),
        ("press", "utter_journalist"),
        ("counsel", "utter_counsel"),
        ("abuse", "utter_abuse"),
        ("press_charges", "utter_press_charges"),
    ],
)
def test_some_flags_have_a_text_of_their_own(flag, text):
    assert plan_turn(a_message("out_of_scope", decision="admit", flags=[flag]), TurnState()) == Plan((text, LISTEN))


def test_rude_words_around_a_clear_question_do_not_keep_the_answer_back():
    assert plan_turn(a_message(flags=["abuse"]), TurnState()) is None


@pytest.mark.parametrize("flag", ["erase", "press", "counsel", "abuse", "press_charges"])
def test_danger_is_stronger_than_a_fixed_text(flag):
    plan = plan_turn(a_message(flags=["danger", flag]), TurnState())

    assert said(plan)[0] == "utter_in_danger"


# "Tell me more"


def test_more_is_told_about_the_last_answer():
    state = TurnState(last_answer="recantation")

    assert plan_turn(a_message("explain_more"), state) == Plan(("utter_more_recantation", LISTEN))


def test_without_an_answer_before_there_is_nothing_to_tell_more_about():
    assert plan_turn(a_message("explain_more"), TurnState()) == Plan(("utter_explain_more", LISTEN))


# Words that a classifier can't weigh alone


def test_the_word_court_alone_is_asked_back():
    message = a_message("urgent_matter", flags=["urgent"], text="court")

    plan = plan_turn(message, TurnState())

    assert plan.actions == ("utter_clarify", LISTEN)
    assert plan.slots["offered_labels"][:2] == ["is_my_case_over", "what_to_do_next"]


def test_court_tomorrow_is_urgent():
    assert plan_turn(a_message("urgent_matter", flags=["urgent"], text="court tomorrow"), TurnState()) is None


def test_the_word_victim_alone_makes_nobody_the_reporter():
    plan = plan_turn(a_message("i_am_the_victim", flags=["adverse"], text="victim"), TurnState())

    assert plan == Plan(("utter_clarify", LISTEN), {"offered_labels": ["i_am_the_victim", "victim_controls_case"]})


@pytest.mark.parametrize("text", ["why is that a crime", "but why", "how is that illegal"])
def test_why_after_the_refusal_is_answered(text):
    state = TurnState(last_served="influence_the_victim")

    assert said(plan_turn(a_message("out_of_scope", decision="admit", text=text), state)) == ["utter_influence_why"]


def test_pressing_on_after_the_refusal_is_refused_again():
    message = a_message("influence_the_victim", flags=["influence"], text="why can't my cousin just pay her")

    assert plan_turn(message, TurnState(last_served="influence_the_victim")) != Plan(("utter_influence_why", LISTEN))


def test_what_the_bot_would_advise_is_refused_before_the_general_answer():
    message = a_message("motion_to_dismiss", text="would you advise me to file a motion to dismiss")

    assert said(plan_turn(message, TurnState())) == ["utter_no_advice", "utter_faq/motion_to_dismiss"]


@pytest.mark.parametrize("text", ["i need somebody to talk to", "is there someone i can talk to who isnt the police"])
def test_the_person_who_reported_and_wants_to_talk_gets_people_who_listen(text):
    message = a_message("request_consultation", text=text)

    assert said(plan_turn(message, TurnState(slots={"asker": "reporter"}))) == ["utter_reporter_support"]


def test_erasing_stands_below_the_numbers_when_somebody_is_in_danger():
    plan = plan_turn(a_message("in_danger", flags=["danger", "erase"]), TurnState())

    assert said(plan) == ["utter_in_danger", "utter_erase"]


def test_a_minor_who_picks_the_call_back_by_its_number_gets_no_form():
    state = TurnState(
        slots={"is_minor": True}, last_answer="recantation", last_offered=("explain_more", "request_consultation")
    )

    plan = plan_turn(a_message("out_of_scope", decision="admit", text="the second one"), state)

    assert plan.actions == ("utter_minor", LISTEN)


def test_a_minor_does_not_send_what_was_not_sent_again():
    state = TurnState(slots={"is_minor": True, "intake_confirm": True})

    plan = plan_turn(a_message("out_of_scope", decision="admit", text="send again"), state)

    assert plan is None or FORM not in plan.actions


def test_yes_opens_no_second_form_once_a_request_was_sent():
    state = TurnState(slots={"request_reference": "R-7K3M"})

    assert plan_turn(a_message("affirm", text="yes please"), state) == Plan(("utter_affirm", LISTEN))


# Spanish


def test_the_first_spanish_message_gets_spanish_words_before_the_answer():
    plan = plan_turn(a_message(flags=["lang"]), TurnState())

    assert plan == Plan(
        ("utter_spanish", "utter_faq/victim_wants_to_drop", LISTEN), {"writes_spanish": True, "spanish_told": True}
    )


def test_a_spanish_message_not_understood_gets_them_before_the_question_back():
    plan = plan_turn(a_message(flags=["lang"], decision="clarify"), TurnState())

    assert said(plan) == ["utter_spanish", "utter_clarify"]


def test_spanish_words_come_once():
    known = {"spanish_told": True, "writes_spanish": True}

    assert plan_turn(a_message(flags=["lang"]), TurnState(slots=known)) is None


def test_what_has_spanish_words_needs_none_about_english_and_they_are_kept_for_what_has_not():
    state = TurnState(in_spanish=frozenset({"utter_custody"}))

    plan = plan_turn(a_message("urgent_matter", flags=["urgent", "custody", "lang"]), state)

    assert plan == Plan(("utter_custody", LISTEN), {"writes_spanish": True})


@pytest.mark.parametrize(
    ("text", "kept"),
    [("i want to talk to a lawyer", False), ("Luis Ortega", None), ("314 555 0100", None), ("yes please", None)],
)
def test_whoever_goes_on_in_english_is_answered_in_english_but_a_name_is_no_english(text, kept):
    message = a_message("out_of_scope", decision="admit", text=text)

    plan = plan_turn(message, TurnState(slots={"spanish_told": True, "writes_spanish": True}))

    assert plan is None or plan.slots.get("writes_spanish") is kept


def test_a_tapped_button_says_nothing_about_the_visitors_language():
    message = a_message("how_a_case_starts", confidence=1.0, text="What happens after a report is made?")

    plan = plan_turn(message, TurnState(slots={"spanish_told": True, "writes_spanish": True}))

    assert plan is None


def test_a_request_in_spanish_opens_the_form_after_the_spanish_words():
    plan = plan_turn(a_message("request_consultation", flags=["lang"]), TurnState())

    assert plan.actions == ("utter_spanish", "utter_request_consultation", FORM)


# The request


def test_a_question_beside_the_request_is_answered_before_the_form_opens():
    plan = plan_turn(a_message("recantation", parts=["recantation", "request_consultation"]), TurnState())

    assert plan.actions == ("utter_faq/recantation", "utter_request_consultation", FORM)


@pytest.mark.parametrize(
    ("state", "flags", "text"),
    [
        (TurnState(slots={"is_minor": True}), [], "utter_minor"),
        (TurnState(), ["minor"], "utter_minor"),
        (TurnState(slots={"asker": "reporter"}), [], "utter_i_am_the_victim"),
    ],
)
def test_minors_and_the_person_who_made_the_report_are_not_led_into_the_form(state, flags, text):
    plan = plan_turn(a_message("request_consultation", flags=flags), state)

    assert plan.actions == (text, LISTEN)


def test_a_request_in_danger_opens_no_form():
    plan = plan_turn(a_message("request_consultation", flags=["danger"]), TurnState())

    assert FORM not in plan.actions
    assert said(plan)[0] == "utter_in_danger"


def test_sending_again_takes_up_the_finished_form():
    plan = plan_turn(a_message("start_over", text="send again"), TurnState(slots={"intake_confirm": True}))

    assert plan == Plan((FORM,))


# A paused form


@pytest.mark.parametrize(
    "message",
    [
        a_message("affirm", text="yes"),
        a_message("request_consultation", text="i want a lawyer"),
        a_message("stop", text="continue"),
        a_message("explain_more", text="ok let's go on"),
    ],
)
def test_a_paused_form_goes_on_when_the_visitor_says_so(message):
    assert plan_turn(message, PAUSED) == Plan((FORM,), {"intake_paused": False})


@pytest.mark.parametrize("label", ["stop", "deny", "start_over"])
def test_a_paused_form_can_be_given_up(label):
    plan = plan_turn(a_message(label, text="no"), PAUSED)

    assert plan == Plan(("utter_request_cancelled", LISTEN), {**CLEARED, "intake_paused": False})


def test_a_paused_form_stays_paused_for_a_question_and_for_more_danger():
    assert plan_turn(a_message(), PAUSED) is None
    assert FORM not in plan_turn(a_message("affirm", flags=["danger"], text="yes he is here"), PAUSED).actions


@pytest.mark.parametrize("who", [{"is_minor": True}, {"asker": "reporter"}])
def test_a_paused_form_does_not_go_on_for_those_who_must_not_be_asked(who):
    plan = plan_turn(a_message("stop", text="continue"), TurnState(slots={"intake_paused": True, **who}))

    assert plan is None or FORM not in plan.actions


# In the form


@pytest.mark.parametrize(
    ("flags", "first"),
    [
        (["danger"], "utter_in_danger"),
        (["danger_unsure"], "utter_check_safety"),
        (["self_harm"], "utter_self_harm"),
        (["danger", "lang"], "utter_spanish_danger"),
    ],
)
def test_danger_pauses_the_form(flags, first):
    plan = plan_turn(a_message("in_danger", flags=flags), in_form(writes_spanish="lang" in flags))

    assert plan == Plan((first, "utter_intake_paused", DEACTIVATE, LISTEN), {"intake_paused": True})


@pytest.mark.parametrize("text", ["nah forget it", "Never mind.", "forget the whole thing", "nvm", "olvídelo", "parar"])
@pytest.mark.parametrize("requested", ["intake_for_whom", "intake_name", "intake_county"])
def test_whoever_gives_up_the_form_in_other_words_than_stop_is_asked_nothing_more(text, requested):
    plan = plan_turn(a_message("deny", text=text), in_form(requested))

    assert plan == Plan(("utter_request_cancelled", DEACTIVATE, LISTEN), CLEARED)


def test_erasing_the_chat_is_explained_inside_the_form():
    assert plan_turn(a_message("stop", flags=["erase"]), in_form()).actions == ("utter_erase", FORM)


def test_a_minor_is_asked_nothing_more_and_their_answers_are_dropped():
    plan = plan_turn(a_message(flags=["minor"]), in_form(intake_name="Ana"))

    assert plan == Plan(("utter_minor", DEACTIVATE, LISTEN), {"is_minor": True, **CLEARED})


def test_the_person_who_made_the_report_is_asked_nothing_more():
    plan = plan_turn(a_message("i_am_the_victim", flags=["adverse"]), in_form())

    assert DEACTIVATE in plan.actions
    assert FORM not in plan.actions
    assert said(plan)[0] == "utter_i_am_the_victim"


@pytest.mark.parametrize("label", ["stop", "start_over"])
def test_the_form_can_be_stopped(label):
    assert plan_turn(a_message(label), in_form()) == Plan(("utter_request_cancelled", DEACTIVATE, LISTEN), CLEARED)


def test_without_consent_nothing_is_kept():
    plan = plan_turn(a_message("deny", text="no"), in_form("intake_consent", intake_name="Ana"))

    assert plan == Plan(("utter_request_no_consent", DEACTIVATE, LISTEN), CLEARED)


@pytest.mark.parametrize(
    "message", [a_message("deny", text="no"), a_message("out_of_scope", decision="admit", text="the name is wrong")]
)
def test_a_summary_that_is_not_right_leads_to_the_question_what_to_change(message):
    plan = plan_turn(message, in_form("intake_confirm"))

    assert plan == Plan(("utter_ask_intake_change", LISTEN), {"intake_confirm": None, "intake_changing": True})


@pytest.mark.parametrize(
    ("text", "field"),
    [("name", "intake_name"), ("Phone or e-mail", "intake_contact"), ("the court date", "intake_court_date")],
)
def test_the_field_to_change_is_asked_again(text, field):
    plan = plan_turn(a_message("out_of_scope", text=text), in_form("intake_confirm", intake_changing=True))

    assert plan == Plan(
        ("utter_intake_change_now", FORM), {field: None, "intake_confirm": None, "intake_changing": False}
    )


def test_nothing_to_change_after_all_confirms():
    plan = plan_turn(a_message("affirm", text="it is fine, yes"), in_form("intake_confirm", intake_changing=True))

    assert plan == Plan((FORM,), {"intake_confirm": True, "intake_changing": False})


def test_a_change_not_understood_is_asked_again():
    plan = plan_turn(a_message("out_of_scope", text="hm"), in_form("intake_confirm", intake_changing=True))

    assert plan == Plan(("utter_ask_intake_change", LISTEN), {"intake_confirm": None})


def test_an_answer_that_filled_its_slot_is_left_to_the_form():
    assert plan_turn(a_message("out_of_scope", decision="admit"), in_form(intake_name="John")) is None


def test_an_answer_the_slot_did_not_take_by_its_label_is_filled_in():
    plan = plan_turn(a_message("thank", confidence=0.5, text="Grace"), in_form())

    assert plan == Plan((FORM,), {"intake_name": "Grace"})


def test_a_court_date_tomorrow_is_taken_and_gets_the_phone_number():
    plan = plan_turn(a_message("urgent_matter", flags=["urgent"], text="tomorrow at 9"), in_form("intake_court_date"))

    assert plan == Plan(("utter_urgent_matter", FORM), {"intake_court_date": "tomorrow at 9"})


@pytest.mark.parametrize(
    "message",
    [
        a_message(decision="clarify", text="what about that other thing we spoke of before, you know?"),
        a_message(decision="admit", text="what about that other thing we spoke of before, you know?"),
        a_message("greet", text="hello?"),
        a_message("thank", text="thanks?"),
        a_message("request_consultation", text="can i talk to a lawyer?"),
    ],
)
def test_what_answers_nothing_makes_the_form_ask_again(message):
    assert plan_turn(message, in_form()) == Plan((FORM_ASKS_AGAIN, FORM))


def test_a_question_in_between_is_left_to_the_rules_which_ask_again():
    assert plan_turn(a_message(text="can she drop the charges?"), in_form()) is None


def test_two_questions_in_between_are_answered_and_the_form_goes_on():
    plan = plan_turn(a_message(parts=["recantation", "ask_fees"], text="is it over? what does it cost?"), in_form())

    assert plan == Plan(("utter_faq/recantation", "utter_ask_fees", FORM))


def test_a_threat_in_the_form_is_answered_first():
    plan = plan_turn(
        a_message("influence_the_victim", flags=["influence", "threat"], text="will she be sorry if i visit her?"),
        in_form(),
    )

    assert said(plan)[0] == "utter_threat"


@pytest.mark.parametrize("is_form_open", [False, True])
@pytest.mark.parametrize("decision", ["answer", "clarify", "admit"])
@pytest.mark.parametrize(
    "flag",
    [
        None,
        "danger",
        "danger_unsure",
        "self_harm",
        "threat",
        "influence",
        "adverse",
        "urgent",
        "facts",
        "lang",
        "minor",
    ],
)
def test_no_plan_is_silent(is_form_open, decision, flag):
    """A plan either says something, or goes on with the form, which asks; else the rules speak."""
    from bot.knowledge.labels import ALL

    for label in ALL:
        state = TurnState(is_form_open=is_form_open, requested="intake_name" if is_form_open else None)
        plan = plan_turn(a_message(label, flags=[flag] if flag else [], decision=decision, text="what is it?"), state)
        if plan and plan.actions:
            assert said(plan) or FORM in plan.actions
            assert plan.actions[-1] in {LISTEN, FORM}


# Said again, further, and back


@pytest.mark.parametrize(
    ("last", "text", "again"),
    [
        ("utter_influence_the_victim", "what if i just ask nicely", "utter_influence_the_victim"),
        ("utter_influence_the_victim", "i just mean can he ask her", "utter_influence_the_victim"),
        ("utter_urgent_matter", "should i hide", "utter_urgent_matter"),
        ("utter_in_danger", "should i just let him in", "utter_in_danger"),
        ("utter_spanish_danger", "abro la puerta", "utter_spanish_danger"),
    ],
)
def test_who_looks_for_a_way_around_hears_it_again(last, text, again):
    state = TurnState(last_said=frozenset({last}))

    assert said(plan_turn(a_message("precedent_reason", text=text), state)) == [again]


@pytest.mark.parametrize("text", ["can i ask you something", "can we go back to the question"])
def test_a_plain_question_after_it_is_no_way_around(text):
    state = TurnState(last_said=frozenset({"utter_influence_the_victim", "utter_in_danger"}))

    assert plan_turn(a_message("precedent_reason", text=text), state) is None


@pytest.mark.parametrize(
    ("explained", "text", "action"),
    [
        ((), "more", "utter_more_recantation"),
        (("utter_more_recantation",), "more", "utter_short_recantation"),
        (("utter_more_recantation", "utter_short_recantation"), "more", "utter_repair_all_said"),
        (("utter_short_recantation",), "shorter", "utter_repair_all_said"),
    ],
)
def test_more_and_shorter_end_when_all_is_said(explained, text, action):
    state = TurnState(last_answer="recantation", explained=frozenset(explained))

    assert said(plan_turn(a_message("explain_more", text=text), state)) == [action]


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("the second one", "utter_faq/what_to_do_next"),
        ("none of those", "utter_out_of_scope"),
        ("thats wrong", "utter_repair_wrong"),
    ],
)
def test_after_a_question_back_words_stand_for_its_buttons(text, action):
    state = TurnState(
        last_said=frozenset({"utter_clarify"}),
        last_offered=("is_my_case_over", "what_to_do_next", "urgent_matter", "out_of_scope"),
    )

    assert said(plan_turn(a_message("deny", text=text), state)) == [action]


def test_a_repair_offers_what_was_likely_then_what_is_related_and_only_once():
    state = TurnState(last_answer="victim_wants_to_drop", last_ranking=("victim_wants_to_drop", "explain_more"))
    message = a_message("deny", text="thats not what i asked")

    plan = plan_turn(message, state)

    assert said(plan) == ["utter_repair_not_asked"]
    assert plan.slots["offered_labels"] == ["who_decides_charges", "is_my_case_over"]
    tried = TurnState(last_answer="victim_wants_to_drop", last_said=frozenset({"utter_repair_not_asked"}))
    assert said(plan_turn(message, tried)) == ["utter_repair_no_other"]


def test_huh_opens_no_form():
    assert said(plan_turn(a_message("affirm", confidence=0.8, text="huh"), TurnState())) == ["utter_out_of_scope"]


# Who is asking


def test_family_of_the_person_who_reported_is_on_their_side():
    plan = plan_turn(a_message(text="my daughter is the victim, can she drop it"), TurnState())
    state = TurnState(slots={"asker": "reporter_family"})

    assert said(plan) == ["utter_i_am_the_victim", "utter_faq/victim_wants_to_drop"]
    assert plan.slots["asker"] == "reporter_family"
    assert said(plan_turn(a_message("request_consultation", text="i want a lawyer"), state)) == [
        "utter_i_am_the_victim"
    ]


def test_a_child_without_an_emergency_is_not_told_to_call_the_firm_now():
    message = a_message("urgent_matter", flags=["urgent", "minor"], text="im 14 and my dad got arrested cause of me")

    assert said(plan_turn(message, TurnState())) == ["utter_minor"]
    at_the_door = a_message("urgent_matter", flags=["urgent", "minor"], text="im 16 and the cops are at my door")
    assert said(plan_turn(at_the_door, TurnState())) == ["utter_minor", "utter_urgent_matter"]


# In the form


@pytest.mark.parametrize("text", ["why", "why do you need that", "para que"])
def test_the_form_says_why_it_asks(text):
    assert said(plan_turn(a_message("explain_more", text=text), in_form())) == ["utter_intake_why"]


def test_a_threat_is_no_answer_to_the_voicemail_question():
    text = "tell her if she testifies shes dead"
    message = a_message("influence_the_victim", confidence=0.5, flags=["influence", "threat"], text=text)

    plan = plan_turn(message, in_form("intake_safe_contact"))

    assert said(plan) == ["utter_threat"]
    assert "intake_safe_contact" not in plan.slots


def test_few_words_of_who_writes_spanish_get_the_numbers_in_spanish():
    message = a_message("in_danger", flags=["danger"], text="me va a matar")

    plan = plan_turn(message, TurnState(slots={"writes_spanish": True, "asker": "reporter"}))

    assert said(plan)[0] == "utter_spanish_danger"


def test_a_known_child_in_danger_hears_the_childrens_line_and_not_whom_the_firm_defends():
    state = TurnState(slots={"is_minor": True})

    plan = plan_turn(a_message("in_danger", flags=["danger"], text="my stepdad hits me"), state)

    assert said(plan) == ["utter_in_danger", "utter_minor"]


def test_a_single_she_is_no_danger():
    assert said(plan_turn(a_message("in_danger", flags=["danger"], text="she"), TurnState())) == ["utter_affirm"]
