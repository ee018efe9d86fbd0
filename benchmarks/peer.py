"""The peer: stock Rasa with the pipeline that `rasa init` writes, on our training messages, answers and rules.

Its configuration and a plain domain (no form, no slots, no components of ours) are made into a folder of its own.
A trained peer is kept in .cache/peer, because it trains for many minutes.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from benchmarks.child import Child, end_all
from benchmarks.progress import say
from benchmarks.stack import answers, free_port
from benchmarks.training import run_training
from bot.engine.model_file import ROOT

CACHE = ROOT / ".cache" / "peer"
STOCK_EPOCHS = 100
# Enough to measure: what a message costs does not depend on it, and a training time can only grow.
FEW_EPOCHS = 3
READY_TIMEOUT_S = 600
FALLBACK_INTENT = "nlu_fallback"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")

Yaml = dict[str, Any]


@dataclass(frozen=True)
class Trained:
    """The peer's project and model, how long its training took, and when that was."""

    folder: Path
    model: Path
    seconds: float
    trained_on: str
    is_of_this_data: bool = True


def config(epochs: int) -> Yaml:
    """Rasa 3.6's default_config.yml, which `rasa init` hands out as comments."""
    return {
        "recipe": "default.v1",
        "assistant_id": "peer",
        "language": "en",
        "pipeline": [
            {"name": "WhitespaceTokenizer"},
            {"name": "RegexFeaturizer"},
            {"name": "LexicalSyntacticFeaturizer"},
            {"name": "CountVectorsFeaturizer"},
            {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
            {"name": "DIETClassifier", "epochs": epochs, "constrain_similarities": True},
            {"name": "EntitySynonymMapper"},
            {"name": "ResponseSelector", "epochs": epochs, "constrain_similarities": True},
            {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
        ],
        "policies": [
            {"name": "MemoizationPolicy"},
            {"name": "RulePolicy"},
            {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": epochs},
            {"name": "TEDPolicy", "max_history": 5, "epochs": epochs, "constrain_similarities": True},
        ],
    }


def plain_steps(steps: Iterable[Yaml]) -> list[Yaml]:
    """The steps up to the first that needs a form, a slot or an action of ours."""
    kept: list[Yaml] = []
    for step in steps:
        if not ("intent" in step or str(step.get("action", "")).startswith("utter_")):
            break
        kept.append({key: step[key] for key in ("intent", "action") if key in step})
    return kept if len(kept) > 1 and "intent" in kept[0] else []


def plain_rows(rows: Iterable[Yaml], kind: str) -> list[Yaml]:
    """Rules or stories that stand without forms and slots."""
    cut = ({kind: row[kind], "steps": plain_steps(row["steps"])} for row in rows if "condition" not in row)
    return [row for row in cut if row["steps"]]


def plain_responses(responses: Yaml) -> dict[str, list[Yaml]]:
    """Texts only, variations for special readers left out, placeholders as words."""
    plain: dict[str, list[Yaml]] = {}
    for name, variations in responses.items():
        for_all = [row for row in variations if "for" not in (row.get("metadata") or {})]
        plain[name] = [{"text": _PLACEHOLDER.sub(_in_words, row["text"])} for row in for_all]
    return plain


def _in_words(placeholder: re.Match[str]) -> str:
    return placeholder[1].replace("_", " ")


def write_folder(tree: Path, target: Path, epochs: int) -> None:
    """The peer's project, made from a tree of ours: the same data/nlu, the rest reduced to what stock Rasa has."""
    rules = plain_rows(_joined(tree / "data" / "rules", "rules"), "rule")
    stories = plain_rows(_joined(tree / "data" / "stories", "stories"), "story")
    rules.append(
        {"rule": "what is not understood", "steps": [{"intent": FALLBACK_INTENT}, {"action": "utter_out_of_scope"}]}
    )
    ours = _read(tree / "domain.yml")
    responses = {**ours["responses"]}
    for path in sorted((tree / "data" / "answers").glob("*.yml")):
        responses |= _read(path)["responses"]
    said = {step["action"] for row in rules + stories for step in row["steps"] if "action" in step}
    domain = {
        "version": "3.1",
        "intents": [*ours["intents"], FALLBACK_INTENT],
        "actions": ["utter_faq"],
        "responses": {
            name: texts
            for name, texts in plain_responses(responses).items()
            if name in said or name.startswith("utter_faq/")
        },
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
    }
    shutil.copytree(tree / "data" / "nlu", target / "data" / "nlu")
    _write(target / "config.yml", config(epochs))
    _write(target / "domain.yml", domain)
    _write(target / "data" / "rules.yml", {"version": "3.1", "rules": rules})
    _write(target / "data" / "stories.yml", {"version": "3.1", "stories": stories})
    _write(target / "credentials.yml", {"rest": None})
    _write(target / "endpoints.yml", {})


def knowledge_answers(folder: Path) -> set[str]:
    """What the peer can say to knowledge questions."""
    responses = _read(folder / "domain.yml")["responses"]
    return {row["text"] for name, rows in responses.items() if name.startswith("utter_faq/") for row in rows}


def folder_hash(folder: Path) -> str:
    """Names what the peer is trained from."""
    digest = hashlib.sha256(version("rasa").encode())
    for path in sorted([folder / "config.yml", folder / "domain.yml", *(folder / "data").rglob("*.yml")]):
        digest.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def newest(folder: Path, epochs: int, cache: Path = CACHE) -> Trained | None:
    """The peer trained last with that many epochs, whatever the data were; for all figures but training time."""
    kept = [record.parent for record in cache.glob("*/training.json") if _read_record(record)["epochs"] == epochs]
    if not kept:
        return None
    last = max(kept, key=lambda one: (one / "training.json").stat().st_mtime)
    record = _read_record(last / "training.json")
    is_of_this_data = last.name == folder_hash(folder)
    say(f"peer: the model of {record['trained_on']} is taken{'' if is_of_this_data else ', of other data'}")
    return Trained(folder, last / "peer.tar.gz", record["seconds"], record["trained_on"], is_of_this_data)


def train(folder: Path, epochs: int) -> Trained:
    """The peer's model, trained now or kept from a day with the same data and configuration."""
    kept = CACHE / folder_hash(folder)
    record, model = kept / "training.json", kept / "peer.tar.gz"
    if record.exists() and model.exists():
        known = _read_record(record)
        say(f"peer: the model of {known['trained_on']} is kept ({known['seconds']:.0f} s of training)")
        return Trained(folder, model, known["seconds"], known["trained_on"])
    say(f"peer: training, {epochs} epochs (stock Rasa: with 100 this takes hours; it is kept for the next time)")
    command = [sys.executable, "-u", "-m", "rasa", "train", "--fixed-model-name", "peer"]
    seconds = run_training("peer, training", command, folder, folder / "train.log")
    say(f"peer: trained in {seconds:.0f} s")
    kept.mkdir(parents=True, exist_ok=True)
    shutil.copy2(folder / "models" / "peer.tar.gz", model)
    trained_on = datetime.now(timezone.utc).date().isoformat()
    record.write_text(
        json.dumps({"seconds": seconds, "trained_on": trained_on, "epochs": epochs}) + "\n", encoding="utf-8"
    )
    return Trained(folder, model, seconds, trained_on)


class Peer:
    """The peer's server; `with Peer(trained) as peer:` is ready inside."""

    def __init__(self, trained: Trained) -> None:
        self._folder = trained.folder
        self._model = trained.model
        self.port = free_port()
        self.ready_after_s = 0.0

    def __enter__(self) -> Peer:
        command = [sys.executable, "-m", "rasa", "run", "-m", str(self._model), "--interface", "127.0.0.1"]
        command += ["-p", str(self.port), "--credentials", "credentials.yml", "--endpoints", "endpoints.yml"]
        self._child = Child("peer", command, cwd=self._folder, env=os.environ, log=self._folder / "run.log")
        try:
            while not answers(self.port, "/webhooks/rest/"):
                if not self._child.is_alive or time.monotonic() - self._child.started_at > READY_TIMEOUT_S:
                    raise RuntimeError(f"the peer is not ready: {self._child.last_line()}")
                time.sleep(0.05)
        except BaseException:
            self.__exit__()
            raise
        self.ready_after_s = time.monotonic() - self._child.started_at
        return self

    def __exit__(self, *_: object) -> None:
        end_all([self._child], 8)

    def memory_bytes(self) -> int:
        """Resident memory."""
        return self._child.memory_bytes()

    def cpu_seconds(self) -> float:
        """Processor time used since the start."""
        return self._child.cpu_seconds()


def _read_record(path: Path) -> Yaml:
    known: Yaml = json.loads(path.read_text(encoding="utf-8"))
    return known


def _joined(folder: Path, key: str) -> list[Yaml]:
    return [row for path in sorted(folder.glob("*.yml")) for row in _read(path).get(key) or []]


def _read(path: Path) -> Yaml:
    loaded: Yaml = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def _write(path: Path, content: Yaml) -> None:
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=1000), encoding="utf-8")
