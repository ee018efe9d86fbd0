"""What counts as an answer to each question of the intake form, and which field "the name is wrong" means."""

from __future__ import annotations

import re

from bot.engine.dialogue.slots import read_contact, read_name
from bot.knowledge.labels import is_knowledge

FIELDS = (
    "intake_for_whom",
    "intake_name",
    "intake_contact",
    "intake_safe_contact",
    "intake_county",
    "intake_court_date",
    "intake_consent",
    "intake_confirm",
)
MAX_WORDS = {
    "intake_for_whom": 12,
    "intake_name": 6,
    "intake_safe_contact": 40,
    "intake_county": 6,
    "intake_court_date": 12,
}
# Above this the classifier knows that a short text without a question mark is a question all the same.
SURE = 0.75

_ASKS = re.compile(
    r"\?|^\s*(?:can|could|what|who|how|why|when|where|does|do|did|will|would|should|is|are|am)\b.{12,}", re.IGNORECASE
)
_DATE = re.compile(
    r"\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\b(?:today|tomorrow|tonight|next|week|month|soon|none|not yet|nothing|unknown|no idea|not sure|don'?t know|idk|dunno)\b"
    r"|\b(?:hoy|mañana|no s[eé]|lunes|martes|mi[eé]rcoles|jueves|viernes)\b",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"\b(?:yes|no|ok|okay|sure|yeah|yep|nope|fine|only|text|voicemail|safe|don'?t|sí|si)\b", re.IGNORECASE
)
_FIELD_WORDS = {
    "intake_for_whom": r"\bwho it'?s for\b|\bfor (?:me|my\w*|someone|somebody|whom|who)\b|\bpara qui[eé]n\b",
    "intake_name": r"\bname\b|\bspell\w*\b|\bnombre\b",
    "intake_safe_contact": r"\bvoicemail\b|\bsafe\w*\b|\bprivate\b|\bmensaje de voz\b|\bbuz[oó]n\b",
    "intake_contact": r"\bphone\b|\bnumber\b|\be-?mail\b|\bcontact\b|\bcell\b|\btel[eé]fono\b|\bcorreo\b",
    "intake_county": r"\bcounty\b|\bcity\b|\bcondado\b",
    "intake_court_date": r"\bcourt\b|\bdate\b|\bhearing\b|\bfecha\b",
}


_GIVES_UP = re.compile(
    r"\W*(?:(?:nah|no|nope|ok|okay|oh|um+|uh|well|actually|sorry|wait|you know what|know what|on second thou?ghts?|please|jk|ugh|y|ay|bueno|ya)\W+)*"
    r"(?:forget (?:about )?(?:it|that|this|all (?:this|that|of (?:this|it))|(?:the|this) (?:whole |entire )?(?:thing|request|form|call))|never ?mind|nvm|nm|"
    r"cancel(?: (?:it|this|that|everything|(?:the|my|this) (?:request|form|call)))?|i(?:'ve| have)? changed my mind|i don'?t want (?:to (?:do (?:this|that)|go on|continue)|this)|"
    r"(?:let'?s )?(?:stop|quit)(?: (?:it|this|here|now))?|"
    r"olv[ií]d(?:a|e|ar)(?:lo|te de eso)?|par[ae]r?|cancel(?:ar|a|e|o|en)(?:lo)?(?: (?:todo|eso|la solicitud))?|ya no quiero|no quiero seguir)"
    r"(?:\W+(?:please|pls|thanks|thank you|thx|then|anymore|any more|anyway|now|man|bro|por favor|gracias|ya))*\W*",
    re.IGNORECASE,
)


def gives_up(text: str) -> bool:
    """Whether a message in the form means "stop", in words that alone might be an answer."""
    return bool(_GIVES_UP.fullmatch(text))


def is_value(requested: str, text: str, label: str, confidence: float, decision: str) -> bool:
    """Whether a text answers the form's open question although its label alone would not say so."""
    if requested == "intake_contact":
        return read_contact(text) is not None
    if requested not in MAX_WORDS or len(text.split()) > MAX_WORDS[requested] or _ASKS.search(text):
        return False
    if label in {"affirm", "deny", "out_of_scope"}:
        return True
    if requested == "intake_court_date":
        return bool(_DATE.search(text))
    if requested == "intake_name" and read_name(text) is None:
        return False
    if requested == "intake_safe_contact" and not is_knowledge(label):
        return True
    return decision != "answer" or confidence < SURE


def field_to_change(text: str) -> str | None:
    """The field a visitor wants to correct, by its words in the text; None when none is named."""
    return next((name for name, words in _FIELD_WORDS.items() if re.search(words, text, re.IGNORECASE)), None)


def is_contact_alone(text: str) -> bool:
    """Whether a text is a phone number or an e-mail address and next to nothing else."""
    return (
        read_contact(text) is not None
        and sum(word.isalpha() for word in text.split()) <= 2
        and not _YES_NO.search(text)
    )
