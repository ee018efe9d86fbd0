"""All words the bot can say, read as they stand in data/answers and domain.yml."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

import yaml

from bot.engine.model_file import ROOT

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Answer:
    """One variation of a response."""

    name: str  # utter_faq/recantation#0
    action: str
    text: str
    metadata: dict = field(default_factory=dict, hash=False, compare=False)

    @property
    def facts(self):
        return set(self.metadata.get("facts") or [])

    @property
    def for_whom(self):
        return self.metadata.get("for")

    @property
    def is_marked(self):
        """Whether it is only for some people, or for one wording of the question."""
        return bool(self.for_whom or self.metadata.get("about"))


def read_yaml(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _responses(path):
    return [
        Answer(f"{action}#{number}", action, row["text"], row.get("metadata") or {})
        for action, rows in (read_yaml(path).get("responses") or {}).items()
        for number, row in enumerate(rows)
    ]


@lru_cache
def knowledge_answers():
    """Answers to knowledge questions and their "tell me more"."""
    return [answer for path in sorted((ROOT / "data" / "answers").glob("*.yml")) for answer in _responses(path)]


@lru_cache
def fixed_texts():
    """The fixed texts of domain.yml."""
    return _responses(ROOT / "domain.yml")


def all_answers():
    return knowledge_answers() + fixed_texts()


def variations(action):
    return [answer for answer in knowledge_answers() if answer.action == action]


def facts_said():
    """Facts that an answer to a knowledge question, or its more, stands on."""
    return set().union(*(answer.facts for answer in knowledge_answers()))


def labels_of_messages():
    """Training messages with their label: (text, label, file)."""
    rows = []
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in read_yaml(path)["nlu"]:
            for line in block["examples"].splitlines():
                if line.startswith("- "):
                    rows.append((line[2:], block["intent"], path.name))
    return rows
