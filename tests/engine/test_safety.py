"""How patterns and probabilities together become flags, and which label they put first."""

import pytest

from bot.engine.nlu.classifier import LABELS
from bot.engine.nlu.safety import LEARNED, LIFE_AT_RISK, MIN_OWN, UNSURE, flags_of, safety_first
from bot.knowledge.labels import SAFETY

# Safety labels with their flags, but for those that go first whatever their probability
OTHERS = [(label, LEARNED[label][0]) for label in SAFETY if label not in LIFE_AT_RISK]


def ranked(**probabilities):
    rows = [{"name": name, "confidence": p} for name, p in probabilities.items()]
    return sorted(rows, key=lambda row: -row["confidence"])


def piece(text, **probabilities):
    return {"text": text, LABELS: ranked(**probabilities)}


@pytest.mark.parametrize(("label", "flag"), [(label, row[0]) for label, row in LEARNED.items()])
def test_a_probable_label_raises_its_flag_without_any_pattern(label, flag):
    assert flags_of("xyz", ranked(**{label: 0.9, "greet": 0.1}), []) == [flag]


@pytest.mark.parametrize("label", LEARNED)
def test_an_improbable_label_raises_nothing(label):
    assert flags_of("xyz", ranked(greet=0.95, **{label: 0.05}), []) == []


def test_one_sentence_of_many_is_enough_for_danger():
    pieces = [piece("does she have to testify", subpoena_victim=0.9), piece("help us", in_danger=0.95, greet=0.05)]

    flags = flags_of("does she have to testify. help us", ranked(subpoena_victim=0.9, in_danger=0.1), pieces)

    assert "danger" in flags


def test_a_weak_pattern_needs_the_classifier_beside_it():
    text = "i dont feel safe at home"

    assert flags_of(text, ranked(greet=0.95, in_danger=0.03), []) == []
    assert flags_of(text, ranked(greet=0.93, in_danger=0.07), []) == ["danger"]


def test_a_strong_pattern_the_classifier_does_not_believe_leads_to_a_question():
    flags = flags_of("he is outside with a gun", ranked(public_safety_reason=0.99, in_danger=0.001), [])

    assert flags == [UNSURE]


def test_a_strong_pattern_of_self_harm_is_believed_whatever_the_classifier_thinks():
    assert flags_of("i want to kill myself", ranked(greet=1.0, self_harm=0.0), []) == ["self_harm"]


def test_pressing_charges_also_marks_an_adverse_person():
    assert flags_of("i want to press charges against him", ranked(out_of_scope=0.9), []) == ["press_charges", "adverse"]


def test_spanish_is_flagged():
    assert "lang" in flags_of("necesito ayuda con mi caso, por favor", ranked(greet=0.9), [])


def test_danger_stands_before_everything_else():
    text = "i'm 16 and my lawyer says nothing. he is going to kill me"

    assert flags_of(text, ranked(in_danger=0.9), [])[0] == "danger"


@pytest.mark.parametrize(("flag", "label"), [("danger", "in_danger"), ("self_harm", "self_harm")])
def test_danger_and_self_harm_are_put_first_in_the_ranking(flag, label):
    before = ranked(victim_wants_to_drop=0.7, greet=0.2, **{label: 0.1})

    after = safety_first(before, [flag])

    assert after[0]["name"] == label
    assert [row["confidence"] for row in after] == sorted((row["confidence"] for row in after), reverse=True)
    assert sum(row["confidence"] for row in after) <= 1.0 + 1e-9
    assert {row["name"] for row in after} == {row["name"] for row in before}


@pytest.mark.parametrize("flags", [[], ["facts"], ["threat"], ["press_charges"], [UNSURE], ["lang"]])
def test_a_flag_whose_label_nobody_believes_leaves_the_ranking_alone(flags):
    before = ranked(victim_wants_to_drop=0.7, i_am_the_victim=0.2, in_danger=0.1)

    assert safety_first(before, flags) == before


@pytest.mark.parametrize(("label", "flag"), [(label, LEARNED[label][0]) for label in SAFETY])
def test_a_flagged_safety_label_goes_before_a_plain_question(label, flag):
    before = ranked(victim_wants_to_drop=0.7, greet=0.2, **{label: 0.1})

    after = safety_first(before, [flag])

    assert after[0] == {"name": label, "confidence": 0.6}
    assert [row["confidence"] for row in after] == sorted((row["confidence"] for row in after), reverse=True)
    assert {row["name"] for row in after} == {row["name"] for row in before}


@pytest.mark.parametrize(("label", "flag"), OTHERS)
def test_a_flagged_label_without_a_probability_of_its_own_stays_where_it_is(label, flag):
    before = ranked(victim_wants_to_drop=0.7, greet=0.29, **{label: MIN_OWN / 2})

    assert safety_first(before, [flag]) == before


@pytest.mark.parametrize(("label", "flag"), OTHERS)
@pytest.mark.parametrize(("probability", "is_lifted"), [(0.31, True), (0.29, False)])
def test_what_seems_out_of_scope_needs_half_of_its_probability(label, flag, probability, is_lifted):
    before = ranked(out_of_scope=0.6, greet=0.05, **{label: probability})

    after = safety_first(before, [flag])

    assert after[0]["name"] == (label if is_lifted else "out_of_scope")
    assert is_lifted or after == before


def test_of_two_flagged_labels_the_more_probable_goes_first():
    before = ranked(victim_wants_to_drop=0.6, urgent_matter=0.25, i_am_the_victim=0.15)

    assert safety_first(before, ["adverse", "urgent"])[0]["name"] == "urgent_matter"


def test_a_safety_label_on_top_gives_way_to_danger_only():
    before = ranked(i_am_the_victim=0.6, urgent_matter=0.3, in_danger=0.1)

    assert safety_first(before, ["adverse", "urgent"]) == before
    assert safety_first(before, ["adverse", "urgent", "danger"])[0]["name"] == "in_danger"
