"""Both sides of every flag of safety.md: sentences that must raise it, and near ones that must not."""

import pytest

from bot.engine.nlu.safety_rules import BY_FLAG, is_court_talk, strengths

STRONG = {
    "danger": [
        "he said he is going to kill me",
        "my ex is threatening to hurt my kids",
        "she's outside with a knife",
        "He's banging on the door and I'm scared",
        "my husband is choking me",
        "im hiding in the bathroom with my son",
        "he won't let me leave the house",
        "I am in fear for my life",
        "someone is breaking into my house",
        "she keeps saying they're gonna kill my brother",
        "I'm fine, he's outside with a gun",
        "he put a gun to my head",
        "my boyfriend wants to hurt me when he gets out",
        "mi esposo me está golpeando",
        "me va a matar",
        "está afuera con una pistola",
        "tiene un cuchillo y está en la puerta",
        "temo por mi vida",
        "mi esposo me pega",
        "he said if i testify im dead",
    ],
    "self_harm": [
        "i want to kill myself",
        "he says he'll kill himself if i testify",
        "I don't want to be here anymore",
        "they would all be better off without me",
        "there is no reason to live after this",
        "my son is suicidal since the arrest",
        "i'd rather be dead than go back",
        "she is going to hurt herself",
        "thinking of ending it all tonight",
        "i just want to die",
        "me quiero morir",
        "mi hermano se quiere matar",
        "me quiero matar",
        "ya no quiero vivir",
    ],
    "threat": [
        "i'm gonna kill her",
        "I'll beat up whoever called the cops",
        "she will regret testifying",
        "you know what they say, snitches get stitches",
        "i am going to make her pay for this",
        "somebody should burn her house down",
        "they'll be sorry they ever called",
        "imma shoot him when i get out",
        "la voy a matar",
        "se va a arrepentir de haber llamado",
        "im gonna hurt her if she testifies",
        "tell her if she testifies shes dead",
        "i will break her legs if she comes to court",
        "ill beat his ass when i get out",
        "i swear ill shoot him before court",
        "she better not show up or else",
        "if she testifies she wont see christmas",
        "my boys will take care of her",
        "imma find her and deal with it myself",
        "if she doesn't drop it i'll kill her",
        "she said shes testifying so im gonna hurt her",
        "i'll put her in the hospital",
        "la voy a golpear si testifica",
        "le voy a romper las piernas",
        "si testifica está muerta",
    ],
    "influence": [
        "can i pay her to stay home",
        "how do i convince her to drop it",
        "i need to get her to sign the paper",
        "should my sister tell her not to testify",
        "keep her away from court",
        "could we talk her into changing her story",
        "pagarle para que no vaya a la corte",
    ],
    "urgent": [
        "i have court tomorrow",
        "the hearing is this afternoon and i have no lawyer",
        "the police are outside",
        "there is a warrant for my arrest",
        "my son was arrested last night",
        "i'm turning myself in",
        "tengo corte mañana",
        "la policía está afuera",
    ],
    "custody": [
        "my son is in jail since friday",
        "he's being held without bond",
        "my brother was just arrested",
        "she got locked up over this",
        "they say he got picked up at work",
        "calling for my cousin in the county jail",
        "mi hijo está en la cárcel",
        "lo tienen detenido",
    ],
    "minor": [
        "i'm 16",
        "im only 15 years old",
        "I am a minor",
        "i'm seventeen and nobody knows about this",
        "im in 8th grade",
        "tengo 16 años",
    ],
    "represented": [
        "my lawyer says to wait",
        "I already have a lawyer",
        "our public defender never calls back",
        "he hired a private attorney last week",
        "ya tengo abogado",
    ],
    "press_charges": [
        "i want to press charges against my neighbor",
        "how do i press charges",
        "can i file charges against my ex",
        "we want to press charges on the guy who hit our son",
        "quiero presentar cargos",
    ],
    "press": [
        "I'm a reporter with the county paper",
        "this is a journalist from Channel 5",
        "writing a story for the paper, can I get a comment",
        "we are looking for a comment on the Miller case",
        "can I quote you on that",
        "im with channel 5 news, is the senators son your client",
        "im from the press",
        "Does your firm represent the man arrested at the stadium last week?",
    ],
    "counsel": [
        "this is detective Miller",
        "I'm the assistant prosecutor on this file",
        "I represent the victim in this matter",
        "I'm an attorney with the other side",
    ],
    "abuse": [
        "fuck you",
        "you're useless",
        "what a stupid bot",
        "just shut up already",
        "go to hell",
    ],
    "erase": [
        "delete this chat",
        "please erase my conversation",
        "can you wipe all my messages",
        "borra este chat",
        "delete this chat before he sees it",
        "can you erase my messages before she comes home",
        "delete the messages i sent here",
        "erase my messages, she checks my phone",
        "delete this he goes through my phone",
        "erase this my husband reads my texts",
        "she checks my phone delete this",
        "he goes through my phone, delete this chat",
    ],
}
# Raised only together with the classifier's own doubt
WEAK = {
    "danger": [
        "i dont feel safe at home",
        "he threatens me every day",
        "she found out where i live",
        "tengo mucho miedo",
    ],
    "self_harm": [
        "i can't do this anymore",
        "i've got a bottle of pills here",
        "everything is hopeless",
        "ya no puedo más",
    ],
}
NOT_STRONG = {
    "danger": [
        "I'm not in danger",
        "nobody got hurt",
        "he hit me last year and that was it",
        "this wait is killing me",
        "in the movie a man stands outside her house with a gun",
        "she told the police I threatened her with a knife",
        "I was charged with unlawful use of a weapon",
        "we're all safe at my mother's place",
        "he is accused of choking her, can she take it back",
        "no one was hurt, we only yelled",
        "she is not afraid of me",
        "no estoy en peligro",
        "can she be made to testify if she is afraid of the courtroom",
        "my neighbor has a hammer in his garage",
    ],
    "self_harm": [
        "i am not suicidal, only tired",
        "she was defending herself",
        "I'm dying to know what happens next",
        "should we let it die down first",
        "there was a suicide in that show",
        "i had to kill time at the courthouse",
        "I want this to be over",
    ],
    "threat": [
        "she says I will kill her but that is a lie",
        "i would never hurt her",
        "he claims that I'm going to shoot him",
        "will they regret this if it goes to trial",
        "can they make him pay restitution",
        "he will pay for the broken window",
        "she will pay for her own lawyer",
        "in that movie he says i'll kill him",
        "she told the cops i said id kill her",
        "she thinks im gonna kill her",
        "he said if i testify im dead",
        "she said she better not show up or else",
        "i was gonna hit him but i didnt",
        "im not going to hurt her",
        "im gonna beat the charges",
        "will i hurt her case if i talk",
        "if she testifies she's dead to me",
        "he wont see christmas with the kids",
        "my brother will take care of her kids while im in jail",
        "i want to break up with her",
        "no la voy a golpear",
        "dice que la voy a matar",
    ],
    "influence": [
        "can they make her testify",
        "can the state force her to come to court",
        "the prosecutor pressured her into testifying",
        "i never told her not to testify",
        "should i give her some money for the kids",
        "she paid for the damage herself",
        "a subpoena will make her come",
    ],
    "urgent": [
        "can they search my car without a warrant",
        "i have a divorce hearing tomorrow",
        "he was arrested in march",
        "when is the next court date",
        "the police report is wrong",
        "do i have to go to court if she drops it",
        "did they need a warrant for my phone",
    ],
    "custody": [
        "i want full custody of my kids",
        "will he go to jail",
        "he got out of jail yesterday",
        "i don't want her to be sent to jail",
        "we have a child custody hearing",
        "how much time in jail could he get",
        "could I end up in jail over a text",
    ],
    "minor": [
        "i'm 18",
        "I am 45 years old",
        "my son is 16",
        "when i was 16 this happened once before",
        "i'm 12 weeks pregnant",
        "I'm 15 minutes away from the courthouse",
        "i am 11 months sober",
        "we have been together 14 years",
    ],
    "represented": [
        "do i need to have a lawyer",
        "i can't afford a lawyer",
        "tengo corte mañana y no tengo abogado",
        "what if I don't have an attorney",
        "should i get a lawyer",
        "her lawyer called me yesterday",
        "how would a lawyer help",
    ],
    "press_charges": [
        "i don't want to press charges",
        "she doesn't want to press charges anymore",
        "who presses charges, the police or the state",
        "can she press charges against me after a year",
        "my ex wants to press charges against me, what now",
        "he never wanted to press charges",
    ],
    "press": [
        "the report says something else",
        "im with no news about my case",
        "does your firm defend people charged with assault",
        "her story from that night does not match her statement",
        "i'm the one who reported it",
        "what statement did she give to the officer",
    ],
    "counsel": [
        "i am not a lawyer",
        "the detective called me twice",
        "i represent myself in court",
        "is the prosecutor allowed to do this",
        "i am prosecuted although she dropped it",
    ],
    "abuse": [
        "she called me an idiot in her texts",
        "is a letter from her useless",
        "the stupid argument was my fault",
        "is my lawyer useless if she won't testify",
    ],
    "erase": [
        "can i delete her texts from my phone",
        "can i delete my messages from his phone",
        "should i erase our messages on my phone",
        "will this be erased from my criminal record",
        "can i delete this photo",
        "how do i erase this from my record",
        "should i delete this post",
        "should i delete the messages she sent me",
        "can he delete the messages i wrote to her",
        "what if i erase our conversation with him",
        "is it bad to clear the messages between us",
        "how do i remove the arrest from my record",
    ],
}
# What people ask all day: none of it may raise a flag on words alone.
ORDINARY = [
    "can she drop the charges",
    "my girlfriend wants to take it back, what now",
    "what if he does not show up in court",
    "does an affidavit of non-prosecution end the case",
    "who decides whether a case goes on",
    "do they need her testimony to convict me",
    "why does the state go on although nobody wants it",
    "is the body camera video enough",
    "may I call my wife to talk about the kids",
    "what does a lawyer cost",
    "where is your office",
    "can the arrest be taken off my record",
    "we argued and the neighbors called the police",
    "he lied in his statement and regrets it",
    "hello, good morning",
    "thanks, that was clear",
    "is there a program instead of a trial",
    "what happens at the first hearing",
    "¿puede ella retirar los cargos?",
    "¿qué pasa si la testigo no va a la corte?",
    "mi esposa firmó una carta para quitar los cargos",
    "gracias, buenas tardes",
]


def rows(table):
    return [(flag, text) for flag, texts in table.items() for text in texts]


def test_every_flag_has_sentences_on_both_sides():
    assert set(STRONG) == set(NOT_STRONG) == set(BY_FLAG)
    assert len(rows(STRONG)) >= 60
    assert len(rows(NOT_STRONG)) >= 60


@pytest.mark.parametrize(("flag", "text"), rows(STRONG))
def test_a_clear_sentence_raises_its_flag_alone(flag, text):
    assert strengths(text).get(flag) == 2


@pytest.mark.parametrize(("flag", "text"), rows(WEAK))
def test_a_vague_sentence_raises_its_flag_only_together_with_the_classifier(flag, text):
    assert strengths(text).get(flag) == 1


@pytest.mark.parametrize(("flag", "text"), rows(NOT_STRONG))
def test_a_near_sentence_does_not_raise_the_flag_alone(flag, text):
    assert strengths(text).get(flag, 0) < 2


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_question_raises_nothing(text):
    assert strengths(text) == {}


def test_a_denial_in_one_sentence_does_not_take_back_the_cry_in_the_next():
    assert strengths("Nobody got hurt yesterday. But now he is outside with a gun.")["danger"] == 2
    assert strengths("i'm not suicidal but he is going to kill me")["danger"] == 2


@pytest.mark.parametrize("text", ["HE IS GOING TO KILL ME", "He Is Going To Kill Me", "he is going to kill me"])
def test_capitals_do_not_matter(text):
    assert strengths(text)["danger"] == 2


@pytest.mark.parametrize(
    "text",
    [
        "no reason to go on with the case",
        "there's no point in going on with these charges",
        "no reason to go on with my trial",
    ],
)
def test_giving_up_a_case_is_not_giving_up_a_life(text):
    assert strengths(text).get("self_harm", 0) < 2
    assert is_court_talk(text, by_name=True)


@pytest.mark.parametrize("text", ["no reason to go on", "there's no point going on", "no reason to go on with this"])
def test_giving_up_without_a_case_is_heard(text):
    assert strengths(text)["self_harm"] == 2
    assert not is_court_talk(text)


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("so it will just go on without me", False),
        ("the trial goes on without me", True),
        ("can the state go ahead without her", True),
        ("without me it goes on", False),
    ],
)
def test_a_case_that_goes_on_without_somebody_is_court_talk(text, is_named):
    assert is_court_talk(text)
    assert is_court_talk(text, by_name=True) is is_named


@pytest.mark.parametrize(
    "text", ["life goes on without me", "everything goes on without me", "they can go on without me"]
)
def test_a_life_that_goes_on_without_somebody_is_none(text):
    assert not is_court_talk(text)
