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
        recantation=0.27, greet=0.2, coercion_concern=0.18, in_danger=0.1, cross_examination=0.15, out_of_scope=0.02, expungement=0.08
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


@pytest.mark.parametrize(
    ("pieces", "labels"),
    [
        ([], []),
        ([piece("a", ask_fees=0.9), piece("b", ask_fees=0.8)], []),
        ([piece("a", ask_fees=0.9), piece("b", greet=0.99)], []),
        ([piece("a", ask_fees=0.9), piece("b", expungement=0.3)], []),
        ([piece("a", ask_fees=0.9), piece("b", expungement=0.9)], ["expungement", "ask_fees"]),
        ([piece("a", expungement=0.9), piece("b", urgent_matter=0.9)], ["urgent_matter", "expungement"]),
        (
            [piece("a", i_am_the_victim=0.9), piece("b", in_danger=0.9), piece("c", influence_the_victim=0.9)],
            ["in_danger", "influence_the_victim", "i_am_the_victim"],
        ),
    ],
)
def test_questions_are_found_once_each_and_most_urgent_first(pieces, labels):
    whole = pieces[0][LABELS] if pieces else ranked(ask_fees=0.9)

    assert [row["label"] for row in questions_in(whole, pieces)] == labels


def test_no_more_questions_than_fit_a_turn():
    labels = ["recantation", "expungement", "ask_fees", "cross_examination", "subpoena_victim"]

    found = questions_in(ranked(recantation=0.9), [piece(name, **{name: 0.9}) for name in labels])

    assert len(found) == MAX_PARTS


def test_what_only_the_whole_message_means_leads():
    pieces = [piece("she said no", out_of_scope=0.9), piece("what does it cost", ask_fees=0.6)]

    found = questions_in(ranked(influence_the_victim=0.9), pieces)

    assert [row["label"] for row in found] == ["influence_the_victim", "ask_fees"]
