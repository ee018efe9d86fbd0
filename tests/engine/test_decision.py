"""Answer, ask back or admit, and which questions a message holds."""

import pytest

from bot.engine.nlu.classifier import LABELS
from bot.engine.nlu.decision import CHOICES, MAX_PARTS, decide, questions_in


def ranked(**probabilities):
    rows = [{"name": name, "confidence": p} for name, p in probabilities.items()]
    return sorted(rows, key=lambda row: -row["confidence"])


def piece(text, **probabilities):
    return {"text": text, LABELS: ranked(**probabilities)}


@pytest.mark.parametrize(
    ("labels", "decision"),
    [
        (ranked(victim_wants_to_drop=0.95, is_my_case_over=0.05), "answer"),
        (ranked(victim_wants_to_drop=0.5, is_my_case_over=0.45, out_of_scope=0.05), "clarify"),
        (ranked(out_of_scope=0.9, victim_wants_to_drop=0.1), "admit"),
        (ranked(out_of_scope=0.5, ask_fees=0.2, greet=0.1, expungement=0.1, recantation=0.1), "admit"),
        # nobody is harmed by a greeting too many
        (ranked(greet=0.7, victim_wants_to_drop=0.2, out_of_scope=0.1), "answer"),
        # unsure or not, safety is never asked back
        (ranked(in_danger=0.3, victim_wants_to_drop=0.25, out_of_scope=0.2), "answer"),
        (ranked(i_am_the_victim=0.4, victim_wants_to_drop=0.35), "answer"),
        ([], "admit"),
    ],
)
def test_the_decision_is_the_one_that_costs_least(labels, decision):
    assert decide(labels, [])[0] == decision


def test_a_question_back_offers_the_likeliest_and_nothing_that_makes_no_sense_as_a_choice():
    labels = ranked(
        recantation=0.27,
        greet=0.2,
        coercion_concern=0.18,
        in_danger=0.1,
        cross_examination=0.15,
        out_of_scope=0.02,
        expungement=0.08,
    )

    decision, choices = decide(labels, [])

    assert decision == "clarify"
    assert choices == ["recantation", "coercion_concern", "cross_examination"]
    assert len(choices) <= CHOICES


def test_only_a_question_back_has_choices():
    assert decide(ranked(expungement=0.99, recantation=0.01), [])[1] == []
    assert decide(ranked(out_of_scope=0.99, recantation=0.01), [])[1] == []


def test_several_questions_are_answered_and_not_asked_back():
    parts = [{"label": "ask_fees"}, {"label": "expungement"}]

    assert decide(ranked(ask_fees=0.4, expungement=0.4, out_of_scope=0.2), parts) == ("answer", [])


def questions(pieces, whole=None, flags=()):
    if whole is None:
        whole = ranked(**{row["name"]: row["confidence"] / 3 for p in pieces for row in p[LABELS][:1]})
    return [row["label"] for row in questions_in(whole, pieces, flags)]


@pytest.mark.parametrize(
    ("pieces", "labels"),
    [
        ([], []),
        ([piece("a?", ask_fees=0.9), piece("b?", ask_fees=0.8)], []),
        ([piece("a?", ask_fees=0.9), piece("b?", greet=0.99)], []),
        ([piece("a?", ask_fees=0.9), piece("b?", expungement=0.3)], []),
        ([piece("a?", ask_fees=0.9), piece("b?", expungement=0.9)], ["expungement", "ask_fees"]),
        (
            [piece("a?", ask_fees=0.9), piece("b?", expungement=0.9), piece("c?", ask_fees=0.95)],
            ["expungement", "ask_fees"],
        ),
        ([piece("can I sue him?", out_of_scope=0.95), piece("b?", expungement=0.9)], ["expungement", "out_of_scope"]),
    ],
)
def test_questions_are_found_once_each_answers_first(pieces, labels):
    assert questions(pieces) == labels


def test_safety_among_the_questions_comes_first_in_its_own_order():
    pieces = [piece("a?", i_am_the_victim=0.9), piece("b?", in_danger=0.9), piece("c?", expungement=0.9)]

    assert questions(pieces, flags=["danger", "adverse"]) == ["in_danger", "i_am_the_victim", "expungement"]


def test_a_sentence_torn_from_its_story_is_no_safety_case_without_its_flag():
    pieces = [piece("a?", urgent_matter=0.9), piece("b?", expungement=0.9), piece("c?", ask_fees=0.9)]

    whole = ranked(expungement=0.5, ask_fees=0.3, urgent_matter=0.1)

    assert questions(pieces, whole) == ["expungement", "ask_fees"]
    assert questions(pieces, whole, ["urgent"]) == ["urgent_matter", "expungement", "ask_fees"]


def test_what_only_tells_must_be_surer_than_what_asks():
    assert (
        questions([piece("she signed it", affidavit_of_non_prosecution=0.7), piece("what now?", what_to_do_next=0.7)])
        == []
    )
    assert questions(
        [piece("she signed it", affidavit_of_non_prosecution=0.95), piece("what now?", what_to_do_next=0.7)]
    ) == [
        "affidavit_of_non_prosecution",
        "what_to_do_next",
    ]


def test_a_story_alone_is_no_set_of_questions():
    assert questions([piece("we fought", discloses_case_details=0.95), piece("xyz", out_of_scope=0.95)]) == []


def test_no_more_questions_than_fit_a_turn():
    labels = ["recantation", "expungement", "ask_fees", "cross_examination", "subpoena_victim", "motion_to_dismiss"]

    found = questions([piece(f"{name}?", **{name: 0.9}) for name in labels])

    assert len(found) == MAX_PARTS


def test_what_only_the_whole_message_means_leads():
    pieces = [piece("she said no", out_of_scope=0.6), piece("what does it cost?", ask_fees=0.6)]

    assert questions(pieces, ranked(influence_the_victim=0.9, ask_fees=0.05), ["influence"]) == [
        "influence_the_victim",
        "ask_fees",
    ]


def test_the_person_who_made_the_report_is_answered_what_they_ask_behind_it():
    whole = ranked(i_am_the_victim=0.8, victim_wants_to_drop=0.15, recantation=0.02, expungement=0.01)

    assert questions([], whole, ["adverse"]) == ["i_am_the_victim", "victim_wants_to_drop"]


def test_a_mere_guess_is_no_answer_for_them():
    whole = ranked(i_am_the_victim=0.9, victim_wants_to_drop=0.03, recantation=0.03, expungement=0.03)

    assert questions([], whole, ["adverse"]) == []
