"""The peer's project, made from ours."""

import json
import os
from pathlib import Path

import pytest
import yaml

from benchmarks.peer import (
    config,
    folder_hash,
    knowledge_answers,
    newest,
    plain_responses,
    plain_rows,
    plain_steps,
    write_folder,
)
from bot.knowledge.labels import KNOWLEDGE

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    target = tmp_path_factory.mktemp("peer") / "project"
    write_folder(ROOT, target, 100)
    return target


def read(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_steps_end_where_a_form_begins():
    steps = [{"intent": "affirm"}, {"action": "utter_request_consultation"}, {"action": "intake_form"}]

    assert plain_steps(steps) == steps[:2]


def test_rules_of_the_form_are_left_out():
    rows = [
        {"rule": "sent", "steps": [{"action": "action_submit_intake"}, {"action": "utter_request_sent"}]},
        {"rule": "in the form", "condition": [], "steps": [{"intent": "stop"}, {"action": "utter_stop"}]},
        {"rule": "hello", "steps": [{"intent": "greet"}, {"action": "utter_greet"}]},
    ]

    assert [row["rule"] for row in plain_rows(rows, "rule")] == ["hello"]


def test_texts_lose_metadata_placeholders_and_special_readers():
    responses = {
        "utter_x": [
            {"text": "Call {office_phone}.", "metadata": {"id": "x"}},
            {"text": "You", "metadata": {"for": "r"}},
        ]
    }

    assert plain_responses(responses) == {"utter_x": [{"text": "Call office phone."}]}


def test_all_knowledge_questions_have_an_answer(folder):
    responses = read(folder / "domain.yml")["responses"]

    assert {f"utter_faq/{name}" for name in KNOWLEDGE} <= set(responses)
    assert len(knowledge_answers(folder)) >= 2 * len(KNOWLEDGE)


def test_every_action_of_rules_and_stories_is_in_the_domain(folder):
    domain = read(folder / "domain.yml")
    rows = read(folder / "data" / "rules.yml")["rules"] + read(folder / "data" / "stories.yml")["stories"]

    assert {step["action"] for row in rows for step in row["steps"] if "action" in step} <= {
        *domain["responses"],
        *domain["actions"],
    }
    assert {step["intent"] for row in rows for step in row["steps"] if "intent" in step} <= set(domain["intents"])


def test_nothing_of_our_own_code_is_left(folder):
    for path in (folder / "config.yml", folder / "domain.yml", folder / "data" / "rules.yml"):
        assert "bot.engine" not in path.read_text(encoding="utf-8")


def test_the_pipeline_is_the_one_that_rasa_calls_its_default():
    import rasa.engine.recipes.config_files as stock

    default = read(Path(stock.__path__[0]) / "default_config.yml")
    ours = config(100)

    assert (ours["pipeline"], ours["policies"]) == (default["pipeline"], default["policies"])


def test_a_kept_model_is_found_by_data_and_configuration(tmp_path):
    write_folder(ROOT, tmp_path / "a", 100)
    write_folder(ROOT, tmp_path / "b", 100)
    write_folder(ROOT, tmp_path / "c", 2)

    assert folder_hash(tmp_path / "a") == folder_hash(tmp_path / "b") != folder_hash(tmp_path / "c")


def test_the_peer_trained_last_may_stand_in_and_says_that_its_data_were_others(folder, tmp_path):
    for name, epochs, at in (("old", 100, 1), ("new", 100, 2), ("tried out", 2, 3)):
        (tmp_path / name).mkdir()
        record = tmp_path / name / "training.json"
        record.write_text(json.dumps({"seconds": 9.0, "trained_on": "2026-01-01", "epochs": epochs}), encoding="utf-8")
        os.utime(record, (at, at))

    found = newest(folder, 100, tmp_path)

    assert (found.model, found.is_of_this_data) == (tmp_path / "new" / "peer.tar.gz", False)
    assert newest(folder, 50, tmp_path) is None
