"""What to say in a turn that holds more than one thing, in safety.md's order; plain functions, no Rasa.

turn_policy.py asks at the start of each turn. `None` means that the rules of data/rules/ serve the turn: one
label, nothing to put before it. Everything here works with the action server dead.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.engine.dialogue import phrases
from bot.engine.dialogue.asker import OTHER_SIDE, REPORTER, asker_told
from bot.engine.dialogue.follow_ups import action_after, kind_of, offered_label
from bot.engine.dialogue.intake_values import FIELDS, field_to_change, gives_up, is_contact_alone, is_value
from bot.engine.dialogue.second_look import asks_advice, look_again, reporter_asks, says_safe
from bot.engine.nlu.language import is_english
from bot.engine.nlu.safety_rules import strengths
from bot.engine.nlu.sentences import asks_something
from bot.knowledge.article import load_questions
from bot.knowledge.labels import COURTESIES, SAFETY, intent_key, is_knowledge

FORM = "intake_form"
LISTEN = "action_listen"
DEACTIVATE = "action_deactivate_loop"

MAX_ANSWERS = 2
# Told about the visitor, whatever else is in doubt.
_KEPT_IN_DOUBT = frozenset({"utter_spanish", "utter_minor", "utter_represented"})
MIN_REPORTER_ASKS = 0.1
_ABOUT_COURT = ["is_my_case_over", "what_to_do_next", "urgent_matter"]
_COURT_OF_REPORTER = ["subpoena_victim", "is_my_case_over"]
_ABOUT_A_LAWYER = ["request_consultation", "do_i_need_a_lawyer", "how_a_lawyer_helps"]
_MAX_WORDS_OF_WHY = 10
_MAX_WORDS_OF_INSISTING = 12
_QUESTIONS_BACK = frozenset({"utter_clarify", "utter_repair_not_asked"})
# Share of a courtesy's rival from which it is what was asked ("hey is this a real person").
_MIN_RIVAL = 0.3
_BESIDE_A_GREETING = frozenset({"bot_challenge", "ask_fees", "ask_contact_details", "confidentiality"})
# What people ask before they give a number; a form that does not hear it loses them.
_HARMLESS_TO_GUESS = frozenset({"confidentiality", "ask_fees"})
# Below this "yes" is a guess, and a guess opens no form.
_MIN_YES = 0.5
_MIN_UNEASE = 0.1


@dataclass(frozen=True)
class TurnState:
    """What a plan may depend on besides the message."""

    is_form_open: bool = False
    requested: str | None = None  # the form's open question
    slots: dict[str, Any] = field(default_factory=dict)
    last_answer: str | None = None  # label of the last knowledge answer
    last_served: str | None = None  # label that the last reply with one served
    last_offered: tuple[str, ...] = ()  # labels of the buttons under the last reply
    in_spanish: frozenset[str] = frozenset()  # responses that exist in Spanish and may be used
    last_said: frozenset[str] = frozenset()  # actions of the last reply
    explained: frozenset[str] = frozenset()  # "more" and "short" texts said since the last knowledge answer
    asked_if_safe: bool = False  # "Are you safe right now?" stood in the last reply
    last_ranking: tuple[str, ...] = ()  # labels the visitor's previous message might have meant, best first


@dataclass(frozen=True)
class Plan:
    """Actions in order, and slots to set before the first of them."""

    actions: tuple[str, ...]
    slots: dict[str, Any] = field(default_factory=dict)


def plan_turn(parse: dict[str, Any], state: TurnState) -> Plan | None:
    """The turn's actions, or None when the rules serve it."""
    heard = look_again(parse, state.slots.get("asker"), is_about_the_case=state.last_answer is not None)
    message = _Message(heard)
    remembered = _remembered(message, state)
    if heard.get("is_correction"):
        words = "utter_repair_wrong" if state.slots.get("asker") in OTHER_SIDE else "utter_affirm"
        return Plan((words, FORM if state.is_form_open else LISTEN), remembered)
    if state.asked_if_safe and message.label == "deny" and not says_safe(message.text):
        spoken = "utter_spanish_danger" if state.slots.get("spanish_told") else "utter_in_danger"
        return Plan((spoken, LISTEN), remembered)
    if phrases.FRAGMENT.fullmatch(message.text) and message.flags <= {"danger"} and not state.is_form_open:
        return Plan(("utter_affirm", LISTEN), remembered)
    first = _safety(message, state)
    if (
        phrases.BARE_VICTIM.fullmatch(message.text)
        and state.slots.get("asker") is None
        and not (first or state.is_form_open)
    ):
        return Plan(("utter_clarify", LISTEN), {"offered_labels": ["i_am_the_victim", "victim_controls_case"]})
    plan = (_in_the_form if state.is_form_open else _outside_the_form)(message, state, first)
    if plan is None and heard is not parse and not state.is_form_open:
        # The rules would act on what was heard at first.
        wants_form = message.label == "request_consultation" and not _no_form_for(message, state)
        plan = Plan((f"utter_{intent_key(message.label)}", FORM if wants_form else LISTEN))
    if plan is None:
        return Plan((), remembered) if remembered else None
    return Plan(plan.actions, {**remembered, **plan.slots})


class _Message:
    """A parse result with the words this module thinks in."""

    def __init__(self, parse: dict[str, Any]) -> None:
        labels = parse.get("labels") or [{"name": "out_of_scope", "confidence": 0.0}]
        self.text: str = parse.get("text") or ""
        self.labels: list[dict[str, Any]] = labels
        self.label: str = labels[0]["name"]
        self.confidence: float = labels[0]["confidence"]
        self.flags: set[str] = set(parse.get("flags") or [])
        self.decision: str = parse.get("decision") or "answer"
        self.questions: list[str] = [part["label"] for part in parse.get("parts") or []]

    @property
    def is_typed(self) -> bool:
        """Whether the words are the visitor's own; a tapped button's are the bot's, and certain."""
        return len(self.labels) > 1 or self.confidence < 1.0

    @property
    def is_reporter(self) -> bool:
        """Whether the person who made the report, or theirs, say so in this message."""
        return "i_am_the_victim" in {self.label, *self.questions} or asker_told(self.text) in OTHER_SIDE

    @property
    def is_child_telling(self) -> bool:
        """Whether somebody under 18 tells that they reported, and asks nothing: they need people, and no law."""
        return "minor" in self.flags and self.is_reporter and not asks_something(self.text)

    def answers(self) -> list[str]:
        """Knowledge labels to answer, at most two; none to who only tells or threatens."""
        if self.is_child_telling or ("threat" in self.flags and not self.questions):
            return []
        wanted = self.questions or [self.label]
        if self.label == "i_am_the_victim" and not any(is_knowledge(label) for label in wanted):
            wanted = [*wanted, *self._asked_by_reporter()]
        return [label for label in wanted if is_knowledge(label)][:MAX_ANSWERS]

    def _asked_by_reporter(self) -> list[str]:
        """What the person who reported asks besides telling who they are; nothing for what only tells."""
        if not asks_something(self.text):
            return []
        worded = reporter_asks(self.text)
        likely = [r["name"] for r in self.labels if is_knowledge(r["name"]) and r["confidence"] >= MIN_REPORTER_ASKS]
        return (worded or likely)[:1]


def _remembered(message: _Message, state: TurnState) -> dict[str, Any]:
    """What this message tells about the visitor for the rest of the conversation."""
    known = state.slots
    new: dict[str, Any] = {}
    told = asker_told(message.text)
    asker = told if told in OTHER_SIDE or not message.is_reporter else REPORTER
    # The person who reported stays that unless they say otherwise: advice for the accused would harm them.
    if asker and asker != known.get("asker") and (known.get("asker") not in OTHER_SIDE or told):
        new["asker"] = asker
    if "minor" in message.flags and not known.get("is_minor"):
        new["is_minor"] = True
    if "lang" in message.flags and not known.get("writes_spanish"):
        new["writes_spanish"] = True
    elif known.get("writes_spanish") and message.is_typed and is_english(message.text):
        new["writes_spanish"] = False
    if "represented" in message.flags and not known.get("is_represented"):
        new["is_represented"] = True
    return new


def _safety(message: _Message, state: TurnState) -> list[str]:
    """What stands on top of the reply, whatever else is asked."""
    said = []
    # A few words of Spanish may not be told from English; what was written before tells.
    in_spanish = "lang" in message.flags or (state.slots.get("writes_spanish") and not is_english(message.text))
    if "danger" in message.flags:
        said.append("utter_spanish_danger" if in_spanish else "utter_in_danger")
    elif "danger_unsure" in message.flags:
        said.append("utter_check_safety")
    if "self_harm" in message.flags:
        said.append("utter_spanish_self_harm" if in_spanish else "utter_self_harm")
    return said


def _after_safety(message: _Message, state: TurnState) -> list[str]:
    """The rest of the reply, in the order of safety.md section 3."""
    said = []
    if "threat" in message.flags:
        said.append("utter_threat")
    elif "influence" in message.flags or "influence_the_victim" in message.questions:
        said.append("utter_influence_the_victim")
    # Said once; after that every answer is worded for them.
    is_told, is_in_danger = bool(state.slots.get("is_minor")), "danger" in message.flags
    is_child_in_danger = is_in_danger and (is_told or "minor" in message.flags) and not asks_something(message.text)
    is_known = state.slots.get("asker") in OTHER_SIDE and message.answers()
    if message.is_reporter and not is_known and not is_child_in_danger:
        said.append("utter_i_am_the_victim")
    if ("minor" in message.flags and not is_told) or (is_told and is_in_danger):
        said.append("utter_minor")
    if "urgent_matter" in {message.label, *message.questions} or "urgent" in message.flags:
        said.append(_urgent_words(message, state))
    if "represented" in message.flags and not state.slots.get("is_represented") and not message.is_reporter:
        said.append("utter_represented")
    if "discloses_case_details" in {message.label, *message.questions}:
        said.append("utter_discloses_case_details")
    answers = message.answers()
    said += [f"utter_{intent_key(label)}" for label in answers[:1]]
    # With the word on whom the firm defends, two whole answers would be too long to read.
    second = "utter_short_{}" if "utter_i_am_the_victim" in said else "utter_faq/{}"
    said += [second.format(label) for label in answers[1:]]
    said += [f"utter_{label}" for label in message.questions if not is_knowledge(label) and label not in _OWN_WORDS]
    return list(dict.fromkeys(said))


def _urgent_words(message: _Message, state: TurnState) -> str:
    """The phone numbers of the office; for whom it defends against, and for a child without an emergency, others."""
    told = asker_told(message.text)
    is_other_side = state.slots.get("asker") in OTHER_SIDE and not message.is_reporter and not told
    if is_other_side or (told in OTHER_SIDE and "urgent" not in strengths(message.text)):
        return "utter_i_am_the_victim"
    is_minor = "minor" in message.flags or state.slots.get("is_minor")
    if is_minor and "urgent" not in strengths(message.text):
        return "utter_minor"
    return "utter_custody" if "custody" in message.flags else "utter_urgent_matter"


# Labels whose words stand in `_safety` and `_after_safety` already, or that open the form.
_OWN_WORDS = {
    "in_danger",
    "self_harm",
    "influence_the_victim",
    "i_am_the_victim",
    "urgent_matter",
    "discloses_case_details",
    "request_consultation",
}


def _outside_the_form(message: _Message, state: TurnState, first: list[str]) -> Plan | None:
    slots: dict[str, Any] = {}
    wants_on = message.label in {"affirm", "request_consultation"} or phrases.RESUME.search(message.text)
    if state.slots.get("intake_paused") and not first and wants_on and _no_form_for(message, state) is None:
        return Plan((FORM,), {"intake_paused": False})
    if state.slots.get("intake_paused") and message.label in {"stop", "start_over", "deny"}:
        return Plan((*first, "utter_request_cancelled", LISTEN), {**dict.fromkeys(FIELDS), "intake_paused": False})
    if (
        phrases.SEND_AGAIN.search(message.text)
        and state.slots.get("intake_confirm")
        and not _no_form_for(message, state)
    ):
        return Plan((FORM,))
    if "erase" in message.flags and first:
        return Plan((*first, "utter_erase", LISTEN))
    for flag, action in _FIXED.items():
        if flag in message.flags and not first and not (flag == "abuse" and message.decision == "answer"):
            return Plan((action, LISTEN))
    if not first and message.label == "urgent_matter" and phrases.BARE_COURT.fullmatch(message.text):
        choices = _COURT_OF_REPORTER if state.slots.get("asker") in OTHER_SIDE else _ABOUT_COURT
        return Plan(("utter_clarify", LISTEN), {"offered_labels": choices})
    if not first and phrases.BARE_LAWYER.fullmatch(message.text) and _no_form_for(message, state) is None:
        return Plan(("utter_clarify", LISTEN), {"offered_labels": _ABOUT_A_LAWYER})
    is_refused = bool(message.flags & {"threat", "influence"})
    if not first and not is_refused and (short := _too_short_or_beside(message, state)):
        return Plan((short, LISTEN))
    if not first and (plan := _advice_or_why(message, state)):
        return plan
    if state.slots.get("is_minor") and not first and not is_refused and _is_uneasy(message):
        return Plan(("utter_minor", LISTEN))
    wants_form = message.label == "request_consultation" or "request_consultation" in message.questions
    # "Yes" may open the form by a story, whoever says it.
    if message.label == "affirm" and not first and state.slots.get("request_reference"):
        return Plan(("utter_affirm", LISTEN))
    if (wants_form or message.label == "affirm") and (refusal := _no_form_for(message, state)):
        if message.label != "affirm":
            return Plan((*first, refusal, LISTEN))
        if not first and phrases.DOUBTS.search(message.text) and (plan := _follow_up(message, state)):
            return plan
        return Plan((*first, "utter_affirm", LISTEN))
    if (
        wants_form
        and not first
        and state.slots.get("request_reference")
        and not phrases.NEW_REQUEST.search(message.text)
    ):
        return Plan(("utter_already_requested", LISTEN))

    is_plain = not first and not message.flags - {"lang", "facts"} and len(message.questions) < 2
    if is_plain and (plan := _follow_up(message, state)):
        return plan
    said = first + _after_safety(message, state)
    if "lang" in message.flags and not state.slots.get("spanish_told"):
        # What can be answered in Spanish needs no word about English yet.
        has_own = bool(said) and all(action in state.in_spanish for action in said)
        if first or not (has_own or f"utter_{intent_key(message.label)}" in state.in_spanish):
            slots["spanish_told"] = True
            said = said if first else ["utter_spanish", *said]
            if not first and "utter_i_am_the_victim" in said:  # three whole texts would be too long to read
                said = [action.replace("utter_faq/", "utter_short_") for action in said]
    if not said and message.label == "explain_more":
        more = _further(f"utter_more_{state.last_answer}", state) if state.last_answer else "utter_explain_more"
        return Plan((more, LISTEN), slots)
    if not first and message.decision != "answer" and len(message.questions) < 2 and not _has_own_words(message):
        said = [action for action in said if action in _KEPT_IN_DOUBT]
        if message.decision == "clarify" or said in ([], ["utter_spanish"]):
            said.append("utter_clarify" if message.decision == "clarify" else "utter_out_of_scope")
    elif not said or said == ["utter_spanish"]:
        said.append(f"utter_{intent_key(message.label)}")
    is_in_doubt = message.decision != "answer" and len(message.questions) < 2
    if wants_form and not first and not is_in_doubt:
        said = [action for action in said if action != "utter_request_consultation"]
        return Plan((*said, "utter_request_consultation", FORM), slots) if said or slots else None
    if said == [f"utter_{intent_key(message.label)}"] and not slots:
        return None
    return Plan((*dict.fromkeys(said), LISTEN), slots)


def _advice_or_why(message: _Message, state: TurnState) -> Plan | None:
    """The turn of who asks what the bot would advise, why a refused thing is a crime, or for somebody to talk to."""
    unsafe = message.flags & {"threat", "influence", "urgent", "minor"}
    if words := _insists(message, state):
        return Plan((words, LISTEN))
    is_plain_reporter = state.slots.get("asker") in OTHER_SIDE and not (
        unsafe or message.is_reporter or message.questions
    )
    if is_plain_reporter:
        if phrases.WANTS_TO_TALK.search(message.text) and not phrases.LAWYER.search(message.text):
            return Plan(("utter_reporter_support", LISTEN))
        if phrases.WHOSE_SIDE.search(message.text):
            return Plan(("utter_i_am_the_victim", LISTEN))
        if message.decision != "answer" and phrases.IN_TROUBLE.search(message.text):
            return Plan(("utter_no_advice", LISTEN))
    if (
        state.last_served == "influence_the_victim"
        and not unsafe
        and len(message.text.split()) <= _MAX_WORDS_OF_WHY
        and phrases.WHY_A_CRIME.search(message.text)
        and not (is_knowledge(message.label) and message.decision == "answer")
    ):
        return Plan(("utter_influence_why", LISTEN))
    if asks_advice(message.text) and not unsafe and not message.is_reporter:
        answers = message.answers() if message.decision == "answer" else []
        said = [f"utter_{intent_key(label)}" for label in answers[:1]]
        return Plan(("utter_no_advice", *said, LISTEN))
    return None


def _insists(message: _Message, state: TurnState) -> str | None:
    """What was said to danger, an emergency or pressure is said again to who asks for a way around it; or None."""
    if len(message.text.split()) > _MAX_WORDS_OF_INSISTING or message.flags & {"threat", "minor"}:
        return None
    for before, words, again in phrases.AGAIN_AFTER:
        if state.last_said & before and words.search(message.text):
            return "utter_spanish_danger" if "utter_spanish_danger" in state.last_said & before else again
    return None


def _further(wanted: str, state: TurnState) -> str:
    """The first of "more" and "short" that was not said yet, from the wanted one on; then that this was all."""
    order = (wanted, f"utter_short_{state.last_answer}")
    return next((action for action in order if action not in state.explained), "utter_repair_all_said")


def _follow_up(message: _Message, state: TurnState) -> Plan | None:
    """The turn of a message that refers to what was said before, or None."""
    kind = kind_of(message.text, message.label, message.decision)
    is_asked_back = bool(state.last_said & _QUESTIONS_BACK)
    if kind == "none_of_them":
        return Plan(("utter_out_of_scope", LISTEN)) if is_asked_back else None
    if kind is None or (state.last_answer is None and not (is_asked_back and kind in {"ordinal", "wrong"})):
        return None
    if kind == "ordinal":
        label = offered_label(message.text, state.last_offered)
        if label is None:
            return Plan(("utter_second_topic", LISTEN))
        if label == "explain_more":
            return Plan((_further(f"utter_more_{state.last_answer}", state), LISTEN))
        if label == "request_consultation" and (refusal := _no_form_for(message, state)):
            return Plan((refusal, LISTEN))
        return Plan((f"utter_{intent_key(label)}", FORM if label == "request_consultation" else LISTEN))
    action = action_after(kind, state.last_answer or "")
    if kind == "not_asked":
        others = _meant_instead(state)
        is_tried = "utter_repair_not_asked" in state.last_said
        return Plan(("utter_repair_no_other" if is_tried or not others else action, LISTEN), {"offered_labels": others})
    is_further = action.startswith(("utter_more_", "utter_short_"))
    return Plan((_further(action, state) if is_further else action, LISTEN))


def _meant_instead(state: TurnState) -> list[str]:
    """What the visitor's question might have been, if it was not the one answered: likely ones, then related ones."""
    related = load_questions()[state.last_answer].next if state.last_answer else ()
    no_choice = COURTESIES | {state.last_answer, "out_of_scope", "explain_more", "stop", "start_over", *SAFETY}
    return list(dict.fromkeys(label for label in (*state.last_ranking, *related) if label not in no_choice))[:3]


_FIXED = {
    "erase": "utter_erase",
    "press": "utter_journalist",
    "counsel": "utter_counsel",
    "abuse": "utter_abuse",
    "press_charges": "utter_press_charges",
}


def _has_own_words(message: _Message) -> bool:
    """Whether a fixed text serves the message although the label is not sure."""
    return bool(message.flags & {"threat", "influence", "urgent"}) or message.is_reporter


def _too_short_or_beside(message: _Message, state: TurnState) -> str | None:
    """The reply to a word that is no message yet, and to a question that the greeting before it hides; or None."""
    if phrases.FRAGMENT.fullmatch(message.text) or (message.label == "affirm" and message.confidence < _MIN_YES):
        return "utter_affirm"
    if message.label == "affirm" and phrases.SURPRISE.fullmatch(message.text) and state.last_answer is None:
        return "utter_out_of_scope"
    if message.label == "stop" and phrases.DROP.fullmatch(message.text):
        return f"utter_{intent_key('victim_wants_to_drop')}"
    if message.label == "greet" and not message.flags and len(message.labels) > 1:
        rival = message.labels[1]
        if rival["confidence"] >= _MIN_RIVAL and (is_knowledge(rival["name"]) or rival["name"] in _BESIDE_A_GREETING):
            return f"utter_{intent_key(rival['name'])}"
    return None


def _is_uneasy(message: _Message) -> bool:
    """Whether a message without an answer sounds a little like danger: a young person hears the numbers again."""
    return message.decision == "admit" and any(
        row["name"] in {"in_danger", "self_harm"} and row["confidence"] >= _MIN_UNEASE for row in message.labels
    )


def _no_form_for(message: _Message, state: TurnState) -> str | None:
    """The words for somebody who must not be led into the form, or None."""
    if state.slots.get("is_minor") or "minor" in message.flags:
        return "utter_minor"
    if state.slots.get("asker") in OTHER_SIDE or message.is_reporter:
        return "utter_i_am_the_victim"
    return None


def _in_the_form(message: _Message, state: TurnState, first: list[str]) -> Plan | None:
    if first:
        return Plan((*first, "utter_intake_paused", DEACTIVATE, LISTEN), {"intake_paused": True})
    if message.is_reporter:
        return Plan((*_after_safety(message, state), DEACTIVATE, LISTEN), dict.fromkeys(FIELDS))
    if "minor" in message.flags:
        return Plan(("utter_minor", DEACTIVATE, LISTEN), dict.fromkeys(FIELDS))
    if "erase" in message.flags:
        return Plan(("utter_erase", FORM))
    if message.label in {"stop", "start_over"} or gives_up(message.text):
        return Plan(("utter_request_cancelled", DEACTIVATE, LISTEN), dict.fromkeys(FIELDS))
    if state.requested == "intake_safe_contact" and is_contact_alone(message.text):
        # The number once more, or another one: no answer to whether a voicemail is safe.
        return Plan(("utter_intake_change_now", FORM), {"intake_contact": message.text, "intake_safe_contact": None})
    is_filled = state.requested is not None and state.slots.get(state.requested) is not None
    if state.slots.get("intake_changing") and "threat" not in message.flags:
        if changed := field_to_change(message.text):
            return Plan(
                ("utter_intake_change_now", FORM), {changed: None, "intake_confirm": None, "intake_changing": False}
            )
        if message.label == "affirm":
            return Plan((FORM,), {"intake_confirm": True, "intake_changing": False})
        return Plan(("utter_ask_intake_change", LISTEN), {"intake_confirm": None})
    if state.requested == "intake_confirm" and (
        message.label == "deny" or (message.label != "affirm" and field_to_change(message.text))
    ):
        return Plan(("utter_ask_intake_change", LISTEN), {"intake_confirm": None, "intake_changing": True})
    if state.requested == "intake_consent" and message.label == "deny":
        return Plan(("utter_request_no_consent", DEACTIVATE, LISTEN), dict.fromkeys(FIELDS))
    if is_filled:
        return None
    if phrases.WHY_ASKED.fullmatch(message.text):
        return Plan(("utter_intake_why", FORM))
    is_pressing = bool({"threat", "influence"} & strengths(message.text).keys())
    if (
        not is_pressing
        and state.requested
        and is_value(state.requested, message.text, message.label, message.confidence, message.decision)
    ):
        urgent = ("utter_urgent_matter",) if message.label == "urgent_matter" else ()
        return Plan((*urgent, FORM), {state.requested: message.text})
    said = _after_safety(message, state)
    if message.decision != "answer" and len(message.questions) < 2 and not _has_own_words(message):
        if message.label in _HARMLESS_TO_GUESS and message.confidence >= _MIN_YES and asks_something(message.text):
            return Plan((f"utter_{message.label}", FORM))
        # Two questions at once would be too many: the form asks its own again, in other words.
        return Plan((FORM_ASKS_AGAIN, FORM))
    if not said and message.label == "explain_more":
        is_of_answer = state.last_answer is not None and any(
            name.startswith(("utter_faq/", "utter_more_", "utter_short_")) for name in state.last_said
        )
        return Plan((_further(f"utter_more_{state.last_answer}", state) if is_of_answer else FORM_ASKS_AGAIN, FORM))
    if not said and message.label in COURTESIES | {"out_of_scope", "request_consultation"}:
        return Plan((FORM_ASKS_AGAIN, FORM))
    if said == [f"utter_{intent_key(message.label)}"]:
        return None
    if not said:
        said = [f"utter_{intent_key(message.label)}"]
    return Plan((*dict.fromkeys(said), FORM))


FORM_ASKS_AGAIN = "utter_intake_not_understood"
