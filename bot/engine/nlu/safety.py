"""The safety look: every message, sentence by sentence, apart from the main label and from its confidence.

Sets `flags`, and puts a safety label first in `labels` when the look is sure, so that the dialogue and
the intake form act on it. The thresholds are deliberately low: a missed cry for help costs more than numbers
given to somebody who did not need them.
"""

from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.engine.nlu.classifier import LABELS, PIECES
from bot.engine.nlu.language import is_spanish
from bot.engine.nlu.safety_rules import strengths
from bot.engine.nlu.wording import fold
from bot.knowledge.labels import SAFETY

FLAGS = "flags"
# label → flag; the probability from which the whole message, or one of its sentences, raises it alone, and
# from which it does so together with a weak pattern.
LEARNED = {
    "in_danger": ("danger", 0.12, 0.85, 0.05),
    "self_harm": ("self_harm", 0.15, 0.85, 0.05),
    "influence_the_victim": ("influence", 0.12, 0.85, 1.0),
    "i_am_the_victim": ("adverse", 0.15, 0.85, 1.0),
    "urgent_matter": ("urgent", 0.13, 0.85, 1.0),
    "discloses_case_details": ("facts", 0.40, 1.1, 1.0),
}
# A sentence torn from its story sounds like many things: the whole message must sound like it as well.
MIN_WHOLE = 0.03
MIN_OWN = 0.001  # of a label to be lifted: a pattern has spoken, the classifier need only not exclude it
LIFE_AT_RISK = ("in_danger", "self_harm")
UNSURE = "danger_unsure"  # a pattern without the classifier's consent: ask whether they are safe


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyLook(GraphComponent):
    """Adds `flags` beside the labels."""

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyLook:
        """Nothing to configure."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Flag each message, and re-rank its labels where safety comes first."""
        for message in messages:
            text = fold(message.get(TEXT) or "")
            labels = message.get(LABELS) or []
            flags = flags_of(text, labels, message.get(PIECES) or [])
            message.set(LABELS, safety_first(labels, flags), add_to_output=True)
            message.set(FLAGS, flags, add_to_output=True)
        return messages


def flags_of(text: str, labels: List[Dict[str, Any]], pieces: List[Dict[str, Any]]) -> List[str]:
    """All flags of a message, from patterns and probabilities, in the order of safety.md."""
    hits = strengths(text)
    whole = {row["name"]: row["confidence"] for row in labels}
    best_piece: Dict[str, float] = {}
    for piece in pieces:
        for row in piece[LABELS]:
            best_piece[row["name"]] = max(row["confidence"], best_piece.get(row["name"], 0.0))
    flags = []
    for label, (flag, alone, in_a_piece, with_pattern) in LEARNED.items():
        probability, in_piece = whole.get(label, 0.0), best_piece.get(label, 0.0)
        strength = hits.get(flag, 0)
        if (
            probability >= alone
            or (in_piece >= in_a_piece and probability >= MIN_WHOLE)
            or (strength == 2 and max(probability, in_piece) >= 0.02)
            or (strength and max(probability, in_piece) >= with_pattern)
        ):
            flags.append(flag)
        elif strength == 2 and flag == "danger":
            flags.append(UNSURE)
        elif strength == 2:
            flags.append(flag)
    flags += [flag for flag in hits if flag not in flags and flag not in {"danger", "self_harm"}]
    if "press_charges" in flags and "adverse" not in flags:
        flags.append("adverse")
    if is_spanish(text):
        flags.append("lang")
    return flags


def safety_first(labels: List[Dict[str, Any]], flags: List[str]) -> List[Dict[str, Any]]:
    """The ranking with the most urgent flagged safety label on top; what it takes, the others give in proportion.

    Danger and self-harm go before everything; the others before what is no safety label.
    """
    if not labels:
        return labels
    own = {row["name"]: row["confidence"] for row in labels}
    needed = labels[0]["confidence"] / 2 if labels[0]["name"] == "out_of_scope" else MIN_OWN
    flagged = [label for label in SAFETY if LEARNED[label][0] in flags and own.get(label, 0.0) >= needed]
    first = [label for label in LIFE_AT_RISK if LEARNED[label][0] in flags]
    if labels[0]["name"] in (LIFE_AT_RISK if first else SAFETY) or not (first or flagged):
        return labels
    lifted = max(first or flagged, key=lambda label: own.get(label, 0.0))
    raised = max(own.get(lifted, 0.0), min(0.6, labels[0]["confidence"]))
    rest = (1.0 - raised) / max(1e-9, 1.0 - own.get(lifted, 0.0))
    return [{"name": lifted, "confidence": raised}] + [
        {"name": row["name"], "confidence": min(raised, row["confidence"] * rest)}
        for row in labels
        if row["name"] != lifted
    ]
