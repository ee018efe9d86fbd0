"""Short messages after an answer: which kind they are, and where they lead."""

import pytest

from bot.engine.dialogue.follow_ups import action_after, kind_of, offered_label

SAID = {
    "why": ["why?", "but why", "how come", "por qué"],
    "none_of_them": ["none of those", "no none of that", "no not that", "something else"],
    "simpler": ["simpler", "in simple words please", "too long", "shorter", "eli5"],
    "not_asked": ["that's not what i asked", "you didn't answer my question"],
    "repeated": ["you already said that", "same answer again", "you keep repeating yourself", "you said that already"],
    "wrong": ["that's wrong", "no thats not true", "no, wrong"],
    "so_over": ["so is it over?", "then are we done"],
    "if_ignored": ["and if he ignores it?", "what if she refuses"],
    "what_about": ["what about her", "and what about him?"],
    "really": ["really?", "are you sure", "ok?"],
    "ordinal": ["the second one", "1", "last one please"],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in SAID.items() for text in texts])
def test_a_follow_up_is_recognised(kind, text):
    assert kind_of(text, "explain_more", "answer") == kind


@pytest.mark.parametrize(
    "text",
    [
        "why does the state go on when she told them she does not want it anymore",
        "what if she does not show up to court on monday and nobody can find her",
        "can i text her about the kids",
    ],
)
def test_a_question_of_its_own_is_none(text):
    assert kind_of(text, "contact_with_victim", "answer") is None


def test_a_sure_question_is_not_taken_for_a_weak_follow_up():
    assert kind_of("what if he ignores the subpoena", "subpoena_victim", "answer") is None


@pytest.mark.parametrize(
    ("kind", "last", "action"),
    [
        ("why", "victim_wants_to_drop", "utter_faq/why_state_continues"),
        ("why", "expungement", "utter_more_expungement"),
        ("simpler", "recantation", "utter_short_recantation"),
        ("so_over", "recantation", "utter_faq/is_my_case_over"),
        ("if_ignored", "victim_wont_show_up", "utter_faq/subpoena_victim"),
        ("what_about", "recantation", "utter_faq/victim_controls_case"),
        ("wrong", "recantation", "utter_repair_wrong"),
    ],
)
def test_a_follow_up_leads_where_the_table_says(kind, last, action):
    assert action_after(kind, last) == action


def test_an_ordinal_points_to_the_buttons_said_last():
    offered = ("recantation", "expungement", "explain_more")

    assert offered_label("the second one", offered) == "expungement"
    assert offered_label("last one", offered) == "explain_more"
    assert offered_label("3", ("recantation",)) is None
    assert offered_label("option 9", offered) is None
    assert offered_label("the last one", ("recantation", "expungement", "out_of_scope")) == "expungement"
    assert offered_label("the first", ()) is None
