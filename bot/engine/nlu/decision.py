"""Answer, ask back or admit: the last look at a message, which also fills Rasa's own keys.

The choice is by expected cost (bars.md: wrong answer 5, question back 1, admission 2, right answer 0); the
probabilities it rests on are calibrated. `parts` names every question of a message, most urgent first.
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence, Text, Tuple

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.engine.nlu.classifier import LABELS, PIECES
from bot.engine.nlu.parse_result import rasa_keys
from bot.engine.nlu.safety import FLAGS, LEARNED
from bot.engine.nlu.sentences import asks_something
from bot.knowledge.labels import COURTESIES, SAFETY, is_knowledge

DECISION, CHOICES_OFFERED, PARTS = "decision", "choices", "parts"
OUT_OF_SCOPE = "out_of_scope"
# The tail is noise, and the dialogue's state, saved in every turn, holds several parse results.
LABELS_KEPT = 12

COST_WRONG, COST_ASK, COST_ADMIT = 5.0, 1.0, 2.0
COST_ASKED_IN_VAIN = COST_ASK + COST_ADMIT
# A misplaced greeting or "thank you" harms nobody.
COST_WRONG_COURTESY = 1.5
CHOICES = 3
# Probability from which a sentence that asks, and one that only tells, is a part of its own.
MIN_PART = 0.45
MIN_STATEMENT = 0.9
MIN_CONFESSION = 0.8  # of discloses_case_details: the sooner somebody is stopped, the better
# What the whole message must give it: a story sounds like many things, a question says itself what it wants.
MIN_SHARE_OF_WHOLE, MIN_SHARE_WHEN_ASKED = 0.01, 0.001
MIN_WORDS_ELSEWHERE = 4  # "what about me" is no question of another kind
MAX_PARTS = 4
NO_PART = COURTESIES | {"explain_more", "stop", "start_over"}
STORY = frozenset({OUT_OF_SCOPE, "discloses_case_details"})
# Among the questions of the person who reported, the share the best one needs, and of all labels.
MIN_REPORTER_SHARE, MIN_REPORTER_QUESTION = 0.5, 0.05


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Decision(GraphComponent):
    """Adds `decision`, `choices` and `parts`, and fills intent, intent_ranking and response_selector."""

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Decision:
        """Nothing to configure."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Decide on each message."""
        for message in messages:
            labels = message.get(LABELS) or []
            parts = questions_in(labels, message.get(PIECES) or [], message.get(FLAGS) or [])
            message.set(PARTS, parts, add_to_output=True)
            decision, choices = decide(labels, parts)
            message.set(DECISION, decision, add_to_output=True)
            message.set(CHOICES_OFFERED, choices, add_to_output=True)
            message.set(LABELS, labels[:LABELS_KEPT], add_to_output=True)
            for key, value in rasa_keys(labels).items():
                message.set(key, value, add_to_output=True)
        return messages


def decide(labels: List[Dict[str, Any]], parts: List[Dict[str, Any]]) -> Tuple[str, List[str]]:
    """`answer`, `clarify` or `admit`; with clarify the labels to choose from, best first."""
    if not labels:
        return "admit", []
    top = labels[0]["name"]
    probability = {row["name"]: row["confidence"] for row in labels}
    if top in SAFETY or len(parts) > 1:
        return "answer", []
    askable = [row["name"] for row in labels if row["name"] not in NO_PART | STORY and row["name"] not in SAFETY[:2]][
        :CHOICES
    ]
    offered = sum(probability[name] for name in askable)
    harm = COST_WRONG_COURTESY if top in COURTESIES else COST_WRONG
    costs = {
        "answer": harm * (1 - probability[top]),
        "admit": COST_ADMIT * (1 - probability.get(OUT_OF_SCOPE, 0.0)),
        "clarify": COST_ASK * offered + COST_ASKED_IN_VAIN * (1 - offered),
    }
    if top == OUT_OF_SCOPE:
        del costs["answer"]
    decision = min(costs, key=lambda name: costs[name])
    return decision, askable if decision == "clarify" else []


def questions_in(
    labels: List[Dict[str, Any]], pieces: List[Dict[str, Any]], flags: Sequence[str] = ()
) -> List[Dict[str, Any]]:
    """The questions of a message with several, in the order to answer; empty when there are not two."""
    whole = {row["name"]: row["confidence"] for row in labels}
    found: Dict[str, Dict[str, Any]] = {}
    for piece in pieces:
        best = piece[LABELS][0]
        name, confidence = best["name"], best["confidence"]
        asks = asks_something(piece["text"])
        if name in NO_PART or confidence < _least(name, asks):
            continue
        if name == OUT_OF_SCOPE and (not asks or len(piece["text"].split()) < MIN_WORDS_ELSEWHERE):
            continue
        # A sentence torn from its story sounds like many things; the story must sound like it as well.
        if name in SAFETY and LEARNED[name][0] not in flags:
            continue
        share = MIN_SHARE_WHEN_ASKED if asks else MIN_SHARE_OF_WHOLE
        if whole.get(name, 0.0) < share and confidence < MIN_STATEMENT:
            continue
        if name not in found or found[name]["confidence"] < confidence:
            found[name] = {"text": piece["text"], "label": name, "confidence": confidence}
    if labels and labels[0]["name"] == "i_am_the_victim":
        found.setdefault(
            "i_am_the_victim", {"text": "", "label": "i_am_the_victim", "confidence": labels[0]["confidence"]}
        )
        if not any(is_knowledge(name) for name in found) and (question := _question_behind(labels)):
            found[question["name"]] = {"text": "", "label": question["name"], "confidence": question["confidence"]}
    if labels and found and labels[0]["name"] not in found and labels[0]["name"] not in NO_PART | STORY:
        top = labels[0]
        # The whole message means something that no sentence says alone: it leads only when it is surer.
        if top["confidence"] > max(row["confidence"] for row in found.values()) or top["name"] in SAFETY:
            found = {top["name"]: {"text": "", "label": top["name"], "confidence": top["confidence"]}, **found}
    if len(found) < 2 or set(found) <= STORY:
        return []

    def urgency(row: Dict[str, Any]) -> int:
        label = row["label"]
        if label in SAFETY:
            return SAFETY.index(label)
        if label == "discloses_case_details":
            return len(SAFETY)
        return len(SAFETY) + (3 if label == OUT_OF_SCOPE else 1 if is_knowledge(label) else 2)

    return sorted(found.values(), key=urgency)[:MAX_PARTS]


def _least(name: str, asks: bool) -> float:
    """The probability from which a sentence is a part of its own."""
    if name == "discloses_case_details":
        return MIN_CONFESSION
    return MIN_PART if asks and name != OUT_OF_SCOPE else MIN_STATEMENT


def _question_behind(labels: List[Dict[str, Any]]) -> Optional[Dict[str, Any]]:
    """What somebody asks besides telling who they are: the best knowledge label, if it is clearly the best."""
    questions = [row for row in labels if is_knowledge(row["name"])]
    total = sum(row["confidence"] for row in questions)
    least = max(MIN_REPORTER_QUESTION, MIN_REPORTER_SHARE * total)
    return questions[0] if questions and questions[0]["confidence"] >= least else None
