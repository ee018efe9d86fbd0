"""Chooses and fills the words: never the same twice running, for the one who asks, with buttons and facts.

Rasa calls it for every utter_ action, in process, so answers need no action server. What it adds beside text and
buttons (answer, facts, section, variation) reaches the channel and the bot event's metadata.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Dict, List, Optional, Pattern, Text, Tuple

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.engine.dialogue.asker import MINOR, OTHER_SIDE, REPORTER, REPORTER_FAMILY, REQUESTED
from bot.engine.nlu.safety_rules import strengths
from bot.knowledge.article import load_article, load_questions
from bot.knowledge.firm import fill, read_firm
from bot.knowledge.labels import ALL, is_knowledge
from bot.knowledge.spanish import load_spanish

VISITOR_CHANNEL = "visitor"
SOMETHING_ELSE = "Something else"
CALL_BACK = "Talk to the firm"
YES, NO = "Yes", "No"
# What stands in domain.yml as utter_spanish_<name> is said for utter_<name>.
IN_SPANISH = "utter_spanish_"
TOPICS = ("victim_wants_to_drop", "victim_wont_show_up", "contact_with_victim")
# Questions that only the accused and theirs ask; no buttons for the person who made the report.
FOR_THE_ACCUSED = frozenset({"what_to_do_next", "do_i_need_a_lawyer", "how_a_lawyer_helps", "about_the_firm"})
# Which label a fixed text serves, where its name does not say so (C3: `answer`).
ANSWER_OF = {
    "utter_clarify": "clarify",
    "utter_out_of_scope": "out_of_scope",
    "utter_check_safety": "in_danger",
    "utter_spanish_danger": "in_danger",
    "utter_spanish_self_harm": "self_harm",
    "utter_custody": "urgent_matter",
    "utter_press_charges": "out_of_scope",
    "utter_journalist": "out_of_scope",
    "utter_counsel": "out_of_scope",
    "utter_abuse": "out_of_scope",
    "utter_threat": "influence_the_victim",
    "utter_influence_why": "influence_the_victim",
    "utter_no_advice": "asks_outcome_prediction",
    "utter_reporter_support": "i_am_the_victim",
    "utter_request_cancelled": "stop",
}
# Questions as the visitor would put them who is not the accused.
TITLES_FOR = {
    "reporter": {
        "victim_wants_to_drop": "Can I drop the charges?",
        "victim_wont_show_up": "What if someone skips court?",
        "victim_controls_case": "Does it count what I want?",
        "subpoena_victim": "Can I be made to come to court?",
        "evidence_without_victim": "Can they prove it without me?",
        "expungement": "Will the arrest still show on a record?",
        "asks_outcome_prediction": "What will happen in the case?",
        "what_to_do_next": "What happens next?",
        "is_my_case_over": "Is the case over then?",
        "do_i_need_a_lawyer": "Can I have a lawyer of my own?",
        "contact_with_victim": "What about calls or texts between us?",
    },
    "family": {
        "what_to_do_next": "Someone was charged. What now?",
        "is_my_case_over": "Is the case over now?",
        "do_i_need_a_lawyer": "Is a lawyer still needed?",
        "expungement": "Will the arrest still show on the record?",
    },
}
YES_NO_QUESTIONS = {"utter_ask_intake_consent", "utter_ask_intake_confirm", "utter_check_safety"}
CHANGES = ("Name", "Phone or e-mail", "Safe contact", "County", "Court date")
# The form's buttons in Spanish
SPANISH_TITLES = {
    YES: "Sí",
    NO: "No",
    "Name": "Nombre",
    "Phone or e-mail": "Teléfono o correo",
    "Safe contact": "Mensaje de voz",
    "County": "Condado",
    "Court date": "Fecha de corte",
    "Cancel": "Cancelar",
    "For myself": "Para mí",
    "For someone else": "Para otra persona",
    "Continue my request": "Continuar",
    CALL_BACK: "Hablar con la oficina",
}


class AnswerNLG(TemplatedNaturalLanguageGenerator):
    """The project's response generator; named in endpoints.yml."""

    def __init__(self, endpoint_config: Optional[EndpointConfig] = None, domain: Optional[Domain] = None) -> None:
        # Rasa builds this before the model is there and sets `responses` later, at every load and swap.
        super().__init__(domain.responses if domain else {})
        self._firm = dict(read_firm().placeholders())

    async def generate(
        self, utter_action: Text, tracker: DialogueStateTracker, output_channel: Text, **kwargs: Any
    ) -> Optional[Dict[Text, Any]]:
        """The reply for an utter_ action as a message dict; None when domain and answers hold no such response."""
        name, variations = self._variations(utter_action, tracker)
        if not variations:
            return None
        said = [event.metadata for event in reversed(tracker.events) if isinstance(event, BotUttered)]
        slots = tracker.current_slot_values()
        typed = _asked_with(tracker, answer_of(utter_action))
        index, chosen = choose(utter_action, variations, said, slots, typed, name)
        metadata = chosen.get("metadata") or {}
        answer = answer_of(utter_action)
        values = {**self._firm, **slots, **kwargs}
        message: Dict[Text, Any] = {
            "text": fill(str(chosen["text"]), values),
            "utter_action": utter_action,
            "variation": f"{name}#{index}",
            "answer": answer,
            "facts": list(metadata.get("facts") or []),
            "section": metadata.get("section") or "",
        }
        buttons = self._buttons(utter_action, answer, tracker, said)
        if name.startswith(IN_SPANISH):
            buttons = [_button(SPANISH_TITLES.get(b["title"], b["title"]), b["label"]) for b in buttons]
        if buttons:
            message["buttons"] = buttons
            message["offers_person"] = any(b["label"] == "request_consultation" for b in buttons)
        if output_channel != VISITOR_CHANNEL and message["section"]:
            # rasa shell shows text and buttons only; the website gets the section apart.
            article = load_article()
            message["text"] += f'\n(From "{article.title}": {article.section_title(message["section"])})'
        return message

    def _variations(self, utter_action: Text, tracker: DialogueStateTracker) -> Tuple[Text, List[Dict[Text, Any]]]:
        """The response whose words are said, and its variations; in Spanish for who writes it, where they exist."""
        if _writes_spanish(tracker):
            if spanish := load_spanish().get(utter_action):
                return utter_action, spanish
            name = utter_action.replace("utter_", IN_SPANISH, 1)
            if spanish := self.responses.get(name):
                return name, spanish
        return utter_action, self.responses.get(utter_action) or []

    def _buttons(
        self, utter_action: Text, answer: Optional[Text], tracker: DialogueStateTracker, said: List[Dict[Text, Any]]
    ) -> List[Dict[Text, Text]]:
        slots = tracker.current_slot_values()
        is_form_open = tracker.active_loop_name is not None
        if utter_action in YES_NO_QUESTIONS:
            return [_button(YES, "affirm"), _button(NO, "deny")]
        if utter_action == "utter_ask_intake_change":
            return [_button(title, "") for title in CHANGES] + [_button("Cancel", "stop")]
        if utter_action == "utter_ask_intake_for_whom":
            return [_button("For myself", ""), _button("For someone else", "")]
        if utter_action == "utter_intake_paused":
            return [_button("Continue my request", "request_consultation")]
        if is_form_open:
            return []
        questions = load_questions()
        own_titles = TITLES_FOR.get(str(slots.get("asker")), {})

        def title(label: Text) -> Text:
            return own_titles.get(label) or questions[label].title

        can_offer = not {MINOR, REPORTER, REQUESTED}.intersection(audiences(slots))
        offer = [_button(CALL_BACK, "request_consultation")] if can_offer else []
        if utter_action in {"utter_clarify", "utter_repair_not_asked"}:
            parsed = tracker.latest_message.parse_data if tracker.latest_message else {}
            own = parsed.get("choices") if utter_action == "utter_clarify" else None
            choices = [c for c in own or slots.get("offered_labels") or [] if _may_stand(c, tracker, slots)]
            return [_button(title(c), c) for c in choices if c in questions] + [_button(SOMETHING_ELSE, "out_of_scope")]
        if utter_action in {
            "utter_greet",
            "utter_explain_more",
            "utter_start_over",
            "utter_affirm",
            "utter_second_topic",
        }:
            return [_button(title(label), label) for label in TOPICS]
        if utter_action == "utter_out_of_scope":
            return [_button(title(label), label) for label in TOPICS[:2]] + offer
        if utter_action in OFFERING:
            return offer
        if answer and is_knowledge(answer):
            asked = {str(row.get("answer")) for row in said[:6]} | {answer}
            hidden = asked | (FOR_THE_ACCUSED if slots.get("asker") in OTHER_SIDE else frozenset())
            more = (
                []
                if utter_action.startswith(("utter_more_", "utter_short_"))
                else [_button("Tell me more", "explain_more")]
            )
            next_questions = [_button(title(q), q) for q in questions[answer].next if q not in hidden]
            once = offer if not slots.get("person_offered") else []
            return [*next_questions[:2], *more, *once]
        return []


# Fixed texts that end in the offer of a call back.
OFFERING = {
    "utter_asks_outcome_prediction",
    "utter_discloses_case_details",
    "utter_influence_the_victim",
    "utter_ask_fees",
    "utter_request_not_sent",
}


def _writes_spanish(tracker: DialogueStateTracker) -> bool:
    """Whether the visitor writes Spanish: now, or when their language was last to be seen."""
    parsed = tracker.latest_message.parse_data if tracker.latest_message else {}
    known = tracker.get_slot("writes_spanish")
    return "lang" in (parsed.get("flags") or []) or bool(tracker.get_slot("spanish_told") if known is None else known)


def _may_stand(label: Text, tracker: DialogueStateTracker, slots: Dict[Text, Any]) -> bool:
    """Whether a label may be among the choices of a question back."""
    if label == "i_am_the_victim":
        return not slots.get("asker")  # who made the report is known by now
    if label == "request_consultation":
        return not {MINOR, REPORTER, REQUESTED}.intersection(audiences(slots))
    if label == "influence_the_victim":
        # A button must not put into somebody's head what they did not say.
        typed = str(tracker.latest_message.text or "") if tracker.latest_message else ""
        return "influence" in strengths(typed)
    return True


def audiences(slots: Dict[Text, Any]) -> List[Text]:
    """Whom words may be `for`, the most important first."""
    asker = slots.get("asker")
    known = [
        MINOR if slots.get("is_minor") else None,
        # Family of theirs reads the fixed texts as they do: no offer, no phone of the firm.
        REPORTER if asker in OTHER_SIDE else None,
        REQUESTED if slots.get("request_reference") else None,
        asker,
    ]
    return list(dict.fromkeys(who for who in known if who))


def _button(title: Text, label: Text) -> Dict[Text, Text]:
    """A button; Rasa's own channels send `payload` as if it were typed, so it is the title, in plain words."""
    return {"title": title, "payload": title, "label": label}


def _asked_with(tracker: DialogueStateTracker, label: Optional[Text]) -> Text:
    """The words that asked for a label: its own part of a message with several questions, else the message."""
    if tracker.latest_message is None:
        return ""
    parts = tracker.latest_message.parse_data.get("parts") or []
    own = next((part["text"] for part in parts if part["label"] == label), "")
    asked = str(own or tracker.latest_message.text or "")
    # A tapped button asks the question as such, whatever its words would match.
    row = load_questions().get(label or "")
    return "" if row and asked == row.title else asked


def answer_of(utter_action: Text) -> Optional[Text]:
    """The label a response serves, or None for form questions and notices."""
    if utter_action in ANSWER_OF:
        return ANSWER_OF[utter_action]
    if utter_action.startswith(IN_SPANISH):
        return answer_of(utter_action.replace(IN_SPANISH, "utter_", 1))
    name = utter_action.removeprefix("utter_").removeprefix("faq/").removeprefix("more_").removeprefix("short_")
    return name if name in ALL else None


def choose(
    utter_action: Text,
    variations: List[Dict[Text, Any]],
    said: List[Dict[Text, Any]],
    slots: Dict[Text, Any],
    typed: Text = "",
    said_as: Optional[Text] = None,
) -> tuple[int, Dict[Text, Any]]:
    """The variation to say now and its number: fitting the asker, what was asked exactly and the attempt.

    Among those that fit, the one said longest ago. `said` is the metadata of the bot's last messages, newest first;
    `said_as` the response that holds the words, when it is another than the action.
    """
    own_name = said_as or utter_action
    asker = slots.get("asker")
    numbered = list(enumerate(variations))
    marked = {_metadata(v).get("for") for v in variations}
    who_asks = [who for who in audiences(slots) if not (who == REPORTER and _is_of_others(utter_action, asker))]
    audience = next((who for who in who_asks if who in marked), None)
    fitting = _fitting(numbered, "for", audience)
    # What was asked exactly goes before how it is worded; only the person who reported gets nothing else.
    open_to_asker = (
        fitting
        if REPORTER in {asker, audience}
        else [row for row in numbered if _metadata(row[1]).get("for") in {None, audience}]
    )
    just_said = str(said[0].get("variation")) if said else ""
    exact = [
        row
        for row in open_to_asker
        if (about := _metadata(row[1]).get("about"))
        and _pattern(about).search(typed)
        and f"{own_name}#{row[0]}" != just_said
    ]
    numbered = exact or _fitting(fitting, "about", None)
    recent = [str(row.get("variation")) for row in said]
    if any("attempt" in _metadata(v) for _, v in numbered):
        attempt = 1 + _running(said, utter_action)
        numbered = _fitting(numbered, "attempt", min(attempt, 3))
    elif any("again" in _metadata(v) for _, v in numbered):
        # Asked just before and not understood; after a question in between it is asked as at first.
        is_again = bool(said) and str(said[0].get("utter_action")) in {utter_action, "utter_intake_not_understood"}
        numbered = _fitting(numbered, "again", True if is_again else None)

    def age(row: tuple[int, Dict[Text, Any]]) -> int:
        name = f"{own_name}#{row[0]}"
        return recent.index(name) if name in recent else len(recent)

    oldest = max(age(row) for row in numbered)
    return next(row for row in numbered if age(row) == oldest)


def _is_of_others(utter_action: Text, asker: Any) -> bool:
    """Whether "you" in the words for the person who made the report would mean somebody else than the reader."""
    label = answer_of(utter_action)
    return asker == REPORTER_FAMILY and bool(label and is_knowledge(label)) and label not in FOR_THE_ACCUSED


@cache
def _pattern(about: Text) -> Pattern[Text]:
    return re.compile(about, re.IGNORECASE)


def _metadata(variation: Dict[Text, Any]) -> Dict[Text, Any]:
    return variation.get("metadata") or {}


def _fitting(numbered: List[tuple[int, Dict[Text, Any]]], key: Text, wanted: Any) -> List[tuple[int, Dict[Text, Any]]]:
    """Variations marked with the wanted value; without one, those that are not marked; never none."""
    exact = [row for row in numbered if wanted is not None and _metadata(row[1]).get(key) == wanted]
    unmarked = [row for row in numbered if key not in _metadata(row[1])]
    return exact or unmarked or numbered


def _running(said: List[Dict[Text, Any]], utter_action: Text) -> int:
    """How many of the bot's last messages, without a break, were this response."""
    count = 0
    for row in said:
        if row.get("utter_action") != utter_action:
            break
        count += 1
    return count
