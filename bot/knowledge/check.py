"""`make article`: `python -m bot.knowledge.check [--folder DIR] [--article FILE]`.

Prints what is wrong with facts, questions and answers, one problem a line, and ends with 1 when there is any. Then it
writes the answer book and the figures; for another folder than data/ only when `--docs` says where to.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.knowledge.answers import UnreadableFile
from bot.knowledge.article import DATA
from bot.knowledge.book import make_book
from bot.knowledge.book_pages import book_page, measurements_page
from bot.knowledge.checks import Problem, find_problems
from bot.knowledge.material import Material, load_material
from bot.knowledge.reading import GRADES, grades_as_json, measure_grades

ROOT = DATA.parent


def main(arguments: list[str] | None = None) -> int:
    """Check, report, write; the number that the process ends with."""
    options = _options(arguments)
    folder = options.folder.resolve()
    try:
        material = load_material(folder)
        article_text = _article_text(folder, options.article)
    except UnreadableFile as error:
        _print(Problem(error.path, "the whole file", error.wrong, "Mend the file, then run it again."))
        return 1
    problems = find_problems(material, article_text)
    for problem in problems:
        _print(problem)
    is_own = folder == DATA
    docs = options.docs or (ROOT / "docs" if is_own else None)
    if docs:
        for path, text in pages(material, docs, grades=GRADES if is_own else None).items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    _say(_summary(material, problems, article_text is not None, docs))
    return 1 if problems else 0


def pages(material: Material, docs: Path, grades: Path | None = None) -> dict[Path, str]:
    """What is written: path → text."""
    measured = measure_grades(material.answers)
    written = {
        docs / "answers.md": book_page(make_book(material, measured)),
        docs / "measurements" / "answers.md": measurements_page(material, measured),
    }
    if grades:
        written[grades] = grades_as_json(measured)
    return written


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.knowledge.check", description="Check an article's answers.")
    parser.add_argument("--folder", type=Path, default=DATA, help="knowledge/, answers/ and nlu/ in it (data/)")
    parser.add_argument("--article", type=Path, help="the article's own text, to find words copied from it")
    parser.add_argument("--docs", type=Path, help="where to write the answer book (docs/ for data/)")
    return parser.parse_args(arguments)


def _article_text(folder: Path, path: Path | None) -> str | None:
    """The article's own words: the file named, or the one that lies in the folder."""
    beside = folder / "article.txt"
    chosen = path or (beside if beside.exists() else None)
    if chosen is None:
        return None
    try:
        return chosen.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(chosen, "can't be read as text") from error


def _summary(material: Material, problems: list[Problem], is_compared: bool, docs: Path | None) -> str:
    what = (
        f"{len(material.article.facts)} facts, {len(material.labels)} questions, {len(material.answers)} answers: "
        f"{len(problems) or 'no'} problem{'s' * (len(problems) != 1)}."
    )
    compared = "" if is_compared else " Not compared with the article's own words: name its file (ARTICLE=…)."
    written = (
        f" Written: {_shown(docs / 'answers.md')}, {_shown(docs / 'measurements' / 'answers.md')}." if docs else ""
    )
    return what + compared + written


def _print(problem: Problem) -> None:
    _say(f"{_shown(problem.file)}: {problem.name}: {problem.wrong}. {problem.mend}")


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
