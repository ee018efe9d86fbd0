"""Labels, training messages and held-out messages fit together."""

import re
from collections import Counter

import pytest

from benchmarks.evaluation_set import FOLDER, UNSEEN, current_hash, frozen_hash, load_cases
from bot.engine.model_file import ROOT
from bot.engine.nlu.wording import fold
from bot.knowledge.labels import ALL, CONVERSATION, KNOWLEDGE, SAFETY, intent_key, is_knowledge, label_of
from tests.knowledge.answers import labels_of_messages, read_yaml

MESSAGES = labels_of_messages()
MIN_MESSAGES = {**dict.fromkeys(ALL, 40), **dict.fromkeys((*SAFETY, "out_of_scope"), 80)}
MIN_HELD_OUT = 8


def normalised(text):
    """Alike but for case, blanks and the signs between words."""
    folded = fold(text).lower()
    return re.sub(r"[\s.,;:!?]+", " ", folded).strip() or folded


@pytest.mark.parametrize("label", ALL)
def test_a_label_and_its_training_key_turn_into_each_other(label):
    assert label_of(intent_key(label)) == label
    assert is_knowledge(label) == intent_key(label).startswith("faq/")


def test_no_label_stands_twice():
    assert len(KNOWLEDGE) == len(set(KNOWLEDGE)) == 27  # intents.md
    assert len(ALL) == len(set(ALL)) == len(KNOWLEDGE) + len(CONVERSATION)


def test_every_label_has_enough_messages_to_learn_from():
    counts = Counter(label_of(key) for _, key, _ in MESSAGES)

    assert {label: counts[label] for label in ALL if counts[label] < MIN_MESSAGES[label]} == {}


def test_every_message_has_a_label_that_exists():
    assert {key for _, key, _ in MESSAGES} == {intent_key(label) for label in ALL}


def test_no_message_has_two_labels():
    seen = {}
    for text, key, _ in MESSAGES:
        seen.setdefault(normalised(text), set()).add(key)

    assert {text: keys for text, keys in seen.items() if len(keys) > 1} == {}


def test_messages_are_plain_text_without_entities_or_comments():
    odd = [text for text, _, _ in MESSAGES if re.search(r"\]\(|\]\{|^#", text) or text != text.strip() or not text]

    assert odd == []


def test_no_training_message_stands_in_the_evaluation_set():
    held_out = {normalised(case.text) for case in load_cases() + load_cases(UNSEEN)}

    assert sorted({text for text, _, _ in MESSAGES if normalised(text) in held_out}) == []


@pytest.mark.parametrize("folder", [FOLDER, UNSEEN], ids=["evaluation", "unseen"])
def test_the_evaluation_set_is_the_one_that_was_frozen(folder):
    assert current_hash(folder) == frozen_hash(folder)


def test_every_held_out_message_has_labels_that_exist():
    cases = load_cases() + load_cases(UNSEEN)

    assert [case.text for case in cases if not case.labels or not set(case.labels) <= set(ALL)] == []


def test_no_message_stands_in_both_evaluation_sets():
    assert {normalised(case.text) for case in load_cases()} & {
        normalised(case.text) for case in load_cases(UNSEEN)
    } == set()


def test_every_label_is_evaluated_on_enough_messages():
    counts = Counter(case.labels[0] for case in load_cases())

    assert {label: counts[label] for label in ALL if counts[label] < MIN_HELD_OUT} == {}


def test_held_out_files_have_no_key_that_rasa_reads():
    for path in FOLDER.rglob("*.yml"):
        assert set(read_yaml(path)) == {"messages"}, path.name


def test_no_firm_is_named_in_what_the_model_reads():
    named = re.compile(r"\brose\b", re.IGNORECASE)
    paths = [
        ROOT / "domain.yml",
        *(ROOT / "data").rglob("*.yml"),
        *(ROOT / "bot").rglob("*.py"),
        *(ROOT / "actions").glob("*.py"),
    ]

    assert [str(path.relative_to(ROOT)) for path in paths if named.search(path.read_text(encoding="utf-8"))] == []
