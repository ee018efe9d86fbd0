"""Which messages are Spanish: those whose words carry it, not those with a Spanish name or a loan word."""

import pytest

from bot.engine.nlu.language import is_english, is_spanish

SPANISH = [
    "hola",
    "necesito ayuda",
    "¿puede ella retirar los cargos?",
    "quiero hablar con un abogado",
    "mi esposo me pegó y llamé a la policía",
    "que pasa si ella no va a la corte",
    "gracias por todo",
    "mi hermano está en la cárcel desde ayer",
    "cuanto cuesta un abogado para este caso",
    "no entiendo nada de esto",
    "tengo miedo",
    # cries for help are short
    "me quiero morir",
    "no quiero vivir",
    "me va a matar",
    "está afuera con un cuchillo",
]
NOT_SPANISH = [
    "",
    "no",
    "314-555-0100",
    "hello",
    "can she drop the charges",
    "my ex lives in Los Angeles",
    "Maria de la Cruz",
    "we met at El Paso",
    "he is my son",
    "her name is Sol and she is a victim",
    "no me no",
    "taco bell on main",
    "my amigo hit him, what now",
    "is it la familia again",
]


@pytest.mark.parametrize("text", SPANISH)
def test_spanish_is_heard(text):
    assert is_spanish(text)


@pytest.mark.parametrize("text", NOT_SPANISH)
def test_english_with_a_spanish_name_or_word_stays_english(text):
    assert not is_spanish(text)


@pytest.mark.parametrize(
    "text", ["i want to talk to a lawyer", "can she drop the charges", "what does it cost to hire you"]
)
def test_a_sentence_of_english_is_heard(text):
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    ["Luis Ortega", "Juan de la Cruz", "314 555 0100", "yes", "no se", "don't know", "St. Louis County", "", *SPANISH],
)
def test_what_could_be_said_in_spanish_as_well_is_no_sign_of_english(text):
    assert not is_english(text)
