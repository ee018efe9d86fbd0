"""Chooses and fills the words: never the same twice running, for the one who asks, with buttons and facts.

Rasa calls it for every utter_ action, in process, so answers need no action server. What it adds beside text and
buttons (answer, facts, section, variation) reaches the channel and the bot event's metadata.
"""

from __future__ import annotations

import re
from typing import Any, Dict, List, Optional, Text

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.engine.dialogue.asker import REPORTER
from bot.knowledge.article import load_article, load_questions
from bot.knowledge.firm import fill, read_firm
from bot.knowledge.labels import ALL, is_knowledge
from bot.knowledge.spanish import load_spanish

VISITOR_CHANNEL = "visitor"
SOMETHING_ELSE = "Something else"
CALL_BACK = "Talk to the firm"
YES, NO = "Yes", "No"
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
    "utter_request_cancelled": "stop",
}
# Questions as the visitor would put them who is not the accused.
TITLES_FOR = {
    "reporter": {
        "victim_wants_to_drop": "Can I drop the charges?",
        "victim_wont_show_up": "What if someone skips court?",
        "victim_controls_case": "Does it count what I want?",
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
        variations = self._variations(utter_action, tracker)
        if not variations:
            return None
        said = [event.metadata for event in reversed(tracker.events) if isinstance(event, BotUttered)]
        slots = tracker.current_slot_values()
        typed = _asked_with(tracker, answer_of(utter_action))
        index, chosen = choose(utter_action, variations, said, slots, typed)
        metadata = chosen.get("metadata") or {}
        answer = answer_of(utter_action)
        values = {**self._firm, **slots, **kwargs}
        message: Dict[Text, Any] = {
            "text": fill(str(chosen["text"]), values),
            "utter_action": utter_action,
            "variation": f"{utter_action}#{index}",
            "answer": answer,
            "facts": list(metadata.get("facts") or []),
            "section": metadata.get("section") or "",
        }
        buttons = self._buttons(utter_action, answer, tracker, said)
        if buttons:
            message["buttons"] = buttons
            message["offers_person"] = any(b["label"] == "request_consultation" for b in buttons)
        if output_channel != VISITOR_CHANNEL and message["section"]:
            # rasa shell shows text and buttons only; the website gets the section apart.
            article = load_article()
            message["text"] += f'\n(From "{article.title}": {article.section_title(message["section"])})'
        return message

    def _variations(self, utter_action: Text, tracker: DialogueStateTracker) -> List[Dict[Text, Any]]:
        """The response's variations; in Spanish for who writes it, where they exist and are switched on."""
        parsed = tracker.latest_message.parse_data if tracker.latest_message else {}
        writes_spanish = tracker.get_slot("spanish_told") or "lang" in (parsed.get("flags") or [])
        if writes_spanish and (spanish := load_spanish().get(utter_action)):
            return spanish
        return self.responses.get(utter_action) or []

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

        can_offer = slots.get("asker") != REPORTER and not slots.get("is_minor")
        offer = [_button(CALL_BACK, "request_consultation")] if can_offer else []
        if utter_action in {"utter_clarify", "utter_repair_not_asked"}:
            parsed = tracker.latest_message.parse_data if tracker.latest_message else {}
            choices = (slots.get("offered_labels") if utter_action != "utter_clarify" else parsed.get("choices")) or []
            if slots.get("asker"):  # who made the report is known by now
                choices = [c for c in choices if c != "i_am_the_victim"]
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
            hidden = asked | (FOR_THE_ACCUSED if slots.get("asker") == REPORTER else frozenset())
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
    name = utter_action.removeprefix("utter_").removeprefix("faq/").removeprefix("more_").removeprefix("short_")
    return name if name in ALL else None


def choose(
    utter_action: Text,
    variations: List[Dict[Text, Any]],
    said: List[Dict[Text, Any]],
    slots: Dict[Text, Any],
    typed: Text = "",
) -> tuple[int, Dict[Text, Any]]:
    """The variation to say now and its number: fitting the asker, what was asked exactly and the attempt.

    Among those that fit, the one said longest ago. `said` is the metadata of the bot's last messages, newest first.
    """
    asker = slots.get("asker")
    numbered = list(enumerate(variations))
    fitting = _fitting(numbered, "for", asker)
    # What was asked exactly goes before how it is worded; only the person who reported gets nothing else.
    open_to_asker = (
        fitting if asker == REPORTER else [row for row in numbered if _metadata(row[1]).get("for") in {None, asker}]
    )
    just_said = str(said[0].get("variation")) if said else ""
    exact = [
        row
        for row in open_to_asker
        if (about := _metadata(row[1]).get("about"))
        and re.search(about, typed, re.IGNORECASE)
        and f"{utter_action}#{row[0]}" != just_said
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
        name = f"{utter_action}#{row[0]}"
        return recent.index(name) if name in recent else len(recent)

    oldest = max(age(row) for row in numbered)
    return next(row for row in numbered if age(row) == oldest)


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
