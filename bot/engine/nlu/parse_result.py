"""The shape of a parse result (C1), for messages that were understood and for buttons that need not be."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from bot.knowledge.labels import RETRIEVAL_INTENT, intent_key, is_knowledge

RANKING_LENGTH = 10


def rasa_keys(labels: List[Dict[str, Any]]) -> Dict[str, Any]:
    """intent, intent_ranking and response_selector as Rasa's own components fill them, from ranked labels."""
    base: Dict[str, float] = {}
    for row in labels:
        # "faq" once, with its best question's confidence: the sum would hide doubt between two questions.
        base.setdefault(RETRIEVAL_INTENT if is_knowledge(row["name"]) else row["name"], row["confidence"])
    ranking: List[Dict[str, Any]] = [{"name": n, "confidence": p} for n, p in base.items()][:RANKING_LENGTH]
    questions = [row for row in labels if is_knowledge(row["name"])][:RANKING_LENGTH]
    nothing: Dict[str, Any] = {"name": None, "confidence": 0.0}
    keys: Dict[str, Any] = {"intent": ranking[0] if ranking else nothing, "intent_ranking": ranking}
    if questions:
        best = questions[0]
        key = intent_key(best["name"])
        keys["response_selector"] = {
            "all_retrieval_intents": [RETRIEVAL_INTENT],
            RETRIEVAL_INTENT: {
                "response": {
                    "responses": None,
                    "confidence": best["confidence"],
                    "intent_response_key": key,
                    "utter_action": f"utter_{key}",
                },
                "ranking": [
                    {"confidence": row["confidence"], "intent_response_key": intent_key(row["name"])}
                    for row in questions
                ],
            },
        }
    return keys


def chosen(label: str, text: str, flags: Optional[List[str]] = None) -> Dict[str, Any]:
    """The parse result of a button: its label is certain, nothing is read out of its title."""
    labels = [{"name": label, "confidence": 1.0}]
    return {
        "text": text,
        "entities": [],
        **rasa_keys(labels),
        "labels": labels,
        "flags": flags or [],
        "parts": [],
        "decision": "answer",
        "choices": [],
    }
