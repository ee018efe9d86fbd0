"""Trains the model when its data, configuration, domain or components changed; `--force` trains anyway."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import yaml  # noqa: E402

from bot.engine.model_file import MODEL, fingerprint, is_current, write_seal  # noqa: E402


def check_yaml() -> None:
    """Stop with one line that names file and place when a YAML file is broken."""
    for path in [ROOT / "config.yml", ROOT / "domain.yml", *sorted((ROOT / "data").rglob("*.yml"))]:
        try:
            yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        except yaml.YAMLError as exc:
            mark = getattr(exc, "problem_mark", None)
            place = f", line {mark.line + 1}" if mark else ""
            sys.exit(f"make: {path.relative_to(ROOT)}{place}: {getattr(exc, 'problem', None) or 'no valid YAML'}")


def train() -> None:
    """Run Rasa's training into models/client-questions.tar.gz and seal it; its own output goes to models/train.log."""
    made_from = fingerprint()
    log = ROOT / "models" / "train.log"
    log.parent.mkdir(exist_ok=True)
    first = not (ROOT / ".cache" / "embeddings").exists()
    print(f"Training the model (about {'four minutes the first time' if first else 'a minute'}) …", flush=True)
    start = time.monotonic()
    # Rasa's validation reads all data a second time; `make test` runs it (rasa data validate).
    command = [sys.executable, "-u", "-m", "bot.engine", "train", "--fixed-model-name", "client-questions"]
    command.append("--skip-validation")
    with log.open("w", encoding="utf-8") as sink:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert process.stdout is not None
        for line in process.stdout:
            sink.write(line)
            if line.startswith("  ") and ("encoded" in line or "fitting" in line):
                print(line.rstrip(), flush=True)
    if process.wait() != 0 or not MODEL.exists():
        tail = [line for line in log.read_text(encoding="utf-8").splitlines() if line.strip()][-1:]
        sys.exit(f"make: training failed: {tail[0][:300] if tail else 'no output'} (all of it in models/train.log)")
    write_seal(made_from)
    print(f"Trained in {time.monotonic() - start:.0f} s.", flush=True)


if __name__ == "__main__":
    check_yaml()
    if "--force" in sys.argv or not is_current():
        train()
    else:
        print("The model is up to date.")
