"""The answer book and the figures of the answers as Markdown: docs/answers.md and docs/measurements/answers.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.knowledge.answers import MORE, REPLY, Answer, text_hash
from bot.knowledge.book import Block, Book, Entry, Line, Part, question_part
from bot.knowledge.checks import LEAST_VARIATIONS
from bot.knowledge.material import Material
from bot.knowledge.reading import MOST_GRADE, MOST_WORDS, SHORT_WORDS, count_words

_BOXES = "☐ fine ☐ change"


def book_page(book: Book) -> str:
    """docs/answers.md."""
    return _joined(
        [
            "# The answer book",
            "",
            f"Everything that the chatbot can say about “{book.title}”, for the firm's lawyer to read and sign. "
            "`make article` writes this page; the staff console shows it under Answers, ready to print.",
            "",
            *_how_to_read(book),
            *(line for number, part in enumerate(book.parts, 1) for line in _part(number, part)),
            *_signature(book),
        ]
    )


def _how_to_read(book: Book) -> Iterator[str]:
    yield "| | wordings | words | minutes to read all | minutes for the first wordings | not approved |"
    yield "|---|---|---|---|---|---|"
    for number, part in enumerate(book.parts, 1):
        yield (
            f"| Part {number}: {part.title} | {len(part.lines)} | {part.words:,} | {part.minutes} "
            f"| {part.first_minutes} | {part.unapproved} |"
        )
    yield ""
    yield (
        f"Languages: {', '.join(book.languages)}. Approved: {book.approved} of {len(book.lines)} wordings. "
        f"Fingerprint of the words: `{book.fingerprint}`."
    )
    yield ""
    yield "How to read it:"
    yield ""
    yield (
        "- Wordings under one heading say the same to the same people, so that nobody reads one twice running. "
        "The first of each is the one to weigh; the others must not say more or less."
    )
    yield (
        "- With each question stand the facts of the article that its answers rest on. "
        "Does a wording say more than they do? Then tick “change”."
    )
    yield "- Where a fact says “often”, “may” or “not necessarily”, the answer must, too."
    yield "- Words in [square brackets] are filled in: the firm's details, or what a visitor typed into the form."
    yield (
        f"- The line below a wording: its number, its facts, words (at most {MOST_WORDS}), school grade that can read "
        f"it (at most {MOST_GRADE:.0f}, English only), version, approval."
    )
    yield ""


def _part(number: int, part: Part) -> Iterator[str]:
    yield f"## Part {number}: {part.title}"
    yield ""
    for chapter in part.chapters:
        yield f"### {chapter.title}"
        yield ""
        for entry in chapter.entries:
            yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    yield f"#### {entry.title}"
    yield ""
    yield f"`{entry.key}` · {_BOXES}"
    yield ""
    for block in entry.blocks:
        yield from _block(block)
    if entry.facts:
        yield "*Stands on:*"
        yield ""
        yield from (f"- {fact.id}: {fact.statement}" for fact in entry.facts)
        yield ""


def _block(block: Block) -> Iterator[str]:
    if block.title:
        yield f"**{block.title}**"
        yield ""
    for line in block.lines:
        yield "> " + line.text.replace("\n", "<br>")
        yield ">"
        yield f"> <sub>{' · '.join(_about(line))}</sub>"
        yield ""


def _about(line: Line) -> Iterator[str]:
    yield f"#{line.number}"
    if line.occasion:
        yield line.occasion
    if line.facts:
        yield " ".join(line.facts)
    yield f"{line.words} words"
    if line.grade is not None:
        yield f"grade {line.grade:.1f}"
    yield f"version {line.version}"
    yield line.state


def _signature(book: Book) -> Iterator[str]:
    yield "## Signature"
    yield ""
    yield (
        f"I have read the {len(book.lines)} wordings of this book (fingerprint `{book.fingerprint}`). "
        "They say no more than the facts they stand on, promise no outcome and give no advice on anybody's case."
    )
    yield ""
    yield "☐ I approve all of them. ☐ I approve all but those ticked “change”."
    yield ""
    yield "| Name | Bar number | Date | Signature |"
    yield "|---|---|---|---|"
    yield "| &nbsp;<br>&nbsp; | | | |"


def measurements_page(material: Material, grades: dict[str, float]) -> str:
    """docs/measurements/answers.md."""
    return _joined(
        [
            "# Answers, measured",
            "",
            "Written by `make article`: words and grade of each answer, and the answers of each fact. "
            "Grades are Flesch-Kincaid by textstat 0.7.7, for English. The texts: [the answer book](../answers.md).",
            "",
            *_figures(material, grades),
            "",
            "## Each answer",
            "",
            "| answer | for | words | grade | facts |",
            "|---|---|---|---|---|",
            *(_answer_row(answer, grades) for answer in material.answers),
            "",
            "## Each fact",
            "",
            "| fact | what it says | answers |",
            "|---|---|---|",
            *_fact_rows(material),
        ]
    )


def _figures(material: Material, grades: dict[str, float]) -> Iterator[str]:
    answers = material.answers
    words = [count_words(answer.text) for answer in answers]
    replies = [count_words(answer.text) for answer in answers if answer.kind == REPLY]
    said = {fact for answer in answers if answer.kind in {REPLY, MORE} for fact in answer.facts}
    facts = material.article.facts
    measured = [grades[key] for key in (text_hash(answer.text) for answer in answers) if key in grades]
    short = sum(count <= SHORT_WORDS for count in replies)
    complete = sum(_is_complete(material, label) for label in material.labels)
    approved = sum(bool(answer.approved_by) for answer in answers)
    yield "| figure | here | bar |"
    yield "|---|---|---|"
    yield f"| answers (replies, tell-me-mores, short ones, fixed texts) | {len(answers)} | |"
    yield f"| words of the longest | {max(words, default=0)} | ≤ {MOST_WORDS} |"
    yield f"| grade of the hardest | {max(measured, default=0.0):.1f} | ≤ {MOST_GRADE:.0f} |"
    yield f"| first replies of {SHORT_WORDS} words or fewer | {_share(short, len(replies))} | most |"
    yield f"| facts that an answer says | {_share(len(said & set(facts)), len(facts))} | 100 % |"
    yield f"| questions with two replies for everybody and a more | {_share(complete, len(material.labels))} | 100 % |"
    yield f"| approved by a lawyer | {_share(approved, len(answers))} | before launch |"


def _is_complete(material: Material, label: str) -> bool:
    replies = [answer for answer in material.answers_to(label, REPLY) if not answer.is_marked]
    more = [answer for answer in material.answers_to(label, MORE) if not answer.is_marked]
    return len(replies) >= LEAST_VARIATIONS and bool(more)


def _share(some: int, of_all: int) -> str:
    return f"{some} of {of_all} ({some / of_all:.0%})".replace("%", " %") if of_all else "0"


def _answer_row(answer: Answer, grades: dict[str, float]) -> str:
    grade = grades.get(text_hash(answer.text))
    for_whom = ", ".join(filter(None, (answer.audience, question_part(answer).replace("|", "\\|"))))
    shown = "–" if grade is None else f"{grade:.1f}"
    return f"| {answer.name} | {for_whom} | {count_words(answer.text)} | {shown} | {' '.join(answer.facts)} |"


def _fact_rows(material: Material) -> Iterator[str]:
    for fact in material.article.facts.values():
        users = [answer for answer in material.answers if fact.id in answer.facts]
        statement = fact.statement.replace("|", "\\|")
        yield f"| {fact.id} | {statement} | {', '.join(_names(users)) or '**none**'} |"


def _names(answers: Iterable[Answer]) -> Iterator[str]:
    """Names of the same response in one: utter_faq/recantation #0 #1."""
    numbers: dict[tuple[str, str], list[str]] = {}
    for answer in answers:
        language = answer.name.partition(" ")[2]
        numbers.setdefault((answer.response, language), []).append(f"#{answer.number}")
    for (response, language), found in numbers.items():
        yield " ".join(part for part in (response, *found, language) if part)


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"
