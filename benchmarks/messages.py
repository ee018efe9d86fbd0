"""What the measuring visitors type: a fixed mix, written for this; none is from evaluation/.

No message asks for a consultation or says yes or no: the intake form would make every later message cheaper.
"""

from __future__ import annotations

SHORT = (
    "can she still drop it if the da already filed",
    "no witness at trial then what",
    "does a subpoena mean she has to go",
    "they got her on video saying it. can they play that",
    "who picks whether this goes forward",
    "whys the state still coming at me",
    "they think i made her take it back",
    "she changed her story. good or bad for me",
    "can i handle it with no attorney",
    "what would you guys do with a case like this",
    "will this stay on my background check",
    "is it different cause we are married",
    "is a text to her ok if she texts first",
    "whats my next step here",
    "Could the complaining witness be forced to appear?",
    "Does the prosecutor have to listen to what my husband wants?",
)
MIDDLING = (
    "she wrote the judge a letter and the victim office a letter and nobody answered. does anybody read those",
    "If the only person who saw anything says under oath that it did not happen, what is the prosecutor going to use?",
    "they want me to take a class and stay out of trouble for a year, does that mean no conviction then",
    "my cousin had his thrown out cause the girl moved away, why would mine keep going when his didnt",
    "The officer wrote down words that my girlfriend says she never used. Can my lawyer do something about "
    "that report?",
    "we have two kids and one car and i need to tell her when practice is, am i allowed to call or does it go "
    "through somebody",
    "he signed a paper at the notary saying he does not want to press it and my lawyer wont tell me if it did anything",
    "it got dismissed two years ago but my new boss still found it online, how do i get that off of there",
    "Is there a point in hiring somebody now when the other side has already told everyone that she will not testify?",
    "how come they treat it so serious when its family, we fight and make up and now its like i robbed a bank",
    "the lady at the court said somebody must have told her to change her story and nobody did, she did that "
    "on her own",
    "My neighbor called it in, not my wife. Neither of us wanted police there. How did that turn into a criminal case?",
    "i got a letter with a date but my girl got one saying its closed, whos right, do i still show up or what",
    "can they really play the 911 call in front of everybody if she is not there to say what she meant by it",
)
LONG = (
    "ok so the cops came bc the music was loud and then they saw a broken lamp and asked her stuff and she was "
    "upset and said things, now shes calm and says none of that was how it was, but the lady from the court told "
    "her it dont matter what she says now. why wouldnt it matter, its her who they say got hurt",
    "I am asking for my son, who is at college and does not know that I am writing. His roommate reported him "
    "after a shouting match, they made up the same evening, and the roommate went to the station to withdraw it. "
    "They told him that it was out of his hands. What does that mean, and who holds it then?",
    "The prosecutor offered something about a program with meetings and no conviction at the end, but I threw the"
    " letter away because I thought that it would be dropped anyway after my wife spoke to them. Is such an offer"
    " still possible later on, or did I waste the only chance that I had?",
    "its been eight months. eight. every time i go they move it again and the lawyer they gave me talks to me for"
    " two minutes in the hall. she wants it over, i want it over, i missed so much work i might lose the job. how"
    " do i find out whether its still open or if somebody forgot to tell me that its done",
)
SPANISH = (
    "mi esposa ya no quiere seguir con la denuncia",
    "quien decide si el caso sigue o no",
    "que pasa si ella no va al juicio",
    "¿La pueden obligar a declarar contra mí?",
    "puedo mandarle un mensaje a mi novia",
    "necesito abogado aunque ella me apoye",
    "¿Qué es una declaración jurada para no acusar?",
    "me van a borrar esto del record",
)
OUT_OF_SCOPE = (
    "my landlord wont fix the heater",
    "how do i get a refund for a phone",
    "whats the score of the game",
    "can you write my english essay",
    "do i need a visa for canada",
    "the dmv lost my plates",
    "best way to cook rice",
    "zxcv qwer tyui",
)
AROUND = (
    "hey there evening",
    "thx that helps",
    "what do you charge per hour",
    "where is your office at",
    "am i typing with a robot",
    "who gets to read this chat",
    "what are the odds i win",
    "tell me more about that please",
)
# Kinds follow each other, so that any ten in a row are a mix. 70 characters on average (data/nlu: 80), one message
# in fifteen has more than 200 (data/nlu: one in twenty).
MIXED = tuple(
    text
    for row in range(8)
    for kind in (SHORT[:8], MIDDLING[:8], SPANISH, OUT_OF_SCOPE, SHORT[8:], MIDDLING[8:], AROUND, LONG)
    for text in kind[row : row + 1]
)
# Half of them fallbacks: the ten that a very long conversation says over and over.
HALF_FALLBACKS = (
    SHORT[0], OUT_OF_SCOPE[6], SHORT[7], OUT_OF_SCOPE[2], AROUND[0],
    OUT_OF_SCOPE[4], SHORT[6], OUT_OF_SCOPE[7], AROUND[4], OUT_OF_SCOPE[5],
)  # fmt: skip
CONVERSATION_LENGTH = 10


def conversation(number: int) -> list[str]:
    """The messages of the n-th conversation: ten in a row, beginning somewhere else each time."""
    return [MIXED[(number * 7 + place) % len(MIXED)] for place in range(CONVERSATION_LENGTH)]
