"""What is wrong with facts, questions and answers, found without running the bot; `make article` prints it.

Whether a sentence says what its facts say is for a person to read: the answer book is made for that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.knowledge.answers import ENGLISH, FIXED, MORE, REPLY, Answer, text_hash
from bot.knowledge.firm import read_firm
from bot.knowledge.labels import ALL
from bot.knowledge.material import Material
from bot.knowledge.reading import MOST_GRADE, MOST_WORDS, count_words, measure_grade

LEAST_VARIATIONS = 2
LEAST_MESSAGES = 8
COPIED_WORDS = 9
# Whom an answer may be worded for: the values of the slot `asker`, and the others of nlg.py's `audiences`.
AUDIENCES = {
    "accused": "the person accused",
    "family": "family and friends of the accused",
    "reporter": "the person who made the report",
    "witness": "a witness",
    "minor": "somebody under 18",
    "requested": "somebody whose request is with the office",
}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_HASH = re.compile(r"[0-9a-f]{8}")
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)*")


@dataclass(frozen=True)
class Problem:
    """Something to mend: in which file, at what, and how."""

    file: Path
    name: str
    wrong: str
    mend: str


def find_problems(material: Material, article_text: str | None = None) -> list[Problem]:
    """Every problem of the folder; copied words only when the article's own text is at hand."""
    problems = [
        *_questions(material),
        *_facts(material),
        *_labels(material),
        *_least_facts(material),
        *_twins(material),
    ]
    for answer in material.answers:
        problems += _references(material, answer)
        problems += _words(material, answer)
        problems += _approval(answer)
    if article_text:
        problems += _copied(material, article_text)
    return problems


def _questions(material: Material) -> Iterator[Problem]:
    """Every question can be put on a button, and what people ask next is a question, too."""
    file = material.folder / "knowledge" / "questions.yml"
    for label, question in material.questions.items():
        for following in question.next:
            if following not in material.questions and following not in ALL:
                yield Problem(
                    file, label, f"{following} is asked next, but is no question", "Name a label of questions.yml."
                )


def _facts(material: Material) -> Iterator[Problem]:
    """Every fact is said by a reply or its "tell me more"."""
    said = {fact for a in material.answers if a.kind in {REPLY, MORE} and a.language == ENGLISH for fact in a.facts}
    for fact in material.article.facts.values():
        if fact.id not in said:
            yield Problem(
                material.folder / "knowledge" / "article.yml",
                fact.id,
                f"no answer says this fact: {fact.statement}",
                "Say it in a reply or a tell-me-more and name it in that answer's facts.",
            )


def _labels(material: Material) -> Iterator[Problem]:
    """Every question has messages, two variations for everybody, and a more."""
    questions = material.folder / "knowledge" / "questions.yml"
    for label in material.labels:
        found = material.messages.get(label, 0)
        if found < LEAST_MESSAGES:
            yield Problem(
                questions,
                label,
                f"{found} training messages, the least is {LEAST_MESSAGES}",
                f"Write messages for faq/{label} in {material.folder.name}/nlu, as visitors type them.",
            )
        for language in material.languages:
            yield from _answers_to(material, label, language, questions)
    for label in sorted(material.messages.keys() - set(material.labels)):
        yield Problem(
            material.folder / "nlu",
            label,
            "has messages, but is no question of questions.yml",
            "Add the question there, or take the messages out.",
        )


def _answers_to(material: Material, label: str, language: str, questions: Path) -> Iterator[Problem]:
    replies = material.answers_to(label, REPLY, language)
    more = material.answers_to(label, MORE, language)
    if language != ENGLISH and not replies and not more:
        return  # a translation grows question by question
    name = label if language == ENGLISH else f"{label} ({language})"
    file = next((answer.file for answer in replies + more), questions)
    unmarked = [answer for answer in replies if not answer.is_marked]
    if not replies:
        yield Problem(file, name, "has no answer", f"Write utter_faq/{label}, with {LEAST_VARIATIONS} variations.")
    elif len(unmarked) < LEAST_VARIATIONS:
        yield Problem(
            file,
            name,
            f"{len(unmarked)} variation{'s' * (len(unmarked) != 1)} for everybody, the least is {LEAST_VARIATIONS}",
            "Write another one without `for` and `about`, so that nobody reads the same words twice running.",
        )
    if not [answer for answer in more if not answer.is_marked]:
        yield Problem(file, name, 'has no "tell me more"', f"Write utter_more_{label} with the rest of the facts.")


def _least_facts(material: Material) -> Iterator[Problem]:
    """Whichever variation somebody gets: with the more it says the least."""
    file = material.folder / "knowledge" / "least_facts.yml"
    for label, least in material.least_facts.items():
        if label not in material.labels:
            yield Problem(file, label, "is no question of questions.yml", "Correct the label or take the row out.")
        for fact in sorted({fact for choice in least for fact in choice} - set(material.article.facts)):
            yield Problem(file, label, f"{fact} is no fact of article.yml", "Correct the number.")
    for label in material.labels:
        if not material.least_facts.get(label):
            yield Problem(file, label, "has no row", "List the facts that an answer to it must say at the least.")
        for language in material.languages:
            yield from _least_of(material, label, language)


def _least_of(material: Material, label: str, language: str) -> Iterator[Problem]:
    more = {f for a in material.answers_to(label, MORE, language) if not a.is_marked for f in a.facts}
    for answer in material.answers_to(label, REPLY, language):
        said = more | set(answer.facts)
        missing = [choice for choice in material.least_facts.get(label, ()) if not said.intersection(choice)]
        if missing and not answer.is_marked:
            facts = ", ".join(" or ".join(choice) for choice in missing)
            yield Problem(
                answer.file,
                answer.name,
                f"leaves out {facts} of the facts that must be said",
                "Say it here or in the tell-me-more, and name it in the facts.",
            )


def _twins(material: Material) -> Iterator[Problem]:
    """No two variations of a response alike, and no response in two files."""
    by_response: dict[tuple[str, str], list[Answer]] = {}
    for answer in material.answers:
        by_response.setdefault((answer.response, answer.language), []).append(answer)
    for answers in by_response.values():
        for text, count in Counter(answer.text for answer in answers).items():
            if count > 1:
                twin = [answer for answer in answers if answer.text == text][-1]
                yield Problem(twin.file, twin.name, "says the same as another variation", "Say it in other words.")
        if len({answer.file for answer in answers}) > 1:
            last = answers[-1]
            yield Problem(
                last.file, last.response, f"stands in {answers[0].file.name}, too", "Keep all variations in one file."
            )


def _references(material: Material, answer: Answer) -> Iterator[Problem]:
    """An answer stands on facts that exist, comes from a section, and is for a question and people that exist."""
    problem = partial(Problem, answer.file, answer.name)
    known = material.article.facts
    for fact in answer.facts:
        if fact not in known:
            yield problem(
                f"{fact} is no fact of article.yml", "Name the fact that it stands on, or drop the statement."
            )
    if answer.audience and answer.audience not in AUDIENCES:
        yield problem(
            f"is for {answer.audience!r}, whom the bot does not know", f"Write one of: {', '.join(AUDIENCES)}."
        )
    try:
        re.compile(answer.about)
    except re.error as error:
        yield problem(f"about: {answer.about!r} is no pattern: {error}", "Write words, or several with | between them.")
    if answer.about and not answer.asks:
        yield problem("has `about`, but not which question that is", 'Write it in plain words: asks: "…?".')
    if answer.kind == FIXED:
        return
    if not answer.facts:
        yield problem("names no fact", "Add metadata: {facts: [...]} with the facts that it stands on.")
    if answer.section not in material.article.sections:
        yield problem(
            f"its section {answer.section!r} is none of article.yml" if answer.section else "names no section",
            f"Write the section that it is from: {', '.join(material.article.sections)}.",
        )
    if answer.label not in material.labels:
        yield problem("answers no question of questions.yml", "Add the question there, or correct the name.")


def _words(material: Material, answer: Answer) -> Iterator[Problem]:
    """Short enough, easy enough, and nothing in braces that stays there."""
    problem = partial(Problem, answer.file, answer.name)
    words = count_words(answer.text)
    if words > MOST_WORDS:
        yield problem(f"{words} words, the most is {MOST_WORDS}", "Shorten it; the tell-me-more can take the rest.")
    grade = measure_grade(answer)
    if grade is not None and grade > MOST_GRADE:
        yield problem(
            f"reading grade {grade:.1f}, the most is {MOST_GRADE:.0f}", "Make two sentences of one, use shorter words."
        )
    known = set(read_firm().placeholders()) | (material.slots if answer.kind == FIXED else set())
    for name in _PLACEHOLDER.findall(answer.text):
        if name not in known:
            yield problem(
                f"{{{name}}} is nothing the bot can fill in",
                f"Write one of: {', '.join(f'{{{k}}}' for k in read_firm().placeholders())}.",
            )


def _approval(answer: Answer) -> Iterator[Problem]:
    """An approval says which words it was given for."""
    problem = partial(Problem, answer.file, answer.name)
    now = text_hash(answer.text)
    if answer.approved_by and not answer.stated_version:
        yield problem("approved, but not which words", f'Write version: "{now}" beside approved_by.')
    elif answer.approved_by and answer.is_on_hold:
        yield problem("approved, but still marked review: needed", "Take one of the two out.")
    elif answer.approved_by and _HASH.fullmatch(answer.stated_version) and answer.stated_version != now:
        yield problem(
            f"its words changed after {answer.approved_by} approved them",
            f'Empty approved_by until a lawyer has read it again; the new version is "{now}".',
        )


def _copied(material: Material, article_text: str) -> Iterator[Problem]:
    """Facts and answers are in our words, not in the article's."""
    theirs = _runs(article_text)
    ours = [(answer.file, answer.name, answer.text) for answer in material.answers]
    facts = material.folder / "knowledge" / "article.yml"
    ours += [(facts, fact.id, fact.statement) for fact in material.article.facts.values()]
    for file, name, text in ours:
        copied = next((run for run in _runs(text) if run in theirs), None)
        if copied:
            yield Problem(
                file, name, f"{COPIED_WORDS} words in a row are the article's: {copied}", "Say it in our own words."
            )


def _runs(text: str) -> dict[str, None]:
    """Every run of nine words, in order, without capitals and punctuation."""
    words = _WORD.findall(text.casefold().replace("’", "'"))
    return {" ".join(words[i : i + COPIED_WORDS]): None for i in range(len(words) - COPIED_WORDS + 1)}
