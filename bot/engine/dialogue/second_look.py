"""What the conversation knows better than the classifier, which sees one message alone; plain functions, no Rasa.

turn_plan.py hears a message through `look_again`. It only takes back what would be said to the wrong person, or in
alarm without a word of alarm; the flags of the parse stay as they are for staff and alerts.
"""

from __future__ import annotations

import re
from typing import Any

from bot.engine.dialogue.asker import ACCUSED, FAMILY, OTHER_SIDE, REPORTER, WITNESS, asker_told, is_denied
from bot.engine.nlu.safety_rules import is_court_talk, strengths
from bot.engine.nlu.sentences import asks_something
from bot.knowledge.labels import is_knowledge

VICTIM, INFLUENCE, DANGER, SELF_HARM = "i_am_the_victim", "influence_the_victim", "in_danger", "self_harm"
# What is left must be this sure by itself once the wrong label is gone.
SURE = 0.5
# Above this the classifier is believed against what was said earlier, though no word of reporting stands there.
SURE_REPORTER = 0.9
MIN_BESIDE = 0.05  # share from which words that name a label are believed against a greeting
LIFTED = 0.6  # safety.py lifts a label to this at most

_SPEAKS_AS_REPORTER = re.compile(
    r"\bi (?:\w+ )?(?:called|dialed|phoned|reported|filed|pressed|testif\w+|regret\w*|lied|exaggerated|made it up)\b(?! (?:you|your|the (?:office|number|firm|lawyer)))"
    r"|\b(?:what|everything|things|stuff) i (?:told|said)\b|\bi (?:told|gave|said to) (?:the )?(?:police|cops?|officers?|detective)\b"
    r"|\bmy (?:report|statement|911 call|abuser|attacker)\b|\bi (?:want|wanna|decided|tried|asked) to (?:drop|withdraw|take (?:it|that) back)\b"
    r"|\b(?:he|she|they|who|that) (?:\w+ )?(?:hit|beat|hurt|choked|punched|slapped|pushed|attacked|raped|abused|threatened|grabbed) me\b"
    r"|\b(?:against|charges on|charged|arrested|case on) (?:him|her)\b.{0,30}\b(?:because of|for|after) (?:me|what i)\b|\bi did this to (?:him|her)\b"
    r"|\byo (?:llam[eé]|report[eé]|denunci[eé])\b|\bmi (?:denuncia|declaraci[oó]n)\b|\bsoy la v[ií]ctima\b|\bme (?:peg[oó]|golpe[oó])\b",
    re.IGNORECASE,
)
# What the person who reported asks about, where the classifier hears only who is speaking.
_MUST_I_GO = (
    r"\b(?:do|does|must|should|will|am|would) i (?:still |really |even |also )*(?:have to|need to|gotta|got to|must|required to|going to have to|supposed to|be (?:made|forced) to)?"
    r" ?(?:go|come|appear|show up|testify|be there|be in court|speak in court)\b.{0,25}(?:\b(?:court|trial|hearing|stand|testify)\b|$)"
    r"|\b(?:can|could|will) (?:they|the (?:state|prosecutor|court|judge|da)) (?:make|force|order) me (?:to )?(?:go|come|testify|show up|appear|talk|speak)\b"
    r"|\b(?:tengo que|debo) (?:ir|testificar|declarar|presentarme)\b"
)
_REPORTER_ASKS = (
    ("subpoena_victim", _MUST_I_GO),
    (
        "recantation",
        r"\btak(?:e|ing) (?:it|that|this|everything|my \w+|what i \w+) back\b|\btak(?:e|ing) back (?:what|my|the|it)\b|\brecant\w*"
        r"|\bchang\w+ (?:my|the) (?:story|statement)\b|\bi (?:lied|exaggerated|made it up)\b|\bretractar\w*|\bcambiar mi declaraci[oó]n\b",
    ),
    (
        "prior_statements",
        r"\b(?:us(?:e|ed|ing)|count)\b.{0,25}\bwhat i (?:told|said|wrote)\b|\b(?:my|what i) (?:statement|told \w+) (?:be|get) used\b",
    ),
    (
        "affidavit_of_non_prosecution",
        r"\bsign(?:ing)? (?:something|anything|(?:a|an|the|some|any) (?:\w+ )?(?:papers?|form|affidavit|statement|document))\b|\bfirmar (?:algo|un papel|una declaraci[oó]n)\b",
    ),
    (
        "victim_wants_to_drop",
        r"\b(?:drop|withdraw|cancel|undo)\w*\b|\bstop (?:it|this|that|the (?:case|charges?))\b|\b(?:quitar|retirar) (?:los )?cargos\b|\bquitar la denuncia\b",
    ),
)
# Speaks of the victim, and of nobody as "I": whoever it is, they do not say that it is them.
_OF_THE_VICTIM = re.compile(
    r"\b(?:the |alleged |this |that |la |el )victims?\b|\b(?:la|el|de la) v[ií]ctima\b", re.IGNORECASE
)
_CALLED_THE_POLICE = re.compile(
    r"\bi (?:just |had to )?(?:called|call|dialed|phoned) (?:the )?(?:cops|police|law|911|sheriff) (?:on|about|because) (?:my|him|her|he|she)\b",
    re.IGNORECASE,
)
_VICTIM_SPEAKS = re.compile(
    r"\b(?:this is|it'?s|its) the (?:alleged )?victim\b|\bvictim (?:here|speaking|writing)\b|\b(?:speaking|writing|asking) as\b"
    r"|\bhabla la v[ií]ctima\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(
    r"\b(?:i|i'\w+|im|ive|id|me|my|mine|myself|we|us|our|yo|mi|mis|soy|fui)\b|\bme \w+", re.IGNORECASE
)
_ADVICE = re.compile(
    r"\b(?:would|do|could|can|will|should) (?:you|u|ya) (?:\w+ )?(?:advise|advice|recommend|suggest)\b|\bwhat (?:would|do|should) (?:you|u) (?:advise|recommend|suggest)\b|\bwhat would (?:you|u) do\b|\bwhat (?:you|u)(?:'?d| would) (?:do|advise|recommend|suggest)\b|\bif (?:you|u) were (?:me|in my)\b|\bin my (?:shoes|place)\b"
    r"|\b(?:your|some|any|legal) (?:legal )?(?:advice|recommendation|opinion)\b.{0,20}\b(?:on|about|for|please|pls|is|be)\b|\bgive (?:me|us|him|her) (?:some |any |your )?(?:legal )?advice\b"
    r"|\bshould (?:i|we|he|she|they|my \w+) (?:just |really |even )?(?:take|accept|turn down|reject|refuse|sign) (?:the|a|an|that|this|their|any) (?:\w+ )?(?:plea|deal|offer|bargain|affidavit)\b|\bshould (?:i|we|he|she|they|my \w+) plead\b"
    r"|\b(?:me|nos|le) (?:aconseja|recomienda|aconsejar[ií]a|recomendar[ií]a)\w*\b",
    re.IGNORECASE,
)
_HER_OWN_DOING = re.compile(
    r"^\W*(?:(?:and|but|so|ok|okay|well|then)\W+)*(?:what (?:happens )?if|(?:y )?(?:qu[eé] pasa )?si) (?:she|he|they|ella|[eé]l|my ex|the (?:victim|witness|other person))\b",
    re.IGNORECASE,
)
_SPEAKER_ACTS = re.compile(r"\b(?:i|i'm|i'll|im|we|me|us|my (?!ex\b)\w+|yo|le|mi)\b", re.IGNORECASE)
_PLAIN_CONTACT = re.compile(
    r"^\W*(?:(?:and|but|so|ok|okay|well|y|entonces)\W+)*(?:(?:can|may|could|should) i (?:just |still |at least )?(?:call|text|see|visit|talk to|message)|puedo (?:llamar|ver|visitar|hablar|escribir)\w*)\b",
    re.IGNORECASE,
)
_ABOUT_THE_CASE = re.compile(
    r"\b(?:drop\w*|court|case|charges?|testif\w*|statement|story|judge|convinc\w*|persuad\w*|ask|tell|beg|sorry|apolog\w*|forgiv\w*|sign\w*|"
    r"caso|cargos|corte|juez|declar\w*|convenc\w*|pedir\w*|decir\w*|quit\w*|retir\w*|firm\w*|cambi\w*)\b",
    re.IGNORECASE,
)
_SPANISH_ASKS = (
    (
        "request_consultation",
        r"\b(?:quiero|quisiera|necesito) que (?:alguien |un abogado |la oficina |ustedes )?(?:me|nos) llamen?\b|\bll[aá]men?(?:me|nos)\b"
        r"|\b(?:me|nos) (?:pueden?|podr[ií]an?) llamar\b|\b(?:pueden|podr[ií]an) llamar(?:me|nos)\b"
        r"|\b(?:quiero|quisiera|necesito) (?:hablar con )?(?:un|una|el|la|alguna?|su)? ?(?:abogad[oa]|licenciad[oa]|persona|alguien|cita|consulta)\b",
    ),
    ("ask_fees", r"\bcu[aá]nto (?:me |nos )?(?:cuesta|cobra|vale|sale|costar)\w*\b"),
    (
        "victim_wants_to_drop",
        r"\b(?:quiere|quisiera|puede|va a|decidi[oó]) (?:\w+ )?(?:quitar|retirar|cancelar)\w* (?:l[oae]s? )?(?:cargos|denuncia|caso|demanda)\b",
    ),
    ("asks_outcome_prediction", r"\bqu[eé] (?:me |le |nos )?(?:va a|vaya a|puede) (?:pasar|suceder)(?:me|le|nos)?\b"),
)
# Questions so plain that a doubt between two labels need not be asked back; not for who reported or is a witness.
_ASKS_PLAINLY = (
    ("how_a_lawyer_helps", r"\bwhat (?:can|could|does|would|will) (?:a|an|the|my|your) (?:lawyer|attorney) do\b"),
    (
        "contact_with_victim",
        r"(?:^|[.,;!?] ?)(?:(?:so|and|ok|but) )*(?:can|may) i (?:still |just )?(?:call|text|see|visit|message) (?:her|him|them|my (?:ex|wife|husband|girlfriend|boyfriend|gf|bf|kids?))\W*$",
    ),
    (
        "is_my_case_over",
        r"\bis (?:my|the|his|her|our) case over\b|^\W*(?:so )?do (?:i|we) (?:still |really )*have to go(?: to court)?\W*$",
    ),
)
# Presses for a promise or a guess, in whatever mood.
_PRESSES = re.compile(
    r"\b(?:promise|guarantee|assure|swear to) (?:me|us)\b|\b(?:can|could|will|do|would) (?:you|u|ya|anyone|anybody|they|a lawyer) (?:\w+ )?(?:guarantee|promise)\b"
    r"|\b(?:(?<!their )(?<!his )(?<!her )gut (?:feeling|instinct)|(?:best|honest|wild|educated) guess|your guess|honest opinion)\b"
    r"|\b(?:will|would) (?:they|he|she|it|the (?:state|prosecutor|judge)) (?:\w+ ){1,3}or not\b"
    r"|\b(?:you|u) must know how (?:it|this|that|they) (?:\w+ )?ends?\b|\btell me how (?:this|it) ends\b"
    r"|\bprom[eé]t(?:a|e)(?:me)? que\b|\b(?:me |pueden? )(?:promete|garantiza)r?n?\b.{0,30}\b(?:bien|caso|ganar|salir|cargos|c[aá]rcel)\b",
    re.IGNORECASE,
)
_NO_RESULT = re.compile(
    r"\b(?:tell(?:ing)? (?:any|no)\w*|private|privacy|confidential\w*|secret\w*|stored?|delet\w+|eras\w+|shar\w+|read(?:s|ing)?|call(?:s|ed|ing)?|safe|price|fees?|cost)\b",
    re.IGNORECASE,
)
_REAL_PERSON = re.compile(
    r"\b(?:is|are|r) (?:this|you|u|it) (?:an? |the )?(?:real|human|person|robot|bot|machine|ai|actual)\b", re.IGNORECASE
)
_CALL_ME = re.compile(
    r"\b(?:call|phone|contact|ring) (?:me|us)\b(?! (?:\w+ )?(?:names?|a|liar|crazy)\b)", re.IGNORECASE
)
_DONT = re.compile(r"\b(?:not|n'?t|dont|never|stop|no)\b", re.IGNORECASE)
# "Does it help", behind a question that says what "it" is.
_OF_THE_SAME = re.compile(
    r"^\W*(?:and |so )?(?:does|will|would|can|could|did) (?:it|that|this) (?:really |even |actually )?(?:help|count|matter|work|do anything|change anything|make a difference)\b.{0,12}$",
    re.IGNORECASE,
)
_HURTS_ME = re.compile(
    r"\b(?:hit|hits|hitting|beats?|beating|hurts?|hurting|chok\w+|threaten\w*|kill|abus\w+|rap\w+|stalk\w*|follow\w*|help|attack\w*|punch\w*) (?:me|us)\b"
    r"|\b(?:scared|afraid|terrified)\b|\bme (?:peg|golpe|amenaz|maltrat)\w+\b|\bmiedo\b",
    re.IGNORECASE,
)
_NOT_HURT = re.compile(
    r"\b(?:he|she|they|my \w+) (?:has |have )?(?:never|didn'?t|did not) (?:\w+ )?(?:hit|hurt|touch\w*|threaten\w*|lay a hand on|laid a hand on|do anything to|harm\w*) (?:me|us|anyone|anybody)\b"
    r"|\b(?:nobody|no one|noone) (?:got|was|is) hurt\b",
    re.IGNORECASE,
)
_SAYS_SAFE = re.compile(
    r"^\W*(?:(?:yes|yeah|no|nope|ok|oh|i said|he'?s gone)\W+)*(?:i'?m|i am|we'?re|we are) (?:\w+ )?(?:safe|not in (?:any )?danger|ok and safe)\b",
    re.IGNORECASE,
)
_NOT_SO_SAFE = re.compile(
    r"\b(?:not|n'?t|isnt|un|if|until|for now|but|never|hardly) (?:\w+ )?safe\b|\bbut\b|\bfor now\b", re.IGNORECASE
)
_NOBODY_ANSWERS = re.compile(
    r"\b(?:no ?body|no one|noone|they) (?:\w+ )?(?:picked up|picks up|pick up|answer(?:s|ed|ing)?|there|called back)\b"
    r"|\b(?:didn'?t|don'?t|won'?t|not|isn'?t|aren'?t) (?:pick(?:ing)? up|answer(?:ing)? (?:the |your |my )?(?:phones?|calls?))\b"
    r"|\b(?:went|goes|going|straight) to (?:voice ?mail|the machine)\b|\bno answer\b|\bnadie (?:contesta|contest[oó]|responde)\b",
    re.IGNORECASE,
)
_ODDS = re.compile(
    r"\b(?:percent(?:age)?|odds|chances?|likelihood|probabilit(?:y|ies)|probabilidad\w*)\b", re.IGNORECASE
)
# Asks how it ends, for one case or for most, however sure the classifier is of a topic.
_ENDS_HOW = re.compile(
    r"\b(?:will|would|is|are|does|do|could) (?:he|she|i|they|we|my \w+) (?:\w+ ){0,2}(?:walk(?: free)?|get off|beat (?:it|this|the case|the charges?))\b(?! (?:the|my|a|with|to)\b)"
    r"|\b(?:cases?|they|these|those|charges) (?:\w+ )?(?:mostly|usually|always|normally|typically|mainly|generally|tend to|almost always) (?:\w+ )?(?:collapse|fall apart|fold|go away|die|end in|get (?:dropped|dismissed|tossed|thrown))"
    r"|\b(?:what|which) (?:share|percentage|percent|proportion|number) of\b|\bhow (?:often|many) (?:of )?(?:do |are |does |these |those |such |dv |domestic )?(?:\w+ )?(?:cases? )?(?:\w+ ){0,2}(?:get |end in |are )?(?:dropped|dismiss\w*|acquit\w*|thrown out|convict\w*)\b",
    re.IGNORECASE,
)


def look_again(parse: dict[str, Any], asker: str | None, *, is_about_the_case: bool = False) -> dict[str, Any]:
    """The parse result as the conversation hears it; the same object when there is nothing to correct.

    `is_about_the_case`: a question on the law was answered before.
    """
    labels = parse.get("labels") or []
    if not labels:
        return parse
    text, label = parse.get("text") or "", labels[0]["name"]
    flags = set(parse.get("flags") or [])
    hits = strengths(text)
    heard = {label, *(part["label"] for part in parse.get("parts") or [])}
    if label == SELF_HARM and "self_harm" not in hits and labels[0]["confidence"] <= LIFTED and is_court_talk(text):
        # "So it will just go on without me": the case. Who says so out of the blue is asked whether they are safe.
        left = {**_without(parse, SELF_HARM, "self_harm"), "parts": [], "decision": "answer"}
        if not _is_sure(left):
            left = {**left, "labels": _as("why_state_continues", SURE)}
        told = is_about_the_case or asker is not None or is_court_talk(text, by_name=True)
        return left if told else {**left, "flags": [*left["flags"], "danger_unsure"]}
    if VICTIM in heard and asker != REPORTER and not flags & {"danger", "self_harm"} and _is_of_the_victim(text):
        left = _without(parse, VICTIM, "adverse")
        if not _is_sure(left):
            left = {**left, "labels": _as("victim_controls_case", SURE)}
        return {**left, "parts": [], "decision": "answer"}
    if VICTIM in heard and not flags & {"danger", "self_harm"} and _is_somebody_else(text, labels[0], asker):
        left = _without(parse, VICTIM, "adverse")
        if is_denied(text) and not asks_something(text):
            return {**left, "labels": _as("affirm", SURE), "parts": [], "decision": "answer", "is_correction": True}
        if left["labels"][0]["confidence"] >= SURE:
            return {**left, "decision": "answer"}
        if asks_something(text) and left["parts"]:
            return left
        # "I'm the real victim here", "she lied on me": a story, told by the accused or their family.
        return {**left, "labels": _as("discloses_case_details", SURE), "parts": [], "decision": "answer"}
    if (
        label == DANGER
        and "threat" in hits
        and not {"danger", "self_harm"} & (hits.keys() | (flags - {"danger"}))
        and not _HURTS_ME.search(text)
    ):
        # The one who threatens is not the one in fear.
        left = _without(parse, DANGER, "danger")
        return {**left, "labels": _as(INFLUENCE, SURE), "parts": [], "decision": "answer"}
    if _presses(text, parse, heard, flags):
        rest = [part for part in parse.get("parts") or [] if _stands_beside(part)]
        rows = [*rest, {"label": "asks_outcome_prediction", "text": text}] if rest else []
        return {**parse, "labels": _as("asks_outcome_prediction", SURE), "parts": rows, "decision": "answer"}
    if label == "affirm" and _CALL_ME.search(text) and not _DONT.search(text):
        return {**parse, "labels": _as("request_consultation", SURE), "parts": [], "decision": "answer"}
    is_reporter = asker in OTHER_SIDE or VICTIM in heard or asker_told(text) in OTHER_SIDE
    if label == INFLUENCE and is_reporter and not flags & {"danger", "self_harm", "threat"} and "influence" not in hits:
        # Taking back one's own report is no pressure on anybody.
        left = _without(parse, INFLUENCE, "influence")
        return {**left, "labels": _as(_reporter_asks(text) or VICTIM, LIFTED), "parts": [], "decision": "answer"}
    if (
        asker == REPORTER
        and re.search(_MUST_I_GO, text, re.IGNORECASE)
        and not flags & {"danger", "self_harm", "threat"}
        and label not in {"subpoena_victim", VICTIM}
    ):
        return {**parse, "labels": _as("subpoena_victim", SURE), "parts": [], "decision": "answer"}
    if label == VICTIM and (topics := _in_order(text)) and heard - {VICTIM} < set(topics):
        rows = [{"label": name, "text": text} for name in (VICTIM, *topics)]
        return {**parse, "parts": rows, "decision": "answer"}
    if (
        label == INFLUENCE
        and not {"influence", "threat"} & hits.keys()
        and asks_advice(text)
        and not _ABOUT_THE_CASE.search(text)
    ):
        # "Would you advise him to take the plea": nobody is pressed.
        left = _without(parse, INFLUENCE, "influence")
        return {**left, "parts": [], "decision": "answer" if left["labels"][0]["confidence"] >= SURE else "admit"}
    if label == INFLUENCE and "influence" not in hits and "threat" not in flags and len(labels) > 1:
        second, is_lifted = labels[1], labels[0]["confidence"] <= LIFTED and labels[1]["confidence"] >= 0.3
        is_asked = bool(_HER_OWN_DOING.search(text)) and not _SPEAKER_ACTS.search(text)
        is_contact = second["name"] == "contact_with_victim" and bool(_PLAIN_CONTACT.search(text))
        if is_lifted and (is_asked or (is_contact and not _ABOUT_THE_CASE.search(text))):
            return {**_without(parse, INFLUENCE, "influence"), "parts": [], "decision": "answer"}
    if label == DANGER and "danger" not in hits and "custody" in hits and "lang" in flags and len(text.split()) <= 10:
        # "Mi hermano está en la cárcel" frightens the classifier, not the visitor.
        return {**_without(parse, DANGER, "danger"), "parts": [], "decision": "answer"}
    if label == DANGER and "danger" not in hits and "self_harm" not in flags:
        left = _without(parse, DANGER, "danger")
        if _NOT_HURT.search(text) and labels[0]["confidence"] <= LIFTED:
            return {**left, "decision": "answer" if _is_sure(left) else "admit"}
        if says_safe(text):
            is_sure = left["labels"][0]["confidence"] >= SURE
            return {
                **left,
                "labels": left["labels"] if is_sure else _as("deny", SURE),
                "parts": [],
                "decision": "answer",
            }
        asked = left["labels"][0]
        if (
            labels[0]["confidence"] <= LIFTED
            and is_knowledge(asked["name"])
            and asked["confidence"] >= SURE
            and left["parts"]
        ):
            # A piece of a question sounds like danger, without a word of it: the numbers, and "are you safe?".
            return {**left, "flags": [*left["flags"], "danger_unsure"], "parts": [], "decision": "answer"}
    tells = label == "discloses_case_details" or (label == "urgent_matter" and "urgent" not in hits)
    if tells and asker is None and asker_told(text) != ACCUSED and _CALLED_THE_POLICE.search(text):
        # The firm's phone is no help to them: it defends the other side.
        return {
            **parse,
            "labels": _as(VICTIM, SURE),
            "flags": sorted(flags - {"urgent"}),
            "parts": [],
            "decision": "answer",
        }
    if label == "urgent_matter" and asker != REPORTER and _NOBODY_ANSWERS.search(text):
        # "Call now" has been said and done: what is left is a request.
        return {**parse, "labels": _as("request_consultation", SURE), "flags": sorted(flags - {"urgent"}), "parts": []}
    is_likely = any(row["name"] == "bot_challenge" and row["confidence"] >= MIN_BESIDE for row in labels)
    if label == "greet" and is_likely and _REAL_PERSON.search(text):
        return {**parse, "labels": _as("bot_challenge", SURE), "parts": [], "decision": "answer"}
    is_unsure = label == "out_of_scope" or parse.get("decision") not in {None, "answer"}
    is_law = is_knowledge(label) and len(heard) == 1
    if (is_unsure and _ODDS.search(text)) or ((is_unsure or is_law) and _ENDS_HOW.search(text)):
        return {**parse, "labels": _as("asks_outcome_prediction", SURE), "parts": [], "decision": "answer"}
    if is_unsure and asker == REPORTER and asks_something(text) and (topic := _reporter_asks(text)):
        return {**parse, "labels": _as(topic, SURE), "parts": [], "decision": "answer"}
    if is_unsure:
        table = _SPANISH_ASKS if asker in OTHER_SIDE | {WITNESS} else _SPANISH_ASKS + _ASKS_PLAINLY
        wanted = next((name for name, words in table if re.search(words, text, re.IGNORECASE)), None)
        if wanted:
            return {**parse, "labels": _as(wanted, SURE), "parts": [], "decision": "answer"}
    parts = parse.get("parts") or []
    if len(parts) > 1 and len(own := [part for part in parts if not _OF_THE_SAME.search(part.get("text") or "")]) == 1:
        return {**parse, "labels": _as(own[0]["label"], labels[0]["confidence"]), "parts": [], "decision": "answer"}
    return parse


def _stands_beside(part: dict[str, Any]) -> bool:
    """Whether a part of a message that presses is a question of its own."""
    text = part.get("text") or ""
    return is_knowledge(part["label"]) and asks_something(text) and not _PRESSES.search(text)


def _presses(text: str, parse: dict[str, Any], heard: set[str], flags: set[str]) -> bool:
    """Whether somebody wants a promise or a guess about the result, and nothing that goes before it."""
    return (
        bool(_PRESSES.search(text))
        and not _NO_RESULT.search(text)
        and not flags & {"danger", "self_harm", "threat", "influence", "urgent"}
        and not heard & {VICTIM, "confidentiality", "request_consultation", "ask_fees"}
    )


def says_safe(text: str) -> bool:
    """Whether the message says, without a but, that its writer is safe."""
    return bool(_SAYS_SAFE.search(text)) and not _NOT_SO_SAFE.search(text)


def asks_advice(text: str) -> bool:
    """Whether the message asks what the bot would advise."""
    return bool(_ADVICE.search(text))


def _is_sure(parse: dict[str, Any]) -> bool:
    first = parse["labels"][0]
    return bool(first["confidence"] >= SURE and first["name"] != "out_of_scope")


def _is_of_the_victim(text: str) -> bool:
    return bool(_OF_THE_VICTIM.search(text)) and not _FIRST_PERSON.search(text) and not _VICTIM_SPEAKS.search(text)


def _is_somebody_else(text: str, first: dict[str, Any], asker: str | None) -> bool:
    """Whether the person who "made the report" is the accused, their family or a witness by their own words."""
    if is_denied(text):
        return True
    if _SPEAKS_AS_REPORTER.search(text) or asker_told(text) == REPORTER:
        return False
    if asker_told(text) == ACCUSED:
        return True
    return asker in {ACCUSED, FAMILY, WITNESS} and first["confidence"] < SURE_REPORTER


def _reporter_asks(text: str) -> str | None:
    return next(iter(_all_reporter_asks(text)), None)


def _all_reporter_asks(text: str) -> list[str]:
    return [label for label, words in _REPORTER_ASKS if re.search(words, text, re.IGNORECASE)]


def _in_order(text: str) -> list[str]:
    """What the person who reported asks, in the order of their words."""
    hits = [(re.search(words, text, re.IGNORECASE), label) for label, words in _REPORTER_ASKS]
    return [label for _, label in sorted((hit.start(), label) for hit, label in hits if hit)]


def _as(label: str, confidence: float) -> list[dict[str, Any]]:
    return [{"name": label, "confidence": confidence}]


def _without(parse: dict[str, Any], label: str, flag: str) -> dict[str, Any]:
    """The parse as if the label and its flag had not been heard; the others take its share."""
    rows = [row for row in parse["labels"] if row["name"] != label] or _as("out_of_scope", 1.0)
    total = sum(row["confidence"] for row in rows) or 1.0
    return {
        **parse,
        "labels": [{**row, "confidence": row["confidence"] / total} for row in rows],
        "flags": [name for name in parse.get("flags") or [] if name != flag],
        "parts": [part for part in parse.get("parts") or [] if part["label"] != label],
    }
