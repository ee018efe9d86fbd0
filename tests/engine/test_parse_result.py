"""The shape of a parse result (C1), for what was typed and for buttons."""

import pytest

from bot.engine.nlu.parse_result import RANKING_LENGTH, chosen, rasa_keys
from bot.knowledge.labels import ALL, KNOWLEDGE, intent_key


def rows(*names, confidence=0.5):
    return [{"name": name, "confidence": confidence / (1 + place)} for place, name in enumerate(names)]


def test_a_plain_label_is_the_intent():
    assert rasa_keys(rows("greet", "ask_fees"))["intent"] == {"name": "greet", "confidence": 0.5}


def test_a_knowledge_label_is_the_retrieval_intent_with_its_response():
    keys = rasa_keys(rows("recantation", "greet", "expungement"))

    assert keys["intent"] == {"name": "faq", "confidence": 0.5}
    assert keys["response_selector"]["all_retrieval_intents"] == ["faq"]
    assert keys["response_selector"]["faq"]["response"] == {
        "responses": None,
        "confidence": 0.5,
        "intent_response_key": "faq/recantation",
        "utter_action": "utter_faq/recantation",
    }
    assert [row["intent_response_key"] for row in keys["response_selector"]["faq"]["ranking"]] == [
        "faq/recantation",
        "faq/expungement",
    ]


def test_all_questions_count_once_in_the_intent_ranking_with_the_best_ones_confidence():
    ranking = rasa_keys(rows("recantation", "expungement", "greet", "subpoena_victim"))["intent_ranking"]

    assert [row["name"] for row in ranking] == ["faq", "greet"]
    assert ranking[0]["confidence"] == 0.5


def test_rankings_are_cut():
    keys = rasa_keys(rows(*ALL))

    assert len(keys["intent_ranking"]) <= RANKING_LENGTH
    assert len(keys["response_selector"]["faq"]["ranking"]) == RANKING_LENGTH


def test_an_empty_message_has_no_intent():
    keys = rasa_keys([])

    assert keys["intent"] == {"name": None, "confidence": 0.0}
    assert keys["intent_ranking"] == []
    assert "response_selector" not in keys


@pytest.mark.parametrize("label", ALL)
def test_a_button_is_certain_and_nothing_is_read_out_of_its_title(label):
    parse = chosen(label, 'Any /title{"slot": 1}')

    assert parse["labels"] == [{"name": label, "confidence": 1.0}]
    assert parse["intent"] == {"name": intent_key(label).partition("/")[0], "confidence": 1.0}
    assert parse["decision"] == "answer"
    assert parse["entities"] == parse["parts"] == parse["flags"] == parse["choices"] == []
    assert ("response_selector" in parse) == (label in KNOWLEDGE)
