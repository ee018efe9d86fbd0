"""The labels of intents.md, by what the engine does with them; the names are a contract with the evaluation."""

from __future__ import annotations

RETRIEVAL_INTENT = "faq"

KNOWLEDGE = (
    "victim_wants_to_drop",
    "victim_wont_show_up",
    "subpoena_victim",
    "prior_statements",
    "who_decides_charges",
    "how_a_case_starts",
    "why_state_continues",
    "public_safety_reason",
    "coercion_concern",
    "precedent_reason",
    "evidence_without_victim",
    "why_victims_change_their_minds",
    "affidavit_of_non_prosecution",
    "recantation",
    "is_my_case_over",
    "do_i_need_a_lawyer",
    "victim_controls_case",
    "how_a_lawyer_helps",
    "motion_to_dismiss",
    "challenge_evidence",
    "cross_examination",
    "diversion_or_reduction",
    "expungement",
    "domestic_cases",
    "contact_with_victim",
    "about_the_firm",
    "what_to_do_next",
)
# In the order in which a message that holds several is answered (safety.md section 3).
SAFETY = ("in_danger", "self_harm", "influence_the_victim", "i_am_the_victim", "urgent_matter")
CONVERSATION = (
    "request_consultation",
    "ask_fees",
    "ask_contact_details",
    *SAFETY,
    "discloses_case_details",
    "asks_outcome_prediction",
    "confidentiality",
    "bot_challenge",
    "greet",
    "goodbye",
    "thank",
    "affirm",
    "deny",
    "stop",
    "explain_more",
    "start_over",
    "out_of_scope",
)
ALL = KNOWLEDGE + CONVERSATION
# Said around a question; never a question of its own when something else stands in the message.
COURTESIES = frozenset({"greet", "goodbye", "thank", "affirm", "deny"})


def is_knowledge(label: str) -> bool:
    """Whether the label is answered from facts."""
    return label in KNOWLEDGE


def intent_key(label: str) -> str:
    """The label as Rasa's training data write it: `faq/<name>` for knowledge."""
    return f"{RETRIEVAL_INTENT}/{label}" if is_knowledge(label) else label


def label_of(key: str) -> str:
    """The effective label of an intent or retrieval key."""
    return key.removeprefix(f"{RETRIEVAL_INTENT}/")
