"""Wordings that second_look.py and turn_plan.py know, English and Spanish: who speaks, and what is asked so plainly.

Tables are (label, pattern); every pattern is read without regard to capitals.
"""

from __future__ import annotations

import re

SPEAKS_AS_REPORTER = re.compile(
    r"\bi (?:\w+ )?(?:called|dialed|phoned|reported|filed|pressed|testif\w+|regret\w*|lied|exaggerated|made it up)\b(?! (?:you|your|the (?:office|number|firm|lawyer)))"
    r"|\b(?:what|everything|things|stuff) i (?:told|said)\b|\bi (?:told|gave|said to) (?:the )?(?:police|cops?|officers?|detective)\b"
    r"|\bmy (?:report|statement|911 call|abuser|attacker)\b|\bi (?:want|wanna|decided|tried|asked) to (?:drop|withdraw|take (?:it|that) back)\b"
    r"|\b(?:he|she|they|who|that) (?:\w+ )?(?:hit|beat|hurt|choked|punched|slapped|pushed|attacked|raped|abused|threatened|grabbed) me\b"
    r"|\b(?:against|charges on|charged|arrested|case on) (?:him|her)\b.{0,30}\b(?:because of|for|after) (?:me|what i)\b|\bi did this to (?:him|her)\b"
    r"|\byo (?:llam[eé]|report[eé]|denunci[eé])\b|\bmi (?:denuncia|declaraci[oó]n)\b|\bsoy la v[ií]ctima\b|\bme (?:peg[oó]|golpe[oó])\b",
    re.IGNORECASE,
)
# What the person who reported asks about, where the classifier hears only who is speaking.
MUST_I_GO = (
    r"\b(?:do|does|must|should|will|am|would) i (?:still |really |even |also )*(?:have to|need to|gotta|got to|must|required to|going to have to|supposed to|be (?:made|forced) to)?"
    r" ?(?:go|come|appear|show up|testify|be there|be in court|speak in court)\b.{0,25}(?:\b(?:court|trial|hearing|stand|testify)\b|$)"
    r"|\b(?:can|could|will) (?:they|the (?:state|prosecutor|court|judge|da)) (?:make|force|order) me (?:to )?(?:go|come|testify|show up|appear|talk|speak)\b"
    r"|\b(?:tengo que|debo) (?:ir|testificar|declarar|presentarme)\b"
)
REPORTER_ASKS = (
    ("subpoena_victim", MUST_I_GO),
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
        r"\baffidavits?\b|\bsign(?:ing)? (?:something|anything|(?:a|an|the|some|any) (?:\w+ )?(?:papers?|form|affidavit|statement|document))\b|\bfirmar (?:algo|un papel|una declaraci[oó]n)\b",
    ),
    (
        "victim_wants_to_drop",
        r"\b(?:drop|withdraw|cancel|undo)\w*\b|\bstop (?:it|this|that|the (?:case|charges?))\b|\b(?:quitar|retirar) (?:los )?cargos\b|\bquitar la denuncia\b",
    ),
)
# Speaks of the victim, and of nobody as "I": whoever it is, they do not say that it is them.
OF_THE_VICTIM = re.compile(
    r"\b(?:the |alleged |this |that |la |el )victims?\b|\b(?:la|el|de la) v[ií]ctima\b", re.IGNORECASE
)
CALLED_THE_POLICE = re.compile(
    r"\bi (?:just |had to )?(?:called|call|dialed|phoned) (?:the )?(?:cops|police|law|911|sheriff) (?:on|about|because) (?:my|him|her|he|she)\b",
    re.IGNORECASE,
)
VICTIM_SPEAKS = re.compile(
    r"\b(?:this is|it'?s|its) the (?:alleged )?victim\b|\bvictim (?:here|speaking|writing)\b|\b(?:speaking|writing|asking) as\b"
    r"|\bhabla la v[ií]ctima\b",
    re.IGNORECASE,
)
FIRST_PERSON = re.compile(
    r"\b(?:i|i'\w+|im|ive|id|me|my|mine|myself|we|us|our|yo|mi|mis|soy|fui)\b|\bme \w+", re.IGNORECASE
)
ADVICE = re.compile(
    r"\b(?:would|do|could|can|will|should) (?:you|u|ya) (?:\w+ )?(?:advise|advice|recommend|suggest)\b|\bwhat (?:would|do|should) (?:you|u) (?:advise|recommend|suggest)\b|\bwhat would (?:you|u) do\b|\bwhat (?:you|u)(?:'?d| would) (?:do|advise|recommend|suggest)\b|\bif (?:you|u) were (?:me|in my)\b|\bin my (?:shoes|place)\b"
    r"|\b(?:your|some|any|legal) (?:legal )?(?:advice|recommendation|opinion)\b.{0,20}\b(?:on|about|for|please|pls|is|be)\b|\bgive (?:me|us|him|her) (?:some |any |your )?(?:legal )?advice\b"
    r"|\bshould (?:i|we|he|she|they|my \w+) (?:just |really |even )?(?:take|accept|turn down|reject|refuse|sign) (?:the|a|an|that|this|their|any) (?:\w+ )?(?:plea|deal|offer|bargain|affidavit)\b|\bshould (?:i|we|he|she|they|my \w+) plead\b"
    r"|\b(?:me|nos|le) (?:aconseja|recomienda|aconsejar[ií]a|recomendar[ií]a)\w*\b",
    re.IGNORECASE,
)
HER_OWN_DOING = re.compile(
    r"^\W*(?:(?:and|but|so|ok|okay|well|then)\W+)*(?:what (?:happens )?if|(?:y )?(?:qu[eé] pasa )?si) (?:she|he|they|ella|[eé]l|my ex|the (?:victim|witness|other person))\b",
    re.IGNORECASE,
)
SPEAKER_ACTS = re.compile(r"\b(?:i|i'm|i'll|im|we|me|us|my (?!ex\b)\w+|yo|le|mi)\b", re.IGNORECASE)
PLAIN_CONTACT = re.compile(
    r"^\W*(?:(?:and|but|so|ok|okay|well|y|entonces)\W+)*(?:(?:can|may|could|should) i (?:just |still |at least )?(?:call|text|see|visit|talk to|message)|puedo (?:llamar|ver|visitar|hablar|escribir)\w*)\b",
    re.IGNORECASE,
)
ABOUT_THE_CASE = re.compile(
    r"\b(?:drop\w*|court|case|charges?|testif\w*|statement|story|judge|convinc\w*|persuad\w*|ask|tell|beg|sorry|apolog\w*|forgiv\w*|sign\w*|"
    r"caso|cargos|corte|juez|declar\w*|convenc\w*|pedir\w*|decir\w*|quit\w*|retir\w*|firm\w*|cambi\w*)\b",
    re.IGNORECASE,
)
SPANISH_ASKS = (
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
ASKS_PLAINLY = (
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
PRESSES = re.compile(
    r"\b(?:promise|guarantee|assure|swear to) (?:me|us)\b|\b(?:can|could|will|do|would) (?:you|u|ya|anyone|anybody|they|a lawyer) (?:\w+ )?(?:guarantee|promise)\b"
    r"|\b(?:(?<!their )(?<!his )(?<!her )gut (?:feeling|instinct)|(?:best|honest|wild|educated) guess|your guess|honest opinion)\b"
    r"|\b(?:will|would) (?:they|he|she|it|the (?:state|prosecutor|judge)) (?:\w+ ){1,3}or not\b"
    r"|\b(?:you|u) must know how (?:it|this|that|they) (?:\w+ )?ends?\b|\btell me how (?:this|it) ends\b"
    r"|\bprom[eé]t(?:a|e)(?:me)? que\b|\b(?:me |pueden? )(?:promete|garantiza)r?n?\b.{0,30}\b(?:bien|caso|ganar|salir|cargos|c[aá]rcel)\b",
    re.IGNORECASE,
)
NO_RESULT = re.compile(
    r"\b(?:tell(?:ing)? (?:any|no)\w*|private|privacy|confidential\w*|secret\w*|stored?|delet\w+|eras\w+|shar\w+|read(?:s|ing)?|call(?:s|ed|ing)?|safe|price|fees?|cost)\b",
    re.IGNORECASE,
)
REAL_PERSON = re.compile(
    r"\b(?:is|are|r) (?:this|you|u|it) (?:an? |the )?(?:real|human|person|robot|bot|machine|ai|actual)\b", re.IGNORECASE
)
CALL_ME = re.compile(r"\b(?:call|phone|contact|ring) (?:me|us)\b(?! (?:\w+ )?(?:names?|a|liar|crazy)\b)", re.IGNORECASE)
DONT = re.compile(r"\b(?:not|n'?t|dont|never|stop|no)\b", re.IGNORECASE)
# "Does it help", behind a question that says what "it" is.
OF_THE_SAME = re.compile(
    r"^\W*(?:and |so )?(?:does|will|would|can|could|did) (?:it|that|this) (?:really |even |actually )?(?:help|count|matter|work|do anything|change anything|make a difference)\b.{0,12}$",
    re.IGNORECASE,
)
HURTS_ME = re.compile(
    r"\b(?:hit|hits|hitting|beats?|beating|hurts?|hurting|chok\w+|threaten\w*|kill|abus\w+|rap\w+|stalk\w*|follow\w*|help|attack\w*|punch\w*) (?:me|us)\b"
    r"|\b(?:scared|afraid|terrified)\b|\bme (?:peg|golpe|amenaz|maltrat)\w+\b|\bmiedo\b",
    re.IGNORECASE,
)
NOT_HURT = re.compile(
    r"\b(?:he|she|they|my \w+) (?:has |have )?(?:never|didn'?t|did not) (?:\w+ )?(?:hit|hurt|touch\w*|threaten\w*|lay a hand on|laid a hand on|do anything to|harm\w*) (?:me|us|anyone|anybody)\b"
    r"|\b(?:nobody|no one|noone) (?:got|was|is) hurt\b",
    re.IGNORECASE,
)
SAYS_SAFE = re.compile(
    r"^\W*(?:(?:yes|yeah|no|nope|ok|oh|i said|he'?s gone)\W+)*(?:i'?m|i am|we'?re|we are) (?:\w+ )?(?:safe|not in (?:any )?danger|ok and safe)\b",
    re.IGNORECASE,
)
NOT_SO_SAFE = re.compile(
    r"\b(?:not|n'?t|isnt|un|if|until|for now|but|never|hardly) (?:\w+ )?safe\b|\bbut\b|\bfor now\b", re.IGNORECASE
)
NOBODY_ANSWERS = re.compile(
    r"\b(?:no ?body|no one|noone|they) (?:\w+ )?(?:picked up|picks up|pick up|answer(?:s|ed|ing)?|there|called back)\b"
    r"|\b(?:didn'?t|don'?t|won'?t|not|isn'?t|aren'?t) (?:pick(?:ing)? up|answer(?:ing)? (?:the |your |my )?(?:phones?|calls?))\b"
    r"|\b(?:went|goes|going|straight) to (?:voice ?mail|the machine)\b|\bno answer\b|\bnadie (?:contesta|contest[oó]|responde)\b",
    re.IGNORECASE,
)
ODDS = re.compile(
    r"\b(?:percent(?:age)?|odds|chances?|likelihood|probabilit(?:y|ies)|probabilidad\w*)\b", re.IGNORECASE
)
# Asks how it ends, for one case or for most, however sure the classifier is of a topic.
ENDS_HOW = re.compile(
    r"\b(?:will|would|is|are|does|do|could) (?:he|she|i|they|we|my \w+) (?:\w+ ){0,2}(?:walk(?: free)?|get off|beat (?:it|this|the case|the charges?))\b(?! (?:the|my|a|with|to)\b)"
    r"|\b(?:cases?|they|these|those|charges) (?:\w+ )?(?:mostly|usually|always|normally|typically|mainly|generally|tend to|almost always) (?:\w+ )?(?:collapse|fall apart|fold|go away|die|end in|get (?:dropped|dismissed|tossed|thrown))"
    r"|\b(?:what|which) (?:share|percentage|percent|proportion|number) of\b|\bhow (?:often|many) (?:of )?(?:do |are |does |these |those |such |dv |domestic )?(?:\w+ )?(?:cases? )?(?:\w+ ){0,2}(?:get |end in |are )?(?:dropped|dismiss\w*|acquit\w*|thrown out|convict\w*)\b",
    re.IGNORECASE,
)

# For turn_plan.py: whole turns that are more, or less, than their label
RESUME = re.compile(r"\b(?:continue|go on|resume|keep going|carry on|ready|continuar|seguir|sigue)\b", re.IGNORECASE)
NEW_REQUEST = re.compile(
    r"\b(?:another|new|second|different|other) (?:request|one|case|call)\b|\bstart over\b", re.IGNORECASE
)
# One word that begins a thought and ends none: "she", "wants". Typed alone it means nothing yet.
FRAGMENT = re.compile(
    r"\W*(?:i|my|me|he|she|they|it|him|her|them|we|you|the|a|an|to|and|so|but|if|for|of|with|is|are|was|can|will|want|wants|"
    r"girlfriend|boyfriend|wife|husband|ex|gf|bf)\W*",
    re.IGNORECASE,
)
# "Court", and nothing else: no emergency yet.
BARE_COURT = re.compile(
    r"\W*(?:the |my )?(?:court(?: date| house)?|hearing|judge|trial|la corte|corte|juez)\W*", re.IGNORECASE
)
# "Lawyer", and nothing else: whether one is needed, what one does, or one of ours.
BARE_LAWYER = re.compile(r"\W*(?:a |the )?(?:lawyers?|attorneys?|abogad[oa]s?|licenciad[oa])\W*", re.IGNORECASE)
# Said by somebody who reported, or about them: to be asked.
BARE_VICTIM = re.compile(r"\W*victims?\W*|\W*v[ií]ctima\W*", re.IGNORECASE)
# After the refusal to help with pressing somebody
WHY_A_CRIME = re.compile(
    r"^\W*(?:(?:but|and|ok|okay|so|well|wait|really)\W+)*(?:why|how come|how is (?:that|this|it)|since when"
    r"|is (?:that|it|this) (?:really )?(?:a crime|illegal|against the law)"
    r"|what(?:'s| is|s) (?:wrong|illegal|the crime|so bad)|(?:y )?por ?qu[eé])\b",
    re.IGNORECASE,
)
# Ways around what was said: the reply before, the words, and what is said again.
AGAIN_AFTER = (
    (
        frozenset({"utter_in_danger", "utter_spanish_danger", "utter_check_safety"}),
        re.compile(
            r"\b(?:let|letting) (?:him|her|them) in\b|\b(?:open|answer) (?:the|my) door\b"
            r"|\bgo (?:outside|out there|back (?:in|inside|home|to (?:him|her))|with (?:him|her))\b"
            r"|\b(?:lo|la) dejo entrar\b|\babr(?:o|ir) la puerta\b",
            re.IGNORECASE,
        ),
        "utter_in_danger",
    ),
    (
        frozenset({"utter_urgent_matter", "utter_custody"}),
        re.compile(
            r"\b(?:should|can|could|do|what if) (?:i|we|he|she) (?:just |better |still )*"
            r"(?:hide|run|leave|go out the back|(?:not )?(?:open|answer)|let them in|stay (?:in|quiet))\b"
            r"|\b(?:me escondo|esconderme|abro la puerta|me voy)\b",
            re.IGNORECASE,
        ),
        "utter_urgent_matter",
    ),
    (
        frozenset({"utter_influence_the_victim", "utter_influence_why"}),
        re.compile(
            r"\b(?:ask|beg|convince|persuade|remind|tell|plead with)(?:ing)? "
            r"(?:her|him|them|my ex|the (?:victim|girl|witness)|nice(?:ly)?|politely|kindly)\b"
            r"|\bbe(?:ing)? (?:nice|polite|gentle) (?:about it|to (?:her|him|them))\b"
            r"|\b(?:pedirle|pedírselo|convencerl[ao]|decirle)\b",
            re.IGNORECASE,
        ),
        "utter_influence_the_victim",
    ),
)
# "Huh" agrees to nothing.
SURPRISE = re.compile(r"\W*(?:huh+|wh?at|wut|eh+|hm+|oh|wow|um+|uh+)\W*", re.IGNORECASE)
DOUBTS = re.compile(r"\b(?:sure|really|serious\w*|true|for real|seguro|de verdad|en serio)\b", re.IGNORECASE)
# The form asks, and the visitor asks what for.
WHY_ASKED = re.compile(
    r"\W*(?:(?:and|but|ok|wait|y)\W+)*(?:(?:why|what for|how come|for what|(?:para|por) ?qu[eé])"
    r"(?: (?:do|would|does|should|must|is) .{2,40}| (?:lo |la |me |le )?(?:necesit|quier|preg)\w+.{0,30})?"
    r"|what do (?:you|they) (?:need|want) (?:that|this|it|my \w+) for)\W*",
    re.IGNORECASE,
)
# The person who reported asks whom the bot is for, or about trouble of their own.
WHOSE_SIDE = re.compile(
    r"\b(?:on|which|whose|what) (?:my |his |her |their )?side\b|\bde (?:mi|qu[eé]) lado\b", re.IGNORECASE
)
IN_TROUBLE = re.compile(
    r"\b(?:can|could|will|would|do|am|might) i (?:\w+ )?(?:be |get |going to (?:get|be) )?"
    r"(?:in(?:to)? (?:\w+ )?trouble|charged|arrested|sued|prosecuted|fined)\b",
    re.IGNORECASE,
)
# The person who reported looks for somebody who listens.
WANTS_TO_TALK = re.compile(
    r"\b(?:some|any)(?:one|body)\b(?: \w+){0,4} (?:talk|speak|listen|turn)\b"
    r"|\b(?:talk|speak|turn) (?:to|with) (?:some|any)(?:one|body)\b"
    r"|\bwho (?:can|could|do|should) i (?:talk|speak|turn) (?:to|with)\b"
    r"|\b(?:person|people|place) (?:i can |to )?(?:talk|speak|turn|go) (?:to|with)\b"
    r"|\bneed (?:some )?(?:help|support)\W*$|\bnecesito (?:ayuda|apoyo)\W*$"
    r"|\b(?:hablar|platicar) con (?:alguien|una persona)\b",
    re.IGNORECASE,
)
LAWYER = re.compile(r"\b(?:lawyers?|attorneys?|abogad[oa]s?)\b", re.IGNORECASE)
DROP = re.compile(r"\W*drop(?:s|ped|ping)?\W*", re.IGNORECASE)
SEND_AGAIN = re.compile(
    r"\b(?:send|try)(?: it)? again\b|\bresend\b|\b(?:env[ií]\w+|mand\w+|prob\w+) (?:otra vez|de nuevo)\b", re.IGNORECASE
)
