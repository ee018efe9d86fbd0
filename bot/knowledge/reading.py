"""How long and how hard an answer is: words, and the Flesch-Kincaid grade of textstat.

textstat takes 80 MB and a second to load, so only `make article` does; the console shows the grades it kept.
"""

from __future__ import annotations

import json
from pathlib import Path

from bot.knowledge.answers import ENGLISH, Answer, text_hash
from bot.knowledge.firm import fill

MOST_WORDS = 90
MOST_GRADE = 8.0
SHORT_WORDS = 60  # most first replies are no longer
WORDS_A_MINUTE = 240  # silent reading of English prose by adults, rounded
GRADES = Path(__file__).with_name("grades.json")

# What stands in the place of a name in braces while words are counted: of ordinary length, the same everywhere.
SAMPLES: dict[str, object] = {
    "firm_name": "Example & Sample, Attorneys",
    "office_phone": "(314) 555-0142",
    "after_hours_phone": "(314) 555-0143",
    "office_email": "office@firm.example.org",
    "office_address": "100 Sample Street, Springfield, Missouri",
    "office_hours": "Monday to Friday, 9:00 to 17:00",
    "request_reference": "R-7K3M",
    "intake_for_whom": "myself",
    "intake_name": "Jordan Sample",
    "intake_contact": "(314) 555-0199",
    "intake_safe_contact": "no",
    "intake_county": "Greene",
    "intake_court_date": "March 3",
}


def as_read(text: str) -> str:
    """The text as a visitor reads it, with samples in the place of names in braces."""
    return fill(text, SAMPLES)


def count_words(text: str) -> int:
    """Words as a visitor reads them."""
    return len(as_read(text).split())


def measure_grade(answer: Answer) -> float | None:
    """The school grade that can read it; the formula is for English only."""
    if answer.language != ENGLISH:
        return None
    import textstat

    return float(textstat.flesch_kincaid_grade(as_read(answer.text)))


def measure_grades(answers: tuple[Answer, ...]) -> dict[str, float]:
    """Grades by the hash of the text."""
    measured = {text_hash(answer.text): measure_grade(answer) for answer in answers}
    return {key: grade for key, grade in measured.items() if grade is not None}


def kept_grades() -> dict[str, float]:
    """The grades that `make article` measured last."""
    grades: dict[str, float] = json.loads(GRADES.read_text(encoding="utf-8")) if GRADES.exists() else {}
    return grades


def grades_as_json(grades: dict[str, float]) -> str:
    """The file that keeps them."""
    return json.dumps({key: round(grade, 2) for key, grade in grades.items()}, indent=0, sort_keys=True) + "\n"


def minutes(words: int) -> int:
    """Reading time, rounded up."""
    return -(-words // WORDS_A_MINUTE)
