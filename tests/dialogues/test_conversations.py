"""Plays conversations/*.yml with the real agent: what each turn understood, said and kept.

`rasa test core` reads the stories beside this file, but hands policies the intent only: what TurnPolicy does with
flags, several questions and doubt is played here. A conversation has its `name`, its `turns` and, in points.yml, the
`point` of the dialogue that it is for. A turn of the tables has:

- `says` what is typed, or `presses` the title of a button of the reply before;
- `said`: the responses in order, by name; `answers`: the labels the replies serve; `includes`: responses among others;
  `first`: the response on top; `at_most`: how many replies; `shorter`: words of the whole turn at most;
- `must`, `must_not`: patterns the turn's text holds or doesn't; `sourced`: each reply names its section of the article;
- `buttons`, `not_buttons`: titles that are offered, or are not;
- `form`: open, paused or closed; `asks`: the form's open question; `slots`: their values after the turn.
"""

import re

import pytest
import yaml

from bot.engine.dialogue.nlg import SOMETHING_ELSE, answer_of
from bot.engine.model_file import ROOT
from tests.engine.trained import Conversation

pytestmark = pytest.mark.model

TABLES = sorted((ROOT / "tests" / "dialogues" / "conversations").glob("*.yml"))
KEYS = {
    "says", "presses", "said", "answers", "includes", "first", "at_most", "shorter", "must", "must_not", "buttons",
    "not_buttons", "sourced", "form", "asks", "slots",
}  # fmt: skip
# Safety texts may repeat word for word.
MAY_REPEAT = {"in_danger", "self_harm", "urgent_matter", "i_am_the_victim"}
MAX_WORDS_OF_A_TURN = 140
QUESTIONS_BACK = {"utter_clarify", "utter_repair_not_asked"}
MAX_CHOICES = 3


def rows():
    """Every conversation of the tables, with the file it stands in."""
    for path in TABLES:
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))["conversations"]:
            assert set(row) <= {"name", "point", "turns"}, row["name"]
            yield path, row


def conversations():
    for path, row in rows():
        yield pytest.param(row["turns"], id=f"{path.stem}: {row['name']}")


@pytest.mark.parametrize("turns", conversations())
def test_the_conversation_goes_as_written(agent, turns):
    visitor = Conversation(agent)
    for number, turn in enumerate(turns, 1):
        assert set(turn) <= KEYS, turn
        before = visitor.replies

        if "presses" in turn:
            visitor.press(turn["presses"])
        else:
            visitor.say(turn["says"])

        place = f"turn {number} ({turn.get('says') or turn['presses']!r}): {visitor.said}"
        check_what_always_holds(visitor, before, place)
        check_turn(visitor, turn, place)


def check_what_always_holds(visitor, before, place):
    texts = [reply["text"] for reply in visitor.replies]
    assert texts, f"{place}: no reply"
    for text in texts:
        assert text.strip(), place
        assert not re.search(r"\{\w+\}|\bNone\b", text), f"{place}: {text}"
    if len(texts) > 1 and visitor.tracker.active_loop_name is None:
        assert sum(len(text.split()) for text in texts) <= MAX_WORDS_OF_A_TURN, f"{place}: too long"
    new = {r["text"] for r in visitor.replies if r["answer"] not in MAY_REPEAT and not is_form_question(r)}
    repeated = new & {r["text"] for r in before}
    assert not repeated, f"{place}: said twice running: {repeated}"
    if visitor.slot("request_sent") is not True:
        assert not re.search(r"has been sent|is already with the office", " ".join(texts)), f"{place}: it was not sent"
    for reply in visitor.replies:
        name = reply["variation"].partition("#")[0]
        assert reply["answer"] == answer_of(name), place
        if name in QUESTIONS_BACK:
            *choices, last = [button["title"] for button in reply["buttons"]]
            assert 1 <= len(choices) <= MAX_CHOICES, f"{place}: {choices}"
            assert last == SOMETHING_ELSE, f"{place}: {last}"


def is_form_question(reply):
    """Asked again after a digression, in the words of the first time."""
    return reply["variation"].startswith("utter_ask_intake")


def check_turn(visitor, turn, place):
    text = "\n".join(reply["text"] for reply in visitor.replies)
    if "said" in turn:
        assert visitor.said == turn["said"], place
    if "answers" in turn:
        assert [reply["answer"] for reply in visitor.replies if reply["answer"]] == turn["answers"], place
    for name in turn.get("includes", ()):
        assert name in visitor.said, place
    if "first" in turn:
        assert visitor.said[0] == turn["first"], place
    assert len(visitor.replies) <= turn.get("at_most", len(visitor.replies)), place
    assert len(text.split()) <= turn.get("shorter", len(text.split())), place
    for pattern in turn.get("must", ()):
        assert re.search(pattern, text), f"{place}: {pattern!r} is missing in {text!r}"
    for pattern in turn.get("must_not", ()):
        assert not re.search(pattern, text, re.IGNORECASE), f"{place}: {pattern!r} stands in {text!r}"
    if "buttons" in turn:
        offered = [button["title"] for reply in visitor.replies for button in reply["buttons"]]
        assert set(turn["buttons"]) <= set(offered), f"{place}: {offered}"
    if "not_buttons" in turn:
        offered = [button["title"] for reply in visitor.replies for button in reply["buttons"]]
        assert not set(turn["not_buttons"]) & set(offered), f"{place}: {offered}"
    if turn.get("sourced"):
        assert all(reply["section"] and reply["facts"] for reply in visitor.replies), place
    if "form" in turn:
        is_open = visitor.tracker.active_loop_name == "intake_form"
        state = "open" if is_open else "paused" if visitor.slot("intake_paused") else "closed"
        assert state == turn["form"], place
    if "asks" in turn:
        assert visitor.slot("requested_slot") == f"intake_{turn['asks']}", place
    for name, value in turn.get("slots", {}).items():
        assert visitor.slot(name) == value, f"{place}: {name}"


def test_every_safety_situation_has_a_conversation():
    said = {
        name
        for _, row in rows()
        for turn in row["turns"]
        for name in [*turn.get("said", ()), *turn.get("includes", ())]
    }
    situations = {
        "utter_in_danger", "utter_self_harm", "utter_threat", "utter_i_am_the_victim", "utter_influence_the_victim",
        "utter_discloses_case_details", "utter_asks_outcome_prediction", "utter_urgent_matter", "utter_custody",
        "utter_out_of_scope", "utter_press_charges", "utter_minor", "utter_spanish", "utter_spanish_danger",
        "utter_spanish_self_harm", "utter_abuse", "utter_erase", "utter_journalist", "utter_counsel", "utter_clarify",
    }  # fmt: skip

    assert situations - said == set()
