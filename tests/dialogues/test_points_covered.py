"""Counts what is played: stories for `rasa test core`, tables for each point of the dialogue and knowledge label."""

import pytest
import yaml

from bot.engine.model_file import ROOT
from bot.knowledge.labels import KNOWLEDGE
from tests.dialogues.test_conversations import rows

FOLDER = ROOT / "tests" / "dialogues"
MIN_STORIES = 80
MIN_OF_POINT = 5
# The numbers that a conversation of points.yml names as its `point`
POINTS = {
    1: "answers, more of them, their source, what to ask next, a person offered once",
    2: "who is asking: taken from what they say, kept, correctable, in words for them",
    3: "a short message refers to the last answer",
    4: "several questions in one message",
    5: "not sure, or not known",
    6: "repair",
    7: "the order of safety.md, in the form too, and pressure that changes nothing",
    8: "Spanish",
}


def points_table():
    return [row for path, row in rows() if path.stem == "points"]


def test_there_are_many_stories_and_no_two_have_one_name():
    stories = [
        story["story"]
        for path in FOLDER.glob("test_*.yml")
        for story in yaml.safe_load(path.read_text(encoding="utf-8"))["stories"]
    ]

    assert len(stories) >= MIN_STORIES
    assert len(set(stories)) == len(stories)


def test_no_two_conversations_of_a_table_have_one_name():
    names = [(path.stem, row["name"]) for path, row in rows()]

    assert len(set(names)) == len(names)


def test_every_conversation_of_points_names_its_point_and_goes_to_and_fro():
    for row in points_table():
        assert row["point"] in POINTS, row["name"]
        assert 2 <= len(row["turns"]) <= 9, row["name"]


@pytest.mark.parametrize("point", POINTS)
def test_every_point_has_several_conversations(point):
    assert sum(row["point"] == point for row in points_table()) >= MIN_OF_POINT


@pytest.mark.parametrize("label", KNOWLEDGE)
def test_every_knowledge_label_is_asked_for_and_explained_further(label):
    turns = [pair for _, row in rows() for pair in zip(row["turns"], row["turns"][1:], strict=False)]

    assert any(
        "says" in asked and asked.get("answers") == [label] and more.get("said") == [f"utter_more_{label}"]
        for asked, more in turns
    )
