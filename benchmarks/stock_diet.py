"""Stock Rasa's classifier (DIET, as `rasa init` sets it up) on the messages of compare_models.py.

In processes of its own: it needs TensorFlow, which ours keep out. Labels are plain intents here, so that one DIET ranks
all of them, as our classifier does.
"""

from __future__ import annotations

import http.client
import json
import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import yaml

from benchmarks.candidates import Messages, View
from benchmarks.child import Child, end_all
from benchmarks.peer import config
from benchmarks.progress import say
from benchmarks.stack import answers, free_port
from benchmarks.training import run_training

READY_TIMEOUT_S = 600
WITHOUT = ("EntitySynonymMapper", "ResponseSelector", "FallbackClassifier")


def diet(training: Messages, tests: list[Messages], epochs: int) -> View:
    """DIET trained on `training`; its view knows the messages of `tests` only, because its server is gone by then."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        project(folder, training, epochs)
        say(f"stock DIET: {len(training.texts)} rows, {epochs} epochs")
        command = [sys.executable, "-u", "-m", "rasa", "train", "nlu", "--fixed-model-name", "diet", "--out", "models"]
        seconds = run_training("stock DIET", command, folder, folder / "train.log")
        say(f"stock DIET: trained in {seconds:.0f} s")
        labels = sorted({case.labels[0] for case in training.cases})
        texts = {case.text for test in tests for case in test.cases}
        found = _ask(folder, sorted(texts), labels)

    def score(messages: Messages) -> np.ndarray:
        return np.stack([found[case.text] for case in messages.cases])

    return View(score, seconds)


def project(folder: Path, training: Messages, epochs: int) -> None:
    """Write the files that `rasa train nlu` reads."""
    examples: dict[str, list[str]] = {}
    for case in training.cases:
        examples.setdefault(case.labels[0], []).append(case.text)
    nlu = [{"intent": label, "examples": "".join(f"- {text}\n" for text in texts)} for label, texts in examples.items()]
    settings = config(epochs)
    settings["pipeline"] = [part for part in settings["pipeline"] if part["name"] not in WITHOUT]
    settings["policies"] = []
    (folder / "data").mkdir()
    for name, content in (
        ("config.yml", settings),
        ("data/nlu.yml", {"version": "3.1", "nlu": nlu}),
        ("domain.yml", {"version": "3.1", "intents": sorted(examples)}),
    ):
        (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True, width=10_000), encoding="utf-8")


def _ask(folder: Path, texts: list[str], labels: list[str]) -> dict[str, np.ndarray]:
    """Its probability of each label for each text, from its own server; those it does not list count 0."""
    port = free_port()
    command = [sys.executable, "-m", "rasa", "run", "--enable-api", "-m", "models/diet.tar.gz"]
    command += ["--interface", "127.0.0.1", "-p", str(port)]
    child = Child("stock DIET", command, cwd=folder, env=os.environ, log=folder / "run.log")
    try:
        while not answers(port, "/version"):
            if not child.is_alive or time.monotonic() - child.started_at > READY_TIMEOUT_S:
                raise RuntimeError(f"stock DIET is not ready: {child.last_line()}")
            time.sleep(0.2)
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        found = {}
        for text in texts:
            line.request("POST", "/model/parse", json.dumps({"text": text}), {"Content-Type": "application/json"})
            ranking = json.loads(line.getresponse().read())["intent_ranking"]
            found[text] = row_of(ranking, labels)
        return found
    finally:
        end_all([child], 8)


def row_of(ranking: list[dict[str, Any]], labels: list[str]) -> np.ndarray:
    """A ranking as probabilities in the order of the labels; a typed "/faq/…" stock Rasa takes for a command."""
    row = np.zeros(len(labels), dtype=np.float32)
    for entry in ranking:
        if entry["name"] in labels:
            row[labels.index(entry["name"])] = entry["confidence"]
    return row
