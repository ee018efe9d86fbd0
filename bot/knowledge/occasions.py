"""When each fixed text of domain.yml is said, in plain words and in groups, for whoever approves them."""

from __future__ import annotations

# Group → response → the occasion. What is not listed stands under "Other texts" by its name.
OCCASIONS: dict[str, dict[str, str]] = {
    "Safety": {
        "utter_in_danger": "Somebody may be in danger",
        "utter_check_safety": "It is not clear whether somebody is safe",
        "utter_self_harm": "Somebody may hurt themselves",
        "utter_threat": "The visitor threatens someone",
        "utter_urgent_matter": "Court soon, police at the door, a warrant, an arrest",
        "utter_custody": "Somebody is in jail",
        "utter_minor": "The visitor says they are under 18",
    },
    "What the bot does not do": {
        "utter_influence_the_victim": "The visitor wants to make the other person drop it, hide or lie",
        "utter_influence_why": "The visitor asks why that is a crime",
        "utter_no_advice": "The visitor asks what the bot would advise",
        "utter_discloses_case_details": "The visitor tells what happened",
        "utter_asks_outcome_prediction": "The visitor asks how their case will end",
        "utter_out_of_scope": "The bot does not know",
        "utter_abuse": "The visitor is abusive",
    },
    "Who else may write": {
        "utter_i_am_the_victim": "The person who made the report writes",
        "utter_reporter_support": "They look for somebody to talk to",
        "utter_press_charges": "Somebody wants to press charges",
        "utter_represented": "The visitor has a lawyer already",
        "utter_counsel": "Somebody says they are another lawyer or the police",
        "utter_journalist": "Somebody asks for the press",
    },
    "The opening, and about this chat": {
        "utter_notice": "The notice: the first message of every chat",
        "utter_welcome": "The welcome, after the notice",
        "utter_bot_challenge": "The visitor asks whether this is a person",
        "utter_confidentiality": "The visitor asks who can read this",
        "utter_erase": "The visitor asks to delete the chat",
        "utter_ask_fees": "The visitor asks what it costs",
        "utter_ask_contact_details": "The visitor asks how to reach the office",
        "utter_staff_answers": "A person of the office has joined the chat",
        "utter_apology": "The bot can't answer just now (said by the website)",
        "utter_default": "The bot can't answer just now",
    },
    "Other languages": {
        "utter_spanish": "The visitor writes in Spanish",
        "utter_spanish_danger": "Somebody may be in danger, in Spanish",
        "utter_spanish_self_harm": "Somebody may hurt themselves, in Spanish",
    },
    "The request for a call back": {
        "utter_request_consultation": "Before the first question",
        "utter_ask_intake_for_whom": "The form asks for whom it is",
        "utter_ask_intake_name": "The form asks for the name",
        "utter_ask_intake_contact": "The form asks for a phone number or e-mail address",
        "utter_ask_intake_safe_contact": "The form asks whether a voicemail is safe",
        "utter_ask_intake_county": "The form asks for the county",
        "utter_ask_intake_court_date": "The form asks for the next court date",
        "utter_ask_intake_consent": "The form asks for consent",
        "utter_ask_intake_confirm": "The form shows everything and asks for a yes",
        "utter_ask_intake_change": "The form asks what to change",
        "utter_intake_change_now": "Before a question is asked again to change it",
        "utter_intake_not_understood": "The form did not understand",
        "utter_intake_why": "The visitor asks why the form asks that",
        "utter_intake_paused": "The form is paused, because somebody may be in danger",
        "utter_request_sent": "The request was sent",
        "utter_request_not_sent": "The request could not be sent",
        "utter_request_cancelled": "The visitor cancels the request",
        "utter_request_no_consent": "The visitor gives no consent",
        "utter_already_requested": "The visitor has sent a request before",
    },
    "Small talk and steering": {
        "utter_greet": "The visitor says hello",
        "utter_goodbye": "The visitor says goodbye",
        "utter_thank": "The visitor says thank you",
        "utter_affirm": "The visitor says yes to nothing",
        "utter_deny": "The visitor says no to nothing",
        "utter_stop": "The visitor wants the bot to stop",
        "utter_start_over": "The visitor wants to start over",
        "utter_explain_more": "The visitor wants more, before anything was explained",
        "utter_clarify": "The bot is not sure, above up to three questions to tap",
    },
    "After an answer": {
        "utter_repair_not_asked": "The visitor says: that's not what I asked",
        "utter_repair_no_other": "The same, and nothing else comes near",
        "utter_repair_wrong": "The visitor says: that's wrong",
        "utter_repair_repeated": "The visitor says: you said that already",
        "utter_repair_all_said": "The visitor wants still more of it, or still shorter",
        "utter_anything_else": "The visitor asks whether it is really so",
        "utter_second_topic": "The visitor asks for another one, and there is none",
    },
}
OTHER = "Other texts"


def occasion_of(response: str) -> tuple[str, str]:
    """The group and the occasion of a response."""
    for group, occasions in OCCASIONS.items():
        if response in occasions:
            return group, occasions[response]
    if response.startswith("utter_spanish_"):
        group, occasion = occasion_of(response.replace("utter_spanish_", "utter_", 1))
        return ("Other languages", f"{occasion}, in Spanish") if group != OTHER else (group, occasion)
    return OTHER, response.removeprefix("utter_").replace("_", " ").capitalize()
