"""What stock DIET is given to learn, and how its ranking is read."""

import numpy as np
import yaml

from benchmarks.candidates import Messages
from benchmarks.evaluation_set import Case
from benchmarks.stock_diet import WITHOUT, project, row_of


def test_its_project_has_plain_labels_and_the_stock_pipeline_without_other_classifiers(tmp_path):
    cases = [Case("can she drop it", ("victim_wants_to_drop",), "w1"), Case("hi: you", ("greet",), "w1")]
    nothing = np.zeros((2, 1))

    project(tmp_path, Messages(cases, ["x", "y"], nothing, nothing, np.zeros(2, dtype=bool)), epochs=7)

    nlu = yaml.safe_load((tmp_path / "data" / "nlu.yml").read_text())["nlu"]
    assert {block["intent"]: block["examples"] for block in nlu} == {
        "victim_wants_to_drop": "- can she drop it\n",
        "greet": "- hi: you\n",
    }
    assert yaml.safe_load((tmp_path / "domain.yml").read_text())["intents"] == ["greet", "victim_wants_to_drop"]
    pipeline = yaml.safe_load((tmp_path / "config.yml").read_text())["pipeline"]
    assert [part["epochs"] for part in pipeline if part["name"] == "DIETClassifier"] == [7]
    assert not {part["name"] for part in pipeline} & set(WITHOUT)


def test_a_typed_command_that_stock_rasa_obeys_counts_for_no_label():
    ranking = [{"name": "faq", "confidence": 1.0}, {"name": "greet", "confidence": 0.25}]

    assert row_of(ranking, ["deny", "greet"]).tolist() == [0.0, 0.25]
