"""scripts/harmless_warnings.txt excuses warnings of `rasa data validate`; each line is narrow and none is stale.

Rasa knows texts that a story or rule names. The others are said by TurnPolicy and the form (lines 2 and 3) or by the
website (line 4); tests/test_architecture.py finds those that nobody says. The retrieval intent (line 1) stands in
domain.yml and in data/answers, as Rasa wants it.
"""

import re

from bot.engine.model_file import ROOT
from tests.knowledge.answers import all_answers

LINES = (ROOT / "scripts" / "harmless_warnings.txt").read_text(encoding="utf-8").splitlines()


def test_every_line_is_a_pattern_that_means_something():
    """An empty line would excuse everything."""
    assert LINES
    for line in LINES:
        assert len(line) > 30
        re.compile(line)


def test_what_is_excused_by_name_exists():
    known = {answer.action for answer in all_answers()}
    named = {f"utter_{name}" for line in LINES[2:] for name in re.search(r"utter_\(([a-z_|]+)\)", line)[1].split("|")}

    assert named - known == set()


def test_real_warnings_stay_visible():
    for warning in (
        "UserWarning: The intent 'victim_lied' is listed in the domain file, but is not in the NLU data.",
        "UserWarning: The utterance 'utter_nobody_says_this' is not used in any story or rule.",
        "UserWarning: The following duplicated intents have been found across multiple domain files: faq greet ",
        "UserWarning: The example 'yes' was found labeled with multiple different intents in the training data.",
    ):
        assert not any(re.search(line, warning) for line in LINES), warning
