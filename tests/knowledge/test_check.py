"""`make article`: what it prints, how it ends, what it writes."""

import os
import subprocess
import sys

import pytest

from bot.knowledge.article import DATA
from bot.knowledge.check import main, pages
from bot.knowledge.material import load_material
from bot.knowledge.reading import GRADES
from tests.knowledge.articles import ANSWERS, SECOND_ARTICLE, a_copy, spoil

ROOT = DATA.parent
FORBIDDEN_WORDS = (f"{ROOT.parent}/", "/home/", "/tmp/")


@pytest.mark.parametrize("path", [ROOT / "docs" / "answers.md", ROOT / "docs" / "measurements" / "answers.md", GRADES])
def test_the_committed_files_are_what_it_writes(path):
    """If not: run `make article` and commit what it wrote."""
    written = pages(load_material(DATA), ROOT / "docs", grades=GRADES)

    assert path.read_text(encoding="utf-8") == written[path]


def test_what_it_writes_hangs_on_the_files_alone(tmp_path):
    """Not on the order of sets, the firm's settings, the place or the day."""
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "FIRM_NAME": f"Firm {seed}", "FIRM_PHONE": seed}
        command = [sys.executable, "-m", "bot.knowledge.check", "--docs", str(tmp_path / seed)]
        subprocess.run([*command, "--folder", str(SECOND_ARTICLE)], cwd=ROOT, env=env, check=True, capture_output=True)

    for name in ("answers.md", "measurements/answers.md"):
        first, second = ((tmp_path / seed / name).read_text(encoding="utf-8") for seed in ("1", "2"))
        assert first == second
        assert not [words for words in FORBIDDEN_WORDS if words in first]


def test_no_problem_ends_with_0_and_says_what_was_looked_at(capsys):
    assert main(["--folder", str(SECOND_ARTICLE)]) == 0

    assert capsys.readouterr().out == "15 facts, 5 questions, 17 answers: no problems.\n"


def test_problems_are_printed_one_a_line_and_end_with_1(tmp_path, capsys):
    folder = a_copy(tmp_path)
    spoil(folder, ANSWERS, "facts: [F212]", "facts: [F3]")

    assert main(["--folder", str(folder)]) == 1

    *lines, summary = capsys.readouterr().out.splitlines()
    assert f"{folder / ANSWERS}: utter_more_missed_arraignment#0: F3 is no fact of article.yml. Name the" in lines[-1]
    assert [line.split(": ")[1] for line in lines] == [
        "F212",
        "utter_faq/missed_arraignment#0",
        "utter_faq/missed_arraignment#1",
        "utter_more_missed_arraignment#0",
    ]
    assert summary.endswith(": 4 problems.")


def test_the_book_is_written_although_there_are_problems(tmp_path):
    folder = a_copy(tmp_path)
    spoil(folder, ANSWERS, "facts: [F212]", "facts: [F3]")

    assert main(["--folder", str(folder), "--docs", str(tmp_path / "docs")]) == 1

    assert (tmp_path / "docs" / "answers.md").exists()


def test_an_article_on_its_way_in_leaves_docs_alone(capsys):
    before = (ROOT / "docs" / "answers.md").stat().st_mtime_ns

    main(["--folder", str(SECOND_ARTICLE)])

    assert (ROOT / "docs" / "answers.md").stat().st_mtime_ns == before
    assert "Written" not in capsys.readouterr().out


def test_it_says_when_nothing_was_compared_with_the_article(tmp_path, capsys):
    folder = a_copy(tmp_path)
    (folder / "article.txt").rename(tmp_path / "elsewhere.txt")

    main(["--folder", str(folder)])
    assert "Not compared with the article's own words" in capsys.readouterr().out

    main(["--folder", str(folder), "--article", str(tmp_path / "elsewhere.txt")])
    assert "Not compared" not in capsys.readouterr().out


@pytest.mark.parametrize("file", ["knowledge/article.yml", ANSWERS])
def test_a_broken_file_is_one_line(tmp_path, capsys, file):
    folder = a_copy(tmp_path)
    (folder / file).write_text("a: [1", encoding="utf-8")

    assert main(["--folder", str(folder)]) == 1

    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{folder / file}: the whole file: no valid YAML")


def test_a_missing_article_text_is_one_line(tmp_path, capsys):
    assert main(["--folder", str(SECOND_ARTICLE), "--article", str(tmp_path / "none.txt")]) == 1

    assert "none.txt: the whole file: can't be read as text." in capsys.readouterr().out


def test_make_knows_it():
    made = subprocess.run(
        ["make", "--dry-run", "article", "FOLDER=a b", "ARTICLE=c.txt"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )

    assert '-m bot.knowledge.check --folder "a b" --article "c.txt"' in made.stdout
