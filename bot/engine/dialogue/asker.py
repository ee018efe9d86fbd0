"""Who is asking: the accused, family, the person who made the report, or a witness; taken from what they say.

Kept in the slot `asker` for the conversation, corrected by what is said later; answers are worded for it.
"""

from __future__ import annotations

import re

ACCUSED, FAMILY, REPORTER, WITNESS = "accused", "family", "reporter", "witness"
# Family and friends of the person who made the report: on the other side as well, but the report is not theirs.
REPORTER_FAMILY = "reporter_family"
OTHER_SIDE = frozenset({REPORTER, REPORTER_FAMILY})
# What else answers are worded for: under 18; their request is with the office.
MINOR, REQUESTED = "minor", "requested"

_KIN = (
    r"(?:son|daughter|brother|sister|husband|wife|mom|mother|dad|father|boyfriend|girlfriend|bf|gf|fianc[eé]e?|cousin|nephew|"
    r"niece|uncle|aunt|grandson|granddaughter|stepson|stepdaughter|stepdad|friend|buddy|baby ?daddy|baby ?mama|partner|bro|sis|"
    r"roommate|kid|boy)"
)
_CLOSE = r"(?:best|good|close|old|older|oldest|little|big|baby|younger|youngest|own|only|dear)"
# Of a wife or boyfriend who is the victim, the speaker may be the accused.
_BLOOD = (
    r"(?:son|daughter|brother|sister|mom|mother|dad|father|cousin|nephew|niece|uncle|aunt|grandson|granddaughter|grandma|"
    r"grandmother|stepson|stepdaughter|stepsister|friend|sis|kid|child|baby)"
)
_PARTNER_ES = r"(?:novi[oa]|espos[oa]|ex|pareja|mujer|marido|se[ñn]or[a]?)"
_IN_TROUBLE = (
    r"(?:(?:(?:is|was|been|got|gets|has been|getting|just got)\W+(?:\w+\W+){0,2}?(?:charged|accused|arrested|locked up|in jail|booked|"
    r"facing|on trial|the defendant))|(?:has|have|got) (?:a )?(?:court|hearing|charge|case))"
)
_TELLS = (
    (
        REPORTER,
        r"\bi(?:'m| am|m) the (?:victim(?!'s)|one who (?:called|reported|filed|pressed))\b|\byo soy la v[ií]ctima\b",
    ),
    (
        ACCUSED,
        r"\bi(?:'m| am|m) (?:not the victim|the (?:accused|defendant|one (?:charged|accused|arrested)))\b"
        r"|\bi(?:'m| am|m) the one (?:(?:that |who )?they (?:charged|arrested|accused|locked up)|with (?:a|the) (?:court date|charges?|case|record)|(?:who|that) got (?:charged|arrested|accused))\b"
        r"|\b(?:lied on|accus(?:es|ed|ing)|call(?:ed|s) (?:the )?(?:cops|police|law) on) me\b"
        r"|\b(?:i was|i got|i've been|ive been|i am|i'm|im) (?:\w+ )?(?:charged|accused|arrested|out on bond|facing)\b"
        r"|\b(?:charges?|case|report|statement) (?:\w+ ){0,2}against me\b|\b(?:charged|arrested) me\b|\bme (?:prosecuted|charged|arrested)\b|\bmy (?:case|charges?|court date|charge)\b"
        r"|\bme (?:acusaron|arrestaron)\b|\bmi caso\b|\b(?:cargos|caso|denuncia) (?:\w+ )?(?:contra|en contra de) m[ií]\b(?! (?:herman|hij|pap|mam|prim|sobrin|espos|amig|novi|niet|ex|pareja))"
        # Whose partner wants to take back the charges is the one they are against.
        rf"|\bmi {_PARTNER_ES} (?:\w+ )?(?:quiere|quisiera|va a|puede|decidi[oó]) (?:\w+ )?(?:quitar|retirar|cancelar)\w* (?:l[oae]s? )?(?:cargos|denuncia|caso|demanda)\b(?!.{{0,15}}\bcontra (?:mi \w|su\b|[eé]l\b|ella\b))",
    ),
    (
        REPORTER,
        rf"\bmi (?:{_PARTNER_ES}|pap[aá]|padrastro|hij[oa]|hermano) (?:\w+ )?me (?:peg(?:a|[oó])|golpe(?:a|[oó])|maltrat(?:a|[oó])|amenaz(?:a|[oó])|abus(?:a|[oó])|viol[oó]|ahorc[oó])\b"
        r"|\bmy (?:husband|wife|boyfriend|girlfriend|bf|gf|partner|spouse|fianc[eé]e?) (?:(?:still|always|keeps?|often|just|sometimes) )?(?:hits|beats|abuses|hurts|chokes|hitting|beating|abusing|is (?:hitting|beating|abusing|hurting)) me\b"
        r"|\bi (?:just |had to |also |even )?(?:called|dialed|phoned) (?:the )?(?:cops|police|law|911|sheriff) (?:on|about) (?:my (?:husband|wife|boyfriend|girlfriend|bf|gf|partner|spouse|ex|dad|father|mom|mother|stepdad|son|daughter|brother|baby ?daddy|baby ?mama)|him|her)\b",
    ),
    (
        REPORTER_FAMILY,
        rf"\bmy (?:{_CLOSE} )?{_BLOOD} (?:is|was) (?:the|a) (?:alleged )?victim\b(?! of\b)|\bi(?:'m| am|m) (?:the |a )?(?:{_BLOOD} of the victim|victim'?s {_BLOOD})\b"
        r"|\bmi (?:hija|hijo|hermana|hermano|mam[aá]|pap[aá]|prim[oa]|amig[oa]|sobrin[oa]) es la v[ií]ctima\b(?! de\b)",
    ),
    (
        WITNESS,
        r"\bi(?:'m| am|m|'ve been| was) (?:just )?(?:a|the|called as a) witness\b|\bi (?:only |just )?(?:saw|witnessed) (?:it|what|the)\b",
    ),
    (
        FAMILY,
        rf"\bmy (?:{_CLOSE} )?{_KIN}\b(?:\W+\w+){{0,4}}?\W+{_IN_TROUBLE}\b|^\W*{_KIN} (?:just )?{_IN_TROUBLE}\b|\b(?:my|his) {_KIN}'?s (?:case|court|lawyer|charges?|girlfriend|wife|ex|"
        rf"accuser|bond)\b|\bagainst my {_KIN}\b|\bcharged my {_KIN}\b|\barrested my {_KIN}\b"
        r"|\b(?:acusaron|arrestaron|detuvieron|agarraron|se llevaron) a mi (?:hijo|hija|hermano|hermana|esposo|esposa|novio|novia|prim[oa]|sobrin[oa]|mam[aá]|pap[aá]|amig[oa]|niet[oa])\b"
        r"|\bmi (?:hijo|hija|hermano|hermana|esposo|esposa|novio|novia|primo|mam[aá]|pap[aá])\b.{0,40}\b(?:acusaron|arrestaron|detenid[oa]|c[aá]rcel|(?:tiene|enfrenta|pusieron|dieron|con) (?:\w+ )?cargos)\b",
    ),
)


def asker_told(text: str) -> str | None:
    """Who the message says is asking, or None when it does not tell."""
    told = next((who for who, pattern in _TELLS if re.search(pattern, text, re.IGNORECASE)), None)
    return ACCUSED if told is None and is_denied(text) else told


_DENIES = re.compile(
    r"\b(?:i'?m|i am|im|i'?m really|soy) not (?:the )?(?:victim|her|one who (?:called|reported))\b|\bno soy (?:la |el )?(?:v[ií]ctima|que llam[oó])\b"
    r"|\b(?:like|as if|treat\w* me (?:like|as)) (?:i'?m|i am|im|i was|i were) (?:her|him|the victim)\b|\bi (?:didn'?t|did not|never) (?:call(?:ed)?|report(?:ed)?|ma[dk]e (?:a|the|any) report)\b(?! (?:her|him|them|you|back))"
    r"|\bi(?:'m| am|m) the one (?:(?:that |who )?they (?:charged|arrested|accused)|charged|accused|arrested|(?:who|that) got (?:charged|arrested|accused))\b",
    re.IGNORECASE,
)


def is_denied(text: str) -> bool:
    """Whether the message says that its writer is not the person who made the report."""
    return bool(_DENIES.search(text))
