"""What to listen for in every sentence, whatever the classifier thinks: patterns for each flag of safety.md.

A strong pattern raises its flag alone; a weak one only together with some probability of the label beside it.
`unless` takes a hit back: negation, reports of an accusation, the past, films and idioms. English and Spanish.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# Who may do harm; kept short on purpose, "my" opens the rest.
_THEY = (
    r"(?:he|she|they|hes|shes|he's|she's|they're|theyre|my \w+(?: \w+)?|this (?:man|guy|woman|person)|someone|somebody)"
)
_ME = r"(?:me|us|my (?:kids?|mom|mother|son|daughter|baby|sister|brother|family|children)|her|him|them|myself)"
_WILL = r"(?:is |are |'s |s )?(?:going to|gonna|gon|about to|will|wants? to|trying to|tryna|threaten\w* to|said (?:he|she)(?:'ll|ll| will| would)? ?(?:is )?(?:gonna|going to)?|'ll)"
_HARM = r"(?:kill|hurt|shoot|stab|beat|choke|strangle|rape|murder|burn|harm|attack|come after|jump)"
_CASE = r"(?:(?:the|this|my|his|her|their|these|those|our) )?(?:\w+ )?(?:case|trial|court|charges?|prosecution|hearing|testimony|proceedings?|lawsuit)"
_WEAPON = r"(?:gun|knife|machete|bat|pistol|weapon|rifle|firearm|hammer|glock|shotgun)"
# What a threat is made of: "I will", an act, a person or a part of the body, and a condition.
_I_WILL = (
    r"(?:(?:(?:i'?m|i am|i|we'?re|we are|we) (?:\w+ )?(?:gonna|going to|gon|finna|about to|bout to)|i'?ll|i will|i'?ma|imma|we'?ll|we will"
    r"|i could|i want to|i wanna) (?:just |so |really |fucking |have to )?)"
)
_THREATENED = (
    r"(?:her|him|them|my (?:ex|wife|husband|girlfriend|boyfriend|gf|bf|baby ?mama)|(?:that|this|the|those) (?:\w+ )?(?:girl|woman|lady|guy|man|dude|"
    r"bitch|hoe|snitch(?:es)?|witness(?:es)?|victim|liar|cops?|prosecutor|judge|detective)|whoever)"
)
_BODY = r"(?:ass|legs?|arms?|neck|face|jaw|nose|teeth|bones?|fingers?|hands?|knees?|knee ?caps?|back|skull|head|ribs|throat)"
_IF_SPEAKS = (
    r"if (?:she|he|they|anyone|anybody|someone|my \w+) (?:[\w']+ ){0,3}?(?:testif\w+|talks?|speaks?|snitch\w*|tells?|shows? up|comes?|goes?|press\w*|"
    r"calls?|opens?|says?)\b.{0,25}"
)


@dataclass(frozen=True)
class Rule:
    """Patterns of one flag."""

    flag: str
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    _compiled: dict[str, re.Pattern[str]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        for name in ("strong", "weak", "unless"):
            patterns = getattr(self, name)
            self._compiled[name] = re.compile("|".join(f"(?:{p})" for p in patterns) or r"(?!)", re.IGNORECASE)

    def strength(self, sentence: str) -> int:
        """2 for a strong hit, 1 for a weak one, 0 for none."""
        if self._compiled["unless"].search(sentence):
            return 0
        if self._compiled["strong"].search(sentence):
            return 2
        return 1 if self._compiled["weak"].search(sentence) else 0


RULES = (
    Rule(
        "danger",
        strong=(
            rf"\b{_THEY} {_WILL} {_HARM} {_ME}\b",
            rf"\b{_THEY}(?: is| are|'s|s)? (?:hitting|beating|choking|strangling|chasing|stalking|following|attacking|threatening) {_ME}\b",
            rf"\b(?:outside|at (?:my|the|our) (?:door|house|window|work|job)|downstairs|in (?:my|the) (?:yard|driveway|house)|pulled up)\b.{{0,60}}\b{_WEAPON}\b",
            rf"\b{_WEAPON}\b.{{0,60}}\b(?:outside|at (?:my|the|our) (?:door|house|window|work|job)|downstairs|right now|to my head|at me|on me)\b",
            r"\b(?:he|she|they)(?:'s|s| is| are)? (?:outside|here|at (?:my|the) door|back)\b.{0,40}\b(?:scared|afraid|help|hiding|banging|kick\w*|won'?t leave|screaming|breaking)\b",
            r"\b(?:hiding|locked (?:myself|us|in)) in (?:the|my|a) (?:bathroom|closet|car|bedroom|basement|room|garage)\b",
            r"\b(?:fear|scared|afraid|terrified|fearing) for (?:my|our|her|his|their) (?:life|lives|safety)\b",
            r"\b(?:wo|does|do)n'?t let (?:me|us|her|him) (?:leave|go out|out)\b|\bwont let (?:me|us|her) (?:leave|out)\b",
            r"\b(?:break|breaking|broke|kick|kicking|kicked|bang|banging) (?:in|down|on|into) (?:my|the|our) (?:door|window|house|apartment)\b",
            r"\bme (?:va|quiere|van) a? ?(?:matar|pegar|golpear|hacer daño)\b|\bme (?:est[aá]) (?:pegando|golpeando|amenazando|siguiendo)\b",
            r"\b(?:tiene|trae|con) (?:una? )?(?:pistola|arma|cuchillo|machete)\b.{0,50}\b(?:afuera|aqu[ií]|puerta|casa)\b",
            r"\b(?:est[aá]|anda) (?:afuera|en la puerta|aqu[ií])\b.{0,60}\b(?:miedo|pistola|arma|cuchillo|gritando)\b",
            r"\btemo por mi vida\b",
            r"\b(?:mi (?:espos[oa]|novi[oa]|ex|pareja|marido|mujer|pap[aá]|padrastro|mam[aá]|hij[oa]|hermano)|[eé]l|ella) (?:\w+ )?me (?:pega|golpea|maltrata|amenaza|ahorca)\b",
            r"\bmy (?:husband|wife|boyfriend|girlfriend|bf|gf|partner|dad|stepdad|mom|son) (?:(?:still|always|keeps?|just|often) )?(?:hits|beats|chokes|hitting|beating|choking) (?:me|us)\b",
            # A threat that is passed on: "he said if I testify I'm dead".
            rf"\b{_THEY} (?:\w+ )?(?:says?|said|told \w+|texted)(?: me| us| her| him)? (?:that )?(?:if (?:i|we|she|he) .{{0,40}}\b(?:i'?m|i am|we'?re|she'?s|he'?s) (?:as good as )?dead\b(?! to)|(?:i'?m|i am|we'?re|she'?s|he'?s) (?:as good as )?dead (?:if|when|once|man|meat)\b)",
        ),
        weak=(
            r"\b(?:i'?m|i am|im|we'?re|she'?s|he'?s|is|so|really) (?:so |really |very |too )?(?:scared|afraid|terrified|frightened)\b",
            r"\b(?:not|n'?t|isnt|dont) (?:feel |be )?safe\b|\bunsafe\b|\bin danger\b",
            r"\bthreat(?:en|ens|ened|ening|s)\b",
            rf"\b{_WEAPON}\b",
            r"\b(?:stalk|follow|watch|drives? by|shows? up|parked)\w*\b",
            r"\b(?:found|knows?) (?:out )?where (?:i|we|she) (?:live|stay|work|am|is)\b",
            r"\bhelp me\b|\bright now\b",
            r"\btengo (?:mucho )?miedo\b|\bamenaz\w+\b|\bpeligro\b|\bay[uú]dame\b",
        ),
        unless=(
            r"\b(?:not|n't|isnt|never|no one|nobody|aint|ain't) (?:\w+ ){0,3}(?:in (?:any )?danger|afraid of|scared of|threatened)\b",
            r"\b(?:nobody|no one|noone) (?:got|was|is|were) (?:hurt|injured|harmed)\b",
            r"\b(?:i'?m|i am|im|we'?re|she'?s|he'?s) (?:totally |all |perfectly |completely )?safe\b",
            r"\b(?:says?|said|claims?|claimed|told (?:the )?(?:cops?|police)|accus\w+|alleg\w+|charged|arrested) (?:\w+ ){0,5}(?:i|me|my \w+|he|she) (?:\w+ ){0,3}(?:threatened|hit|hurt|choked|had a (?:gun|knife))\b",
            r"\b(?:told|tells|said to|says to) (?:the )?(?:cops?|police|officers?|911|dispatch\w*|detectives?)\b",
            r"\b(?:911|police|the) (?:tape|recording|report|call|statement|bodycam)\b",
            r"\bthreaten\w* (?:to|him|her|me|us|them)?(?: to)? ?(?:sue|take (?:me|him|her) to court|divorce|leave|call|report|evict|fire|quit)\b",
            r"\b(?:movie|film|show|series|netflix|book|episode|video ?game|song)\b",
            r"\b(?:kill|killing) (?:me|it|time|two birds)\b(?! (?:if|when|and))(?=.{0,20}\b(?:lol|haha|stress|wait|money|bills|suspense)\b)",
            r"\bno (?:estoy|estamos|está) en peligro\b",
        ),
    ),
    Rule(
        "self_harm",
        strong=(
            r"\b(?:kill|hurt|hang|shoot|cut|harm)(?:ing)? (?:my|him|her|them)sel(?:f|ves)\b",
            r"\b(?:end|ending) (?:it all|it tonight|my life|my own life|his life|her life|their life)\b",
            r"\b(?:take|taking|took) (?:my|his|her|their) (?:own )?life\b",
            rf"\bno (?:point|reason|piont) (?:in |to |of )?(?:livin\w*|going on|go on|living|live|stay alive)\b(?! with {_CASE}\b)",
            r"\bsuicid\w*\b|\bkms\b|\bunaliv\w*\b",
            r"\b(?:want|wanna|wants|wish(?:es)?|ready|rather) (?:to )?(?:i (?:was|were) )?(?:be )?(?:die|dead|disappear forever)\b",
            r"\b(?:don'?t|dont|doesn'?t|doesnt|no longer) (?:want|wanna) (?:to )?(?:live|be here|be alive|wake up|exist)\b",
            r"\b(?:better off|better) (?:without me|dead|if i (?:was|were)(?:n'?t)? (?:gone|dead|here))\b",
            rf"\b(?:no|nothing|any) (?:reason|point) (?:to|in|for) (?:live|living|go on|going on|keep going)\b(?! with {_CASE}\b)",
            r"\b(?:(?:me|se) quier[eo] (?:morir|matar|suicidar)|quier[eo] (?:morir(?:me|se)?|matar(?:me|se)|suicidar\w*))\b|\bno quiero vivir\b|\bquitar(?:me|se) la vida\b",
        ),
        weak=(
            r"\bcan'?t (?:do this|go on|take (?:this|it)|live like this) ?(?:any ?more)?\b|\bcant (?:do this|go on|take (?:this|it)) ?(?:any ?more)?\b",
            r"\b(?:goodbye|good bye) (?:letter|note|text)\b|\bpills\b|\bgive up\b|\bhopeless\b|\bover ?dos\w+\b",
            r"\bya no (?:puedo|aguanto)\b",
        ),
        unless=(
            r"\b(?:not|never|n't|no) (?:\w+ ){0,2}(?:suicidal|going to (?:kill|hurt) (?:my|him|her)self|gonna (?:kill|hurt) (?:my|him|her)self)\b",
            r"\b(?:movie|film|show|series|netflix|book|episode|song)\b",
            r"\bdefend(?:ing|ed)? (?:my|him|her)self\b",
            r"\b(?:shoot|shot|shooting|hang|hung|kick|kicking)\w* (?:my|him|her)self (?:in the (?:foot|leg)|out to dry)\b",
            r"\b(?:legal|career|political|financial|social|commercial) suicide\b|\bsuicide (?:squad|mission|watch party)\b",
            r"\b(?:not|never|n't) (?:\w+ ){0,3}(?:kill|hurt|harm)(?:ing)? (?:my|him|her|them)sel(?:f|ves)\b",
            r"\b(?:to|let) die down\b|\bdying to\b",
        ),
    ),
    Rule(
        "threat",
        strong=(
            r"\b(?:i'?m|i am|im|imma|ima) (?:gonna |going to |gon )?(?:kill|shoot|stab|beat|smash|burn|murder|strangle) (?:him|her|them|that|this|the|my ex|his|whoever)\b",
            r"\b(?:i'?ll|i will|ill|i could|i want to|i wanna) (?:kill|shoot|stab|murder|strangle|beat up|hurt) (?:him|her|them|that|this|the|my ex|whoever)\b",
            rf"\b{_I_WILL}(?:kill|hurt|shoot|stab|beat|choke|strangle|murder|jump|slap|smack|punch|smash|harm|knock|cut|bury|end|drown|whoop|fuck|mess|break) (?:up )?{_THREATENED}\b(?!'|(?: \w+)? (?:feelings?|case|chances?|credibility|story|record|name|down|in (?:court|trial)|hearts?|off|out of|a (?:check|deal))\b)",
            rf"\b{_I_WILL}(?:break|beat|bust|whoop|whup|kick|smash|snap|cut|slit|punch|slap|smack|knock|blow|bash|crack) (?:up |in |out )?(?:her|his|their|that \w+'?s|my ex'?s) (?:\w+ )?{_BODY}\b(?! in (?:the )?(?:court|trial))",
            rf"\b{_I_WILL}find (?:her|him|them) and (?:deal with|handle|take care of|get|show)\b|\b{_I_WILL}(?:put|have|get) (?:her|him|them) (?:in the (?:ground|hospital|dirt)|in a (?:grave|coffin|casket)|six feet|killed|jumped|shot|beat up)\b",
            rf"\b{_IF_SPEAKS}\b(?:she'?s|he'?s|they'?re|(?:she|he|they) (?:is|are|will be|gonna be)) (?:as good as |so |fucking )?(?:dead|toast|a goner|done for)\b(?! to (?:me|us))",
            r"\b(?:she'?s|he'?s|they'?re|(?:she|he) is|they are) (?:as good as |so |fucking )?dead (?:if|when|once|meat)\b(?! to (?:me|us))",
            rf"\b{_IF_SPEAKS}\b(?:won'?t|will not|ain'?t gonna|not gonna|will never|never gonna) (?:live to |be alive to )?see (?:christmas|tomorrow|another|the (?:morning|sun|new year|next)|(?:her|his|their) (?:next )?birthday)\b(?! with\b)",
            r"\b(?:she|he|they)(?:'?d| had)? better (?:not |stay |keep |drop |shut |change |take )(?:.{0,50}\b)?or else(?:\W*$| (?:she|he|they|i|we)\b)",
            r"\b(?:she|he|they)(?:'?d| had)? (?:better|should|needs? to) (?:start )?watch(?:ing)? (?:her|his|their) (?:back|step|mouth)\b",
            r"\b(?:my|the) (?:boys|homies|homeboys|goons|crew|gang|guys|dawgs) (?:will|gonna|are going to|are gonna|'ll|can|know how to|goin(?:g)? to) (?:take care of|deal with|handle|visit|pay|get|find|shut) (?:her|him|them|that \w+|the (?:witness|victim|girl))\b(?! (?:kids?|dogs?|house|while|until|when|for me))",
            r"\b(?:she|he|they)(?:'ll|ll| will| is going to| is gonna|'s gonna| gonna) (?:regret|be sorry|wish (?:she|he|they)|pay for (?:this|that|it|what))\b",
            r"\bsnitches get\b|\b(?:burn|shoot) (?:her|his|their) (?:house|car|place)\b",
            r"\bmake (?:her|him|them) (?:(?:suffer|disappear|regret)\b|pay(?: for (?:this|that|it|what)\b|\W*$))",
            r"\b(?:la|lo|los|las|le|les) (?:voy|vamos) a (?:matar|golpear|pegar|romper|lastimar|hacer daño|quebrar|partir|disparar|quemar|madrear|apuñalar)\b",
            r"\b(?:voy|vamos) a (?:matar|golpear|pegar|romper|lastimar|quebrar|partir|disparar|quemar|madrear|apuñalar)(?:la|lo|le|las|los|les)\b",
            r"\bsi (?:ella |[eé]l )?(?:testifica|declara|habla|abre la boca|va a (?:la )?corte|viene|se presenta)\b.{0,30}\b(?:(?:la|lo) mato|est[aá] muert[oa]|se muere|(?:la|lo) (?:golpeo|quiebro)|le (?:pego|parto|rompo))\b",
            r"\b(?:se va|van) a arrepentir\b|\b(?:la|lo) mato si\b",
        ),
        unless=(
            # What somebody else says, thinks or alleges that the visitor does; "she'll testify so I will" is no report.
            r"\b(?:says?|said|saying|claims?|claimed|accus\w+|alleg\w+|thinks?|thought|charged|swears|lied|told (?:the |her |his |my |every)?\w+) (?:(?!(?:so|and|then|if|or|because|cause|cuz|when|once)\b)[\w']+ ){0,4}(?:i|that i|i'd|me|i'?m|i'?ll|imma)\b",
            r"\b(?:he|she|they|my \w+|someone|somebody) (?:just |already |even |also |keeps? )?(?:says?|said|saying|told \w+|texts?|texted|threatens?|threatened|warned)(?: me| us| her| him)? (?:that )?(?:if (?:i|we|she|he|they|you)\b|(?:she|he|they|i)(?:'d)? better\b)",
            r"\b(?:not|never|n't|would never)(?: (?!(?:i|i'?ll|i'?m|imma|we)\b)[\w']+){0,3} (?:kill|hurt|threaten|shoot|beat|harm|touch)\b",
            r"\bbeat (?:this|that|it|the|these|those|my|his|her) ?(?:(?:\w+ )?(?:case|charges?|rap|thing|accusation|allegation)s?\b|\W*$)",
            r"\b(?:movie|film|(?:tv|netflix|this|that|the) show|lol|haha)\b",
            r"\b(?:no|nunca|jam[aá]s) (?:(?:la|lo|le|los|las|les) )?(?:voy|vamos|quiero) a?\b|\b(?:dice|dijo|dicen|dijeron|cree|piensa)n? (?:\w+ )?que (?:yo )?(?:(?:la|lo|le|los|las|les) )?(?:voy|iba|quiero|quer[ií]a)\b",
        ),
    ),
    Rule(
        "influence",
        strong=(
            r"\b(?:pay|paying|paid|bribe|bribing|offer|slip|give)(?:ing)? (?:her|him|them|the (?:girl|lady|victim|witness)) (?:off\b|money (?:to|so|if)|to (?:stay|drop|not|keep|disappear|change|say|sign|stop|leave)|some(?:thing| cash| money)? (?:to|so|if))",
            r"\b(?:talk|scare|guilt|pressure|push|convince|persuade)(?:ing|ed)? (?:her|him|them)\b.{0,20}\b(?:into|to|out of) (?:drop\w*|not|sign\w*|chang\w*|say\w*|tell\w*|tak\w*|stay\w*|skip\w*|testify\w*|showing)",
            r"\b(?:get|make|have) (?:her|him|them) (?:to )?(?:drop|sign|change (?:her|his|their)|take it back|recant|say (?:it|that|she|he)|not (?:show|go|come|testify)|stay (?:home|away)|skip court|lie)\b",
            r"\b(?:tell|told|warn|ask)(?:ing)? (?:her|him|them) (?:not to|to not|she better not|he better not) (?:go|come|show|testify|talk|answer)\b",
            r"\bso (?:that )?(?:they|nobody|the (?:cops|state|da|prosecutor|process server)) (?:can'?t|cant|cannot|don'?t|dont|won'?t|wont) (?:find|serve|reach) (?:her|him|them)\b",
            r"\b(?:hide|hiding) (?:her|him|them|the witness)\b|\b(?:keep|keeping) (?:her|him) (?:away from|from|out of) (?:court|testifying|the courthouse|going)\b",
            r"\b(?:que se esconda|pagarle para que|convencerla de que|que no vaya a (?:la )?corte|m[aá]s le vale)\b",
        ),
        unless=(
            r"\b(?:can|could|will|do|does|did|would) (?:they|the (?:state|prosecutor|da|court|judge|cops?|police)|prosecutors?|a (?:judge|prosecutor|lawyer)) (?:\w+ ){0,3}(?:get|make|have|force|pressure|push|talk|convince|scare)\b",
            r"\b(?:they|police|cops|prosecutor|state|da|detective|his mom|her mom|someone|somebody|nobody|no one|i didn'?t|i never|we never) (?:\w+ ){0,4}(?:pressur|forc|push|convinc|scar|made|make|making|told|paid|talk)\w*\b",
            r"\bsubpoena\b.{0,30}\bmake (?:her|him|them)\b|\bmake (?:her|him|them) (?:come|testify|go|show)\b",
        ),
    ),
    Rule(
        "urgent",
        strong=(
            r"\b(?:court|hearing|arraign\w*|trial|court ?date|judge)\b.{0,25}\b(?:today|tomorrow|tonight|tmrw|tomorow|tmr|this (?:morning|afternoon)|in (?:the morning|an hour|\w+ (?:hours?|minutes?)))\b",
            r"\b(?:today|tomorrow|tmrw|tmr|tomorow)\b.{0,25}\b(?:court|hearing|arraign\w*|trial|judge)\b",
            r"\b(?:police|cops?|detectives?|sheriff\w*|deput(?:y|ies)|officers?|marshals?)\b.{0,25}\b(?:outside|at (?:my|the|our) (?:door|house|work)|here now|knocking|on (?:their|the) way|want (?:me|him|her|us) (?:to come|at the station|in)|wants? to (?:talk|speak|question)|looking for (?:me|him|her))\b",
            r"\b(?:there(?:'s| is)|have|has|got|a) (?:\w+ ){0,2}warrants? (?:\w+ ){0,2}(?:for|on|out)\b",
            r"\b(?:just|tonight|right now|an hour ago|this morning|last night)\b.{0,15}\b(?:arrest\w*|took (?:him|her)|picked (?:him|her) up|taken in|booked)\b",
            r"\b(?:arrested|picked up|taken in|locked up|booked)\b.{0,15}\b(?:tonight|right now|an hour ago|this morning|last night|today|just now)\b",
            r"\bturn(?:ing)? (?:myself|himself|herself) in\b",
            r"\b(?:corte|audiencia|juicio)\b.{0,20}\b(?:hoy|mañana|manana|en una hora)\b|\b(?:mañana|hoy)\b.{0,20}\b(?:corte|audiencia)\b",
            r"\b(?:polic[ií]a|oficial(?:es)?)\b.{0,20}\b(?:afuera|en la puerta|tocando)\b|\bacaban de (?:arrestar|llevar\w*|detener)\b",
        ),
        unless=(
            r"\b(?:body ?cam|camera|report|statement|search my car|without a warrant|(?:need|needed|get|got|have) a (?:search )?warrant (?:for|to) (?:my|the|her|his|our) (?:phone|house|car|home|apartment|place|blood)|if (?:the )?(?:police|cops))\b",
            r"\b(?:small claims|divorce|custody|traffic|eviction|jury duty)\b",
        ),
    ),
    Rule(
        "custody",
        strong=(
            r"\b(?:in|from) (?:the )?(?:jail|county jail|county lockup|holding|custody|lock ?up)\b",
            r"\b(?:locked up|being held|detained|behind bars|got picked up|just (?:got )?arrested|arrested (?:last night|tonight|today|this morning|yesterday))\b",
            r"\b(?:en la c[aá]rcel|lo tienen detenido|est[aá] detenid[oa]|lo arrestaron|la arrestaron|est[aá] pres[oa])\b",
        ),
        unless=(
            r"\b(?:time|days?|weeks?|months?|years?|spend|serve|sit|life) in jail\b",
            r"\b(?:go|going|goes|went|end up|sent|put|see (?:him|her)|want (?:him|her|them) )(?: back)? (?:to|in) jail\b",
            r"\b(?:custody of|child custody|joint custody|full custody|custody (?:case|battle|hearing|order))\b",
            r"\b(?:out of (?:jail|prison|custody|county|lock ?up|holding|there)|released from|bailed out|got out)\b",
        ),
    ),
    Rule(
        "minor",
        strong=(
            r"\b(?:i'?m|i am|im) (?:only |just )?(?:a minor|1[0-7]|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)(?: ?(?:y/?o|yrs?|years?)(?: old)?)?(?!\s?(?:%|weeks?|months?|days?|minutes?|hours?|miles?|st|nd|th|times|,?000))\b",
            r"\bi \(?1[0-7] ?[mf]\)?",
            r"\b(?:my age is|aged?) 1[0-7]\b(?!.{0,12}\b(?:son|daughter|brother|sister)\b)",
            r"\btengo (?:1[0-7]|doce|trece|catorce|quince|diecis[eé]is|diecisiete) años\b",
            r"\bi'?m (?:in|a) (?:[6-9]th grade|1[01]th grade|middle school|freshman in high school|sophomore in high school)\b",
        ),
        unless=(r"\bwhen i was\b|\bsince i was\b|\bcuando (?:yo )?ten[ií]a\b",),
    ),
    Rule(
        "represented",
        strong=(
            r"\b(?:my|our|his|her) (?:lawyer|attorney|public defender|pd|court appointed (?:lawyer|attorney)) (?:says?|said|told|thinks?|wants?|won'?t|wont|isn'?t|isnt|doesn'?t|doesnt|never|hasn'?t|hasnt|is|keeps|hardly|only)\b",
            r"\b(?:i|we|he|she) (?:already |do |alredy )?(?:have|has|got|hired|retained) (?:a|an|another|my own|our own) (?:\w+ )?(?:lawyer|attorney|public defender)\b",
            r"\b(?:tengo|ya tengo|tenemos|contrat[eé]) (?:un |una )?abogad[oa]\b",
        ),
        unless=(
            r"\b(?:if|should|do|does|until|unless|need to|without|whether) (?:\w+ ){0,3}(?:have|has|had|hire|get|got|retain) (?:a|an) (?:\w+ )?(?:lawyer|attorney|public defender)\b",
            r"\b(?:not|n'?t|never|dont|doesnt|cant) (?:\w+ ){0,2}(?:have|has|get|afford|hire)\b",
            r"\b(?:no|ni|si|sin) (?:\w+ )?(?:tengo|tenemos|contrat[eé])\b",
            r"\b(?:her|his|their) (?:lawyer|attorney)\b.{0,30}\b(?:contact|call|text)ed me\b",
        ),
    ),
    Rule(
        "press_charges",
        strong=(
            r"\b(?:i|we) (?:want|wanna|wants|would like|need|needs|plan|intend|decided|am going|are going)s? (?:to )?(?:press|file|bring|pursue) charges\b(?! anymore)",
            r"\b(?:how|can|could|where) (?:do|can|could|should|would)? ?(?:i|we) (?:press|file|bring|pursue) charges\b",
            r"\b(?:quiero|c[oó]mo puedo|puedo) (?:presentar|poner|levantar) (?:cargos|una denuncia)\b",
        ),
        unless=(
            r"\b(?:not|n'?t|never|dont|doesnt|didnt|no longer)\b",
            r"\b(?:against|on) (?:me|us|my (?:son|daughter|husband|wife|brother|sister|boyfriend|girlfriend|friend))\b",
        ),
    ),
    Rule(
        "press",
        strong=(
            r"\b(?:i'?m|i am|im|we are|this is) (?:a |an |\w+ )?(?:\w+ )?(?:journalist|reporter|news (?:reporter|producer|desk)|columnist)\b",
            r"\b(?:journalist|reporter|producer|(?:writing|doing|working on) (?:a|an|this|the) (?:story|article|piece)) (?:for|with|from|at|on|about) (?:the |a |channel )?\w+.{0,40}\b(?:comment|interview|statement|story|press)\b",
            r"\b(?:request|asking|looking) for (?:a )?(?:comment|interview|statement) (?:on|about|from)\b",
            r"\b(?:can|may|could) (?:i|we) quote (?:you|this|that)\b",
            r"\b(?:i'?m|i am|we'?re|we are|this is \w+) (?:\w+ )?(?:with|from) (?:the )?(?:channel \d+|(?!(?:no|good|bad|any|some|more)\b)(?:\w+ )?(?:news(?:paper|room| desk| station| team)?|press))\b(?! (?:about|on|of|that|charges?)\b)",
            r"\b(?:do|does|is|are) (?:you|(?:your|the|this) (?:law )?(?:firm|office)) (?:represent|defend)(?:ing)? (?:(?:the|that) (?:man|woman|guy|person|suspect|driver|coach|teacher)\b|mr\b|mrs\b|ms\b)",
        ),
    ),
    Rule(
        "counsel",
        strong=(
            r"\b(?:i'?m|i am|im|this is) (?:an? |the )?(?:opposing counsel|(?:assistant )?prosecut(?:or|ing attorney)|detective|officer|deputy|investigator|adverse counsel|counsel for)\b",
            r"\bi represent (?:the|an?|your client|mr|ms|mrs|defendant|plaintiff)\b",
            r"\bi'?m (?:a|an) (?:lawyer|attorney|paralegal) (?:for|with|at|from|representing)\b",
        ),
        unless=(r"\bnot (?:a|an) (?:lawyer|attorney)\b",),
    ),
    Rule(
        "abuse",
        strong=(
            r"\b(?:fuck|screw|f\*+k) (?:you|u|off|this bot)\b|\bgo to hell\b|\bpiece of (?:shit|crap|garbage)\b",
            r"\b(?:you|u)(?:'re| are|r)? (?:so |such |a |an |fucking |just )*(?:stupid|useless|dumb|idiot|moron|worthless|trash|garbage|pathetic)\b",
            r"\b(?:stupid|dumb|useless|shitty|worthless|fucking) (?:bot|robot|machine|chat ?bot|thing|app)\b",
            r"\bshut (?:the \w+ )?up\b|\bsuck my\b|\bkill yourself\b",
        ),
    ),
    Rule(
        "erase",
        strong=(
            r"\b(?:delete|erase|remove|wipe|clear|destroy|get rid of) (?:\w+ ){0,2}(?:my|this|the|our|all) (?:\w+ )?(?:chat|conversation|messages?|data|info\w*|history|transcript|record of this)\b",
            # "This" alone is the chat where somebody looks at the phone, or where nothing else is named.
            r"\b(?:delete|erase|wipe) (?:all of )?(?:this|it all|everything)\b(?:(?<!wipe this)\W*$|\W+(?:please|pls|now|asap|right now|quick(?:ly)?)\W*$|\W+(?:(?:because|bc|cause|cuz|so|before)\W+)?(?:he|she|they|someone|somebody|anyone|my (?!lawyer|attorney)\w+(?: \w+)?) (?:\w+ )?(?:goes? through|looks?|reads?|checks?|sees?|finds?|watch\w*|monitors?|has|takes?|uses?|knows?)\b)",
            r"\b(?:borrar|borra|elimina\w*) (?:esta|este|mi|la|el) (?:chat|conversaci[oó]n|historial)\b",
            r"\b(?:borr|elimin)\w+ (?:todo )?esto\b.{0,30}\b(?:revisa|mira|lee|ve)\b",
        ),
        unless=(
            # "She checks my phone" is why this chat should go, not what should be erased.
            r"(?<!\bchecks )(?<!\bcheck )(?<!\bchecking )(?<!\bthrough )(?<!\breads )(?<!\bread )(?<!\bsees )(?<!\bsee )(?<!\bat )(?<!\binto )(?<!\btakes )(?<!\btook )(?<!\bhas )(?<!\buses )(?<!\bwatches )(?<!\bmonitors )(?<!\bfinds )"
            r"\b(?:her|his|my|their) (?:phone|facebook|texts?|instagram|snap\w*|number)\b|\bcriminal\b|\barrest\b",
            # What was written to or by the other person; "delete this chat before he sees it" is about this one.
            r"\b(?:chats?|conversations?|messages?) (?:that |which )?(?:she|he|they)(?:'s|'ve| has| have)? (?:\w+ )?(?:sent|sends?|wrote|texted|left|gave|posted)\b",
            r"\b(?:chats?|conversations?|messages?) (?:(?:that |which )?(?:i|we) (?:\w+ ){1,2}|(?:with|from|to|between) )(?:to )?(?:her|him|them|us)\b",
        ),
    ),
)
BY_FLAG = {rule.flag: rule for rule in RULES}

# The case goes on, "without me" or "over my head"; the classifier hears despair in it, where no word says so.
_GOES_ON = (
    r"(?:(?:will|would|can|could|may|might|does|is|'ll|gonna|going to|just|still|simply|really|even|then|all|be|s) )*"
    r"(?:go(?:es|ing)? (?:on|ahead|forward)|continues?|proceeds?|keeps? going|move(?:s|d)? (?:on|forward|ahead)|happens?|run(?:s)?)"
)
_COURT_GOES_ON = re.compile(
    rf"\b(?:it|this|that|the state|prosecutors?|the prosecutor|{_CASE}) {_GOES_ON} (?:\w+ ){{0,2}}without (?:me|her|him|us|them|my \w+)\b"
    rf"|\bwithout (?:me|her|him|us)\W+(?:it|this|{_CASE}) {_GOES_ON}\b"
    rf"|\b(?:no|any|what) (?:reason|point|sense) (?:\w+ ){{0,2}}(?:go|going|carry|carrying|keep|keeping)(?: on)? with {_CASE}\b",
    re.IGNORECASE,
)
_CASE_BY_NAME = re.compile(rf"\b{_CASE}\b|\b(?:state|prosecut\w+|judge|jury|subpoena\w*)\b", re.IGNORECASE)


def is_court_talk(text: str, *, by_name: bool = False) -> bool:
    """Whether a text says that a case goes on without somebody; `by_name`: and names it as a case."""
    return bool(_COURT_GOES_ON.search(text)) and (not by_name or bool(_CASE_BY_NAME.search(text)))


_SENTENCE = re.compile(r"(?<=[.?!\n;])\s+|\n+| but | pero ", re.IGNORECASE)


def strengths(text: str) -> dict[str, int]:
    """The strongest hit of each flag over the sentences of a text."""
    found: dict[str, int] = {}
    for sentence in [s for s in _SENTENCE.split(text) if s]:
        for rule in RULES:
            if strength := rule.strength(sentence):
                found[rule.flag] = max(strength, found.get(rule.flag, 0))
    return found
