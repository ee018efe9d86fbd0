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
    "how does one of these even get started",
    "whys the state still coming at me",
    "is it about keeping people safe or what",
    "they think i made her take it back",
    "what else can they use without him",
    "why would somebody take back a report",
    "what does an affidavit of non prosecution do",
    "she changed her story. good or bad for me",
    "so am i done with this now",
    "can i handle it with no attorney",
    "she says its up to her is that right",
    "what would you guys do with a case like this",
    "can it get thrown out before trial",
    "how do you attack the evidence",
    "do you get to question her in court",
    "any classes i could take instead of a record",
    "will this stay on my background check",
    "is it different cause we are married",
    "is a text to her ok if she texts first",
    "what sort of cases is the office good at",
    "whats my next step here",
    "Could the complaining witness be forced to appear?",
    "Does the prosecutor have to listen to what my husband wants?",
)
LONG = (
    "My brother and his fiancee had an argument in July, a neighbor called the police, and he was taken in "
    "although she told the officers that nothing had happened. She has now written to the court twice. Does "
    "anybody there read such letters, and can they make the whole thing go away?",
    "ok so the cops came bc the music was loud and then they saw a broken lamp and asked her stuff and she was "
    "upset and said things, now shes calm and says none of that was how it was, but the lady from the court told "
    "her it dont matter what she says now. why wouldnt it matter, its her who they say got hurt",
    "I am asking for my son, who is at college and does not know that I am writing. His roommate reported him "
    "after a shouting match, they made up the same evening, and the roommate went to the station to withdraw it. "
    "They told him that it was out of his hands. What does that mean, and who holds it then?",
    "we have a hearing coming up and my ex says she will just not answer the door if they come with papers. her "
    "mother says they would arrest her for that, her friend says they never do. i do not want her to get into "
    "trouble over me but i also do not want to sit there and listen to things that are not true",
    "The prosecutor offered something about a program with meetings and no conviction at the end, but I threw the"
    " letter away because I thought that it would be dropped anyway after my wife spoke to them. Is such an offer"
    " still possible later on, or did I waste the only chance that I had?",
    "Good evening. I have read the page about victims who change their minds and I understand that the State "
    "decides. What I do not understand is how they could prove anything. There are no photographs, nobody else "
    "was in the house, and she will say on the stand that she fell. What is there left for them to show a jury?",
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
# One from each kind after the other, so that any ten in a row are a mix.
MIXED = tuple(
    text
    for row in range(10)
    for kind, in_a_row in ((SHORT, 3), (LONG, 1), (SPANISH, 1), (OUT_OF_SCOPE, 1), (AROUND, 1))
    for text in kind[row * in_a_row : (row + 1) * in_a_row]
)
# Half of them fallbacks: the ten that a very long conversation says over and over.
HALF_FALLBACKS = (
    SHORT[0], OUT_OF_SCOPE[6], SHORT[7], OUT_OF_SCOPE[2], AROUND[0],
    OUT_OF_SCOPE[4], SHORT[13], OUT_OF_SCOPE[7], AROUND[4], OUT_OF_SCOPE[5],
)  # fmt: skip
CONVERSATION_LENGTH = 10


def conversation(number: int) -> list[str]:
    """The messages of the n-th conversation: ten in a row, beginning somewhere else each time."""
    return [MIXED[(number * 7 + place) % len(MIXED)] for place in range(CONVERSATION_LENGTH)]
