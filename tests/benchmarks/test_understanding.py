"""What a message costs, by what the bot does with it."""

import pytest

from benchmarks.evaluation_set import Case
from benchmarks.understanding import cost_below, cost_decided

PRICE = {"wrong": 5.0, "ask": 1.0, "admit": 2.0}
RANKING = [{"name": name, "confidence": p} for name, p in (("ask_fees", 0.6), ("recantation", 0.3), ("greet", 0.1))]


def a_case(*labels):
    return Case("text", labels, "plain")


@pytest.mark.parametrize(
    ("label", "threshold", "below", "cost"),
    [
        ("ask_fees", 0.5, "clarify", 0.0),
        ("recantation", 0.5, "clarify", 5.0),
        ("recantation", 0.7, "clarify", 1.0),
        ("expungement", 0.7, "clarify", 3.0),
        ("ask_fees", 0.7, "admit", 2.0),
        ("out_of_scope", 0.7, "admit", 0.0),
    ],
)
def test_a_threshold_costs_what_it_leads_to(label, threshold, below, cost):
    assert cost_below(a_case(label), {"labels": RANKING}, threshold, below, PRICE) == cost


def test_what_is_out_of_scope_is_admitted_at_any_threshold():
    parse = {"labels": [{"name": "out_of_scope", "confidence": 0.9}]}

    assert cost_below(a_case("out_of_scope"), parse, 0.0, "clarify", PRICE) == 0.0
    assert cost_below(a_case("ask_fees"), parse, 0.0, "clarify", PRICE) == 2.0


def test_safety_is_answered_at_any_threshold():
    parse = {"labels": [{"name": "in_danger", "confidence": 0.2}]}

    assert cost_below(a_case("in_danger"), parse, 1.0, "clarify", PRICE) == 0.0


@pytest.mark.parametrize(
    ("decision", "choices", "label", "cost"),
    [
        ("answer", [], "ask_fees", 0.0),
        ("answer", [], "recantation", 5.0),
        ("clarify", ["ask_fees", "recantation"], "recantation", 1.0),
        ("clarify", ["ask_fees"], "recantation", 3.0),
        ("admit", [], "recantation", 2.0),
        ("admit", [], "out_of_scope", 0.0),
    ],
)
def test_the_bots_own_decision_has_its_cost(decision, choices, label, cost):
    parse = {"labels": RANKING, "decision": decision, "choices": choices}

    assert cost_decided(a_case(label), parse, PRICE) == cost
