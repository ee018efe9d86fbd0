"""Whether a message is written in Spanish, or clearly not: by its little words, which English does not share."""

from __future__ import annotations

from bot.engine.nlu.wording import words

_ONLY = frozenset(
    """que qué las una unos por para con sin pero porque como cómo cuando cuándo donde dónde quien quién sí está esta
    estoy estamos están soy era fue hay mi mis su sus tu tus yo él ella ellos nosotros usted ustedes le les nos ya más
    muy todo todos nada algo puede puedo pueden podemos quiere quiero quieren tengo tiene tienen tenemos hacer hace hago
    ir va voy vamos ser caso corte cargos policía abogado abogada ayuda miedo víctima fiscal juez carta declaración
    testigo esposo esposa novio novia hijo hija hermano hermana mamá papá hola gracias buenos buenas días tardes noches
    favor necesito pasa pasó dijo dice ahora aquí allí también desde hasta entre sobre cuánto cuanto cuesta cobran esto
    eso ese esa entiendo morir matar vivir vida afuera cuchillo pistola dinero firmar firmó quitar retirar denuncia
    demanda orden testificar así entonces mejor nunca siempre cárcel señor señora muchacha pegó pegaron
    arrestaron""".split()  # noqa: SIM905
)
# Words of both languages, or names and loans that an English message may hold.
_SHARED = frozenset("no me a los el la de son he es ex te se si del al un lo".split())  # noqa: SIM905
_CLEAR_ALONE = frozenset("hola ayuda gracias abogado ayúdame español auxilio buenas necesito cuánto".split())  # noqa: SIM905


def is_spanish(text: str) -> bool:
    """True when Spanish words carry the message; a name or a single loan word does not."""
    found = words(text)
    if not found:
        return False
    only = sum(word in _ONLY for word in found)
    either = only + sum(word in _SHARED for word in found)
    if len(found) <= 4:
        return only >= 1 and (only >= 2 or either == len(found) or bool(_CLEAR_ALONE & set(found)))
    return only >= 2 and either >= 0.3 * len(found)


_ENGLISH = frozenset(
    """the and is are am was were what how why when where who do does did can could will would should i you he she we
    they my your her his their this that it to of for with want need have has get talk speak lawyer
    court case""".split()  # noqa: SIM905
)


def is_english(text: str) -> bool:
    """True when a message is a sentence of English: a name, a number or a word or two tell nothing."""
    found = words(text)
    return len(found) >= 4 and not is_spanish(text) and sum(word in _ENGLISH for word in found) >= 2
