"""Whether a message is written in Spanish: by its little words, which English does not share."""

from __future__ import annotations

from bot.engine.nlu.wording import words

_SPANISH = frozenset(
    """que qué de la el los las un una unos por para con sin pero porque como cómo cuando cuándo donde dónde quien quién
    si sí no es está esta estoy estamos están son soy era fue hay mi mis su sus tu tus yo él ella ellos nosotros usted
    ustedes me te se le les lo nos ya más muy todo todos nada algo puede puedo pueden podemos quiere quiero quieren tengo
    tiene tienen tenemos hacer hace hago ir va voy vamos ser caso corte cargos policía abogado abogada ayuda miedo
    víctima fiscal juez carta declaración testigo esposo esposa novio novia hijo hija hermano hermana mamá papá ex hola
    gracias buenos buenas días tardes noches favor necesito pasa pasó dijo dice ahora aquí allí también desde hasta
    entre sobre del al""".split()
)
# Words of both languages, or names and loans that an English message may hold.
_SHARED = frozenset({"no", "me", "a", "los", "las", "el", "la", "de", "son", "he", "es", "ex", "te", "se", "si", "del", "al", "un", "lo"})
_ONLY = _SPANISH - _SHARED
_CLEAR_ALONE = frozenset({"hola", "ayuda", "gracias", "abogado", "ayúdame", "español", "auxilio", "buenas", "necesito"})


def is_spanish(text: str) -> bool:
    """True when Spanish words carry the message; a name or a single loan word does not."""
    found = words(text)
    if not found:
        return False
    only = sum(w in _ONLY for w in found)
    either = sum(w in _SPANISH for w in found)
    if len(found) <= 3:
        return only >= 1 and (only >= 2 or either == len(found) or bool(_CLEAR_ALONE & set(found)))
    return only >= 2 and either >= 0.3 * len(found)
