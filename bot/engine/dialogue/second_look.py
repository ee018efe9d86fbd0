"""What the conversation knows better than the classifier, which sees one message alone; plain functions, no Rasa.

turn_plan.py hears a message through `look_again`. It only takes back what would be said to the wrong person, or in
alarm without a word of alarm; the flags of the parse stay as they are for staff and alerts. Each rule below is one
such correction; the first that has something to say is heard.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.engine.dialogue import phrases
from bot.engine.dialogue.asker import ACCUSED, FAMILY, OTHER_SIDE, REPORTER, WITNESS, asker_told, is_denied
from bot.engine.nlu.safety_rules import is_court_talk, strengths
from bot.engine.nlu.sentences import asks_something
from bot.knowledge.labels import is_knowledge

Parse = dict[str, Any]

VICTIM, INFLUENCE, DANGER, SELF_HARM = "i_am_the_victim", "influence_the_victim", "in_danger", "self_harm"
# What is left must be this sure by itself once the wrong label is gone.
SURE = 0.5
# Above this the classifier is believed against what was said earlier, though no word of reporting stands there.
SURE_REPORTER = 0.9
MIN_BESIDE = 0.05  # share from which words that name a label are believed against a greeting
LIFTED = 0.6  # safety.py lifts a label to this at most
STRONG = 2  # a pattern that needs no other (safety_rules.py)
MIN_SECOND = 0.3  # share of what stands behind a lifted label
SHORT = 10  # words


@dataclass(frozen=True)
class _Heard:
    """A message with a label, and what the rules ask about it."""

    parse: Parse
    asker: str | None
    is_about_the_case: bool

    @property
    def text(self) -> str:
        return self.parse.get("text") or ""

    @property
    def labels(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.parse["labels"]
        return rows

    @property
    def label(self) -> str:
        return str(self.labels[0]["name"])

    @property
    def parts(self) -> list[dict[str, Any]]:
        return self.parse.get("parts") or []

    @property
    def flags(self) -> set[str]:
        return set(self.parse.get("flags") or [])

    @cached_property
    def hits(self) -> dict[str, int]:
        """Flags whose words stand in the message."""
        return strengths(self.text)

    @property
    def named(self) -> set[str]:
        """All labels that would be served."""
        return {self.label, *(part["label"] for part in self.parts)}

    @property
    def is_lifted(self) -> bool:
        """Whether the first label may owe its place to the safety look."""
        return bool(self.labels[0]["confidence"] <= LIFTED)

    @property
    def is_calm(self) -> bool:
        """Whether nobody's life is at risk."""
        return not self.flags & {"danger", "self_harm"}

    @property
    def is_unsure(self) -> bool:
        return self.label == "out_of_scope" or self.parse.get("decision") not in {None, "answer"}


def look_again(parse: Parse, asker: str | None, *, is_about_the_case: bool = False) -> Parse:
    """The parse result as the conversation hears it; the same object when there is nothing to correct.

    `is_about_the_case`: a question on the law was answered before.
    """
    if not parse.get("labels"):
        return parse
    heard = _Heard(parse, asker, is_about_the_case)
    corrections = (rule(heard) for rule in _RULES)
    return next((corrected for corrected in corrections if corrected is not None), parse)


def _court_goes_on(heard: _Heard) -> Parse | None:
    """Talk of the case that "goes on without me". Who says so out of the blue is asked whether they are safe."""
    if heard.label != SELF_HARM or "self_harm" in heard.hits or not heard.is_lifted or not is_court_talk(heard.text):
        return None
    left = _alone(_without(heard.parse, SELF_HARM, "self_harm"))
    if not _is_sure(left):
        left = {**left, "labels": _as("why_state_continues", SURE)}
    told = heard.is_about_the_case or heard.asker is not None or is_court_talk(heard.text, by_name=True)
    return left if told else {**left, "flags": [*left["flags"], "danger_unsure"]}


def _speaks_of_the_victim(heard: _Heard) -> Parse | None:
    if VICTIM not in heard.named or heard.asker == REPORTER or not heard.is_calm or not _is_of_the_victim(heard.text):
        return None
    left = _without(heard.parse, VICTIM, "adverse")
    return _alone(left if _is_sure(left) else {**left, "labels": _as("victim_controls_case", SURE)})


def _is_not_the_reporter(heard: _Heard) -> Parse | None:
    text = heard.text
    if VICTIM not in heard.named or not heard.is_calm or not _is_somebody_else(text, heard.labels[0], heard.asker):
        return None
    left = _without(heard.parse, VICTIM, "adverse")
    if is_denied(text) and not asks_something(text):
        return {**_alone(left), "labels": _as("affirm", SURE), "is_correction": True}
    if left["labels"][0]["confidence"] >= SURE:
        return {**left, "decision": "answer"}
    if asks_something(text) and left["parts"]:
        return left
    # "I'm the real victim here", "she lied on me": a story, told by the accused or their family.
    return _only(left, "discloses_case_details")


def _threatens(heard: _Heard) -> Parse | None:
    """The one who threatens is not the one in fear."""
    if heard.label != DANGER or "threat" not in heard.hits or phrases.HURTS_ME.search(heard.text):
        return None
    if "self_harm" in heard.hits.keys() | heard.flags or heard.hits.get("danger") == STRONG:
        return None
    return _only(_without(heard.parse, DANGER, "danger"), INFLUENCE)


def _wants_a_promise(heard: _Heard) -> Parse | None:
    if not _presses(heard):
        return None
    rest = [part for part in heard.parts if _stands_beside(part)]
    rows = [*rest, {"label": "asks_outcome_prediction", "text": heard.text}] if rest else []
    return {**_only(heard.parse, "asks_outcome_prediction"), "parts": rows}


def _wants_a_call(heard: _Heard) -> Parse | None:
    if heard.label == "affirm" and phrases.CALL_ME.search(heard.text) and not phrases.DONT.search(heard.text):
        return _only(heard.parse, "request_consultation")
    return None


def _takes_back_own_report(heard: _Heard) -> Parse | None:
    """Taking back one's own report is no pressure on anybody."""
    is_reporter = heard.asker in OTHER_SIDE or VICTIM in heard.named or asker_told(heard.text) in OTHER_SIDE
    if heard.label != INFLUENCE or not is_reporter or "influence" in heard.hits:
        return None
    if not heard.is_calm or "threat" in heard.flags:
        return None
    left = _without(heard.parse, INFLUENCE, "influence")
    return {**_alone(left), "labels": _as(_reporter_asks(heard.text) or VICTIM, LIFTED)}


def _reporter_must_go(heard: _Heard) -> Parse | None:
    if heard.asker != REPORTER or heard.label in {"subpoena_victim", VICTIM}:
        return None
    if not heard.is_calm or "threat" in heard.flags or not re.search(phrases.MUST_I_GO, heard.text, re.IGNORECASE):
        return None
    return _only(heard.parse, "subpoena_victim")


def _reporter_asks_several(heard: _Heard) -> Parse | None:
    if heard.label != VICTIM or not (topics := _in_order(heard.text)) or not heard.named - {VICTIM} < set(topics):
        return None
    rows = [{"label": name, "text": heard.text} for name in (VICTIM, *topics)]
    return {**heard.parse, "parts": rows, "decision": "answer"}


def _asks_advice_on_a_plea(heard: _Heard) -> Parse | None:
    """Nobody is pressed by "would you advise him to take the plea"."""
    if heard.label != INFLUENCE or {"influence", "threat"} & heard.hits.keys():
        return None
    if not asks_advice(heard.text) or phrases.ABOUT_THE_CASE.search(heard.text):
        return None
    left = _without(heard.parse, INFLUENCE, "influence")
    return {**left, "parts": [], "decision": "answer" if left["labels"][0]["confidence"] >= SURE else "admit"}


def _asks_what_she_does(heard: _Heard) -> Parse | None:
    """What the other person does by herself, or plain contact, is no pressure."""
    if heard.label != INFLUENCE or "influence" in heard.hits or "threat" in heard.flags or len(heard.labels) < 2:
        return None
    if not heard.is_lifted or heard.labels[1]["confidence"] < MIN_SECOND:
        return None
    text = heard.text
    is_asked = bool(phrases.HER_OWN_DOING.search(text)) and not phrases.SPEAKER_ACTS.search(text)
    is_contact = heard.labels[1]["name"] == "contact_with_victim" and bool(phrases.PLAIN_CONTACT.search(text))
    if is_asked or (is_contact and not phrases.ABOUT_THE_CASE.search(text)):
        return _alone(_without(heard.parse, INFLUENCE, "influence"))
    return None


def _custody_in_spanish(heard: _Heard) -> Parse | None:
    """The classifier is frightened by "mi hermano está en la cárcel", the visitor isn't."""
    if heard.label != DANGER or "danger" in heard.hits or "custody" not in heard.hits:
        return None
    if "lang" not in heard.flags or len(heard.text.split()) > SHORT:
        return None
    return _alone(_without(heard.parse, DANGER, "danger"))


def _says_so(heard: _Heard) -> Parse | None:
    """Who says that they are safe, without a word of danger, is not given the numbers again."""
    if heard.label not in {DANGER, SELF_HARM} or not says_safe(heard.text):
        return None
    if {"danger", "self_harm"} & heard.hits.keys():
        return None
    left = _without(_without(heard.parse, DANGER, "danger"), SELF_HARM, "self_harm")
    return _alone(left) if _is_sure(left) else _only(left, "deny")


def _no_word_of_danger(heard: _Heard) -> Parse | None:
    """A question that only sounds like danger or despair, without a word of it: the answer, and "are you safe?"."""
    if heard.label not in {DANGER, SELF_HARM} or {"danger", "self_harm"} & heard.hits.keys():
        return None
    flag, other = ("danger", "self_harm") if heard.label == DANGER else ("self_harm", "danger")
    if other in heard.flags:
        return None
    left = _without(heard.parse, heard.label, flag)
    if heard.label == DANGER and phrases.NOT_HURT.search(heard.text) and heard.is_lifted:
        return {**left, "decision": "answer" if _is_sure(left) else "admit"}
    asked = left["labels"][0]
    if heard.is_lifted and is_knowledge(asked["name"]) and asked["confidence"] >= SURE:
        return {**_alone(left), "flags": [*left["flags"], "danger_unsure"]}
    return None


def _called_the_police(heard: _Heard) -> Parse | None:
    """The firm's phone is no help to the one who called: it defends the other side."""
    tells = heard.label == "discloses_case_details" or (heard.label == "urgent_matter" and "urgent" not in heard.hits)
    if not tells or heard.asker is not None or asker_told(heard.text) == ACCUSED:
        return None
    if not phrases.CALLED_THE_POLICE.search(heard.text):
        return None
    return {**_only(heard.parse, VICTIM), "flags": sorted(heard.flags - {"urgent"})}


def _nobody_answered(heard: _Heard) -> Parse | None:
    """What is left after a call that nobody answered is a request."""
    if heard.label != "urgent_matter" or heard.asker == REPORTER or not phrases.NOBODY_ANSWERS.search(heard.text):
        return None
    labels, flags = _as("request_consultation", SURE), sorted(heard.flags - {"urgent"})
    return {**heard.parse, "labels": labels, "flags": flags, "parts": []}


def _reporter_wants_to_talk(heard: _Heard) -> Parse | None:
    """Who called the police and wants somebody to talk to has no emergency of the accused's kind."""
    if heard.label != "urgent_matter" or heard.asker not in OTHER_SIDE or "urgent" in heard.hits:
        return None
    if len(heard.labels) < 2 or heard.labels[1]["name"] != "request_consultation":
        return None
    if heard.labels[1]["confidence"] < MIN_SECOND:
        return None
    return _only(_without(heard.parse, "urgent_matter", "urgent"), "request_consultation")


def _asks_for_a_real_person(heard: _Heard) -> Parse | None:
    is_likely = any(row["name"] == "bot_challenge" and row["confidence"] >= MIN_BESIDE for row in heard.labels)
    if heard.label == "greet" and is_likely and phrases.REAL_PERSON.search(heard.text):
        return _only(heard.parse, "bot_challenge")
    return None


def _asks_for_odds(heard: _Heard) -> Parse | None:
    is_law = is_knowledge(heard.label) and len(heard.named) == 1
    asks_odds = heard.is_unsure and phrases.ODDS.search(heard.text)
    asks_end = (heard.is_unsure or is_law) and phrases.ENDS_HOW.search(heard.text)
    return _only(heard.parse, "asks_outcome_prediction") if asks_odds or asks_end else None


def _asks_plainly(heard: _Heard) -> Parse | None:
    if not heard.is_unsure:
        return None
    if heard.asker == REPORTER and asks_something(heard.text) and (topic := _reporter_asks(heard.text)):
        return _only(heard.parse, topic)
    knows_the_case = heard.asker in OTHER_SIDE | {WITNESS}
    table = phrases.SPANISH_ASKS if knows_the_case else phrases.SPANISH_ASKS + phrases.ASKS_PLAINLY
    wanted = next((name for name, words in table if re.search(words, heard.text, re.IGNORECASE)), None)
    return _only(heard.parse, wanted) if wanted else None


def _asks_the_same_twice(heard: _Heard) -> Parse | None:
    """Not a second question: "does it help", behind one that says what "it" is."""
    own = [part for part in heard.parts if not phrases.OF_THE_SAME.search(part.get("text") or "")]
    if len(heard.parts) < 2 or len(own) != 1:
        return None
    return {**_alone(heard.parse), "labels": _as(own[0]["label"], heard.labels[0]["confidence"])}


_RULES: tuple[Callable[[_Heard], Parse | None], ...] = (
    _court_goes_on,
    _speaks_of_the_victim,
    _is_not_the_reporter,
    _threatens,
    _wants_a_promise,
    _wants_a_call,
    _takes_back_own_report,
    _reporter_must_go,
    _reporter_asks_several,
    _asks_advice_on_a_plea,
    _asks_what_she_does,
    _custody_in_spanish,
    _says_so,
    _no_word_of_danger,
    _called_the_police,
    _nobody_answered,
    _reporter_wants_to_talk,
    _asks_for_a_real_person,
    _asks_for_odds,
    _asks_plainly,
    _asks_the_same_twice,
)


def _stands_beside(part: dict[str, Any]) -> bool:
    """Whether a part of a message that presses is a question of its own."""
    text = part.get("text") or ""
    return is_knowledge(part["label"]) and asks_something(text) and not phrases.PRESSES.search(text)


def _presses(heard: _Heard) -> bool:
    """Whether somebody wants a promise or a guess about the result, and nothing that goes before it."""
    return (
        bool(phrases.PRESSES.search(heard.text))
        and not phrases.NO_RESULT.search(heard.text)
        and not heard.flags & {"danger", "self_harm", "threat", "influence", "urgent"}
        and not heard.named & {VICTIM, "confidentiality", "request_consultation", "ask_fees"}
    )


def says_safe(text: str) -> bool:
    """Whether the message says, without a but, that its writer is safe."""
    return bool(phrases.SAYS_SAFE.search(text)) and not phrases.NOT_SO_SAFE.search(text)


def asks_advice(text: str) -> bool:
    """Whether the message asks what the bot would advise."""
    return bool(phrases.ADVICE.search(text))


def _is_sure(parse: Parse) -> bool:
    first = parse["labels"][0]
    return bool(first["confidence"] >= SURE and first["name"] != "out_of_scope")


def _is_of_the_victim(text: str) -> bool:
    return (
        bool(phrases.OF_THE_VICTIM.search(text))
        and not phrases.FIRST_PERSON.search(text)
        and not phrases.VICTIM_SPEAKS.search(text)
    )


def _is_somebody_else(text: str, first: dict[str, Any], asker: str | None) -> bool:
    """Whether the person who "made the report" is the accused, their family or a witness by their own words."""
    if is_denied(text):
        return True
    if phrases.SPEAKS_AS_REPORTER.search(text) or asker_told(text) == REPORTER:
        return False
    if asker_told(text) == ACCUSED:
        return True
    return asker in {ACCUSED, FAMILY, WITNESS} and first["confidence"] < SURE_REPORTER


def _reporter_asks(text: str) -> str | None:
    return next(iter(reporter_asks(text)), None)


def reporter_asks(text: str) -> list[str]:
    """What the person who reported asks about the report, by their words."""
    return [label for label, words in phrases.REPORTER_ASKS if re.search(words, text, re.IGNORECASE)]


def _in_order(text: str) -> list[str]:
    """What the person who reported asks, in the order of their words."""
    hits = [(re.search(words, text, re.IGNORECASE), label) for label, words in phrases.REPORTER_ASKS]
    return [label for _, label in sorted((hit.start(), label) for hit, label in hits if hit)]


def _alone(parse: Parse) -> Parse:
    """Answered as one question."""
    return {**parse, "parts": [], "decision": "answer"}


def _only(parse: Parse, label: str) -> Parse:
    """Answered as the one label."""
    return {**_alone(parse), "labels": _as(label, SURE)}


def _as(label: str, confidence: float) -> list[dict[str, Any]]:
    return [{"name": label, "confidence": confidence}]


def _without(parse: Parse, label: str, flag: str) -> Parse:
    """The parse as if the label and its flag had not been heard; the others take its share."""
    rows = [row for row in parse["labels"] if row["name"] != label] or _as("out_of_scope", 1.0)
    total = sum(row["confidence"] for row in rows) or 1.0
    return {
        **parse,
        "labels": [{**row, "confidence": row["confidence"] / total} for row in rows],
        "flags": [name for name in parse.get("flags") or [] if name != flag],
        "parts": [part for part in parse.get("parts") or [] if part["label"] != label],
    }
