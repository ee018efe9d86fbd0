"""`make compare`: classifiers and encoders across writers, one table and a learning curve, into docs/measurements/.

Trained on data/nlu without the writers kept from the fine-tuning; tested on those writers, and on evaluation/.
Fine-tuning itself is `make tune`. Stock Rasa's DIET takes part with `make compare DIET_EPOCHS=20`, on a part of the
rows: on all of them its usual 100 epochs take hours.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import yaml
from threadpoolctl import threadpool_limits

from benchmarks.candidates import (
    CANDIDATES,
    N_SVM,
    TUNED,
    USE_DENSE,
    Bench,
    Messages,
    View,
    figures,
    mean_of,
    stratified,
    training_seconds,
)
from benchmarks.evaluation_set import Case, load_cases
from benchmarks.progress import say
from benchmarks.stock_diet import diet
from bot.engine.nlu.calibration import HELD_OUT_WRITERS
from bot.engine.nlu.encoder import CACHE, MODELS, encode, encode_all
from bot.engine.nlu.language import is_spanish
from bot.engine.nlu.wording import fold

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "measurements"
PORTIONS = (0.25, 0.5, 1.0)
DIET_PORTION = PORTIONS[0]
CURVES = (N_SVM, USE_DENSE)
TIMED = 100  # messages, one at a time


def read_training(folder: Path = ROOT / "data" / "nlu") -> tuple[list[Case], list[str]]:
    """All training messages as cases, and who wrote each."""
    cases, writers = [], []
    for path in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            writer, label = block["metadata"]["writer"], block["intent"].removeprefix("faq/")
            for line in block["examples"].splitlines():
                cases.append(Case(line.removeprefix("- ").strip(), (label,), writer))
                writers.append(writer)
    return cases, writers


def encoded(cases: list[Case], cache: Path) -> Messages:
    """Messages with their vectors, from the cache where it has them."""
    texts = [fold(case.text) for case in cases]
    kinds = [case.kind for case in cases]
    # evaluation/ says itself which are Spanish; a writer of data/nlu wrote in both languages.
    spanish = np.array([k == "spanish" if "spanish" in kinds else is_spanish(t) for k, t in zip(kinds, texts)])
    return Messages(cases, texts, encode_all("use", texts, cache), encode_all("tuned", texts, cache), spanish)


def milliseconds(views: dict[str, View], messages: Messages) -> dict[str, float]:
    """Median time of each view for one message, its vector given; and of each encoder."""
    few = [messages.part([i]) for i in range(0, len(messages.texts), max(1, len(messages.texts) // TIMED))]

    def median_ms(times: list[float]) -> float:
        return float(np.median(times)) * 1000

    found = {}
    for name, view in views.items():
        times = []
        for message in few:
            start = time.perf_counter()
            view.score(message)
            times.append(time.perf_counter() - start)
        found[name] = median_ms(times)
    for model in MODELS:
        times = []
        for message in few:
            start = time.perf_counter()
            encode(model, message.texts[0])
            times.append(time.perf_counter() - start)
        found[model] = median_ms(times)
    return found


def cell(across: float, evaluation: float) -> str:
    """Two shares: across writers, and on evaluation/."""
    return f"{shown(across)} · {shown(evaluation)}"


def shown(value: float) -> str:
    """A share as .912."""
    return "–" if np.isnan(value) else f"{value:.3f}".removeprefix("0")


def table_row(name: str, across: dict[str, float], evaluation: dict[str, float], ms: float, s: float | None) -> str:
    """One line of the table."""
    cells = [cell(across[figure], evaluation[figure]) for figure in across]
    head = "–" if np.isnan(ms) else f"{ms:.2f}"
    return f"| {name} | {' | '.join(cells)} | {head} | {'make tune' if s is None else f'{s:.0f}'} |"


def learning_curve(training: Messages, tests: list[Messages], whole: dict[str, View]) -> dict[str, list[list[float]]]:
    """Right first on each test set, for each portion of the rows; the views of all rows are given."""
    labels = [case.labels[0] for case in training.cases]
    curves: dict[str, list[list[float]]] = {name: [] for name in CURVES}
    for portion in PORTIONS:
        part = Bench(training if portion == 1.0 else training.part(stratified(labels, portion)))
        for name in CURVES:
            view = whole[name] if portion == 1.0 else part.view(name)
            found = [figures(view.score(test), part.labels.tolist(), test)["right first"] for test in tests]
            curves[name].append(found)
            say(f"{portion:.0%} of the rows, {name}: {' · '.join(map(shown, found))}")
    return curves


def diet_row(training: Messages, tests: list[Messages], epochs: int) -> str:
    """Stock DIET's line of the table, trained on DIET_PORTION of the rows."""
    labels = [case.labels[0] for case in training.cases]
    part = training.part(stratified(labels, DIET_PORTION))
    view, names = diet(part, tests, epochs), sorted(set(labels))
    found = [figures(view.score(test), names, test) for test in tests]
    name = f"stock DIET, {DIET_PORTION:.0%} of the rows, {epochs} epochs"
    return table_row(name, found[0], found[1], float("nan"), view.training_s)


def plot(curves: dict[str, list[list[float]]], rows: int, titles: list[str]) -> None:
    """learning-curve.png."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(6, 4))
    counts = [portion * rows for portion in PORTIONS]
    for colour, (name, points) in zip(("tab:orange", "tab:blue"), curves.items()):
        for test, title in enumerate(titles):
            values = [point[test] for point in points]
            axes.plot(
                counts, values, marker="o", color=colour, linestyle="--" if test else "-", label=f"{name}, {title}"
            )
    axes.set_xscale("log")
    axes.set_xticks(counts, [f"{count:,.0f}" for count in counts])
    axes.minorticks_off()
    axes.set_xlabel("training messages")
    axes.set_ylabel("right label first")
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(OUT / "learning-curve.png", dpi=90)
    plt.close(figure)


def report(
    lines: list[str],
    tests: list[Messages],
    training: Messages,
    ms: dict[str, float],
    curves: dict[str, list[list[float]]],
    with_diet: bool,
) -> str:
    """models.md."""
    across, evaluation = (len(test.texts) for test in tests)
    held_labels, all_labels = (len({case.labels[0] for case in part.cases}) for part in (tests[0], training))
    columns = "right first | in three | knowledge | out of scope found | safety found | false alarms | Spanish"
    text = [
        "# Models compared across writers",
        "",
        f"Written by `make compare`. Trained on {len(training.texts):,} messages of data/nlu, without the writer"
        f" {', '.join(HELD_OUT_WRITERS)}, whom the fine-tuning has not read either. Each cell: on that writer's"
        f" {across:,} messages · on the {evaluation:,} of evaluation/, written by other hands. A ranking alone: no"
        " patterns, no thresholds. Safety: one of the five safety labels stands first. That writer wrote for"
        f" {held_labels} of the {all_labels} labels, danger and near misses above all.",
        "",
        f"| candidate | {columns} | ms a message | training, s |",
        "|---" * 10 + "|",
        *lines,
        "",
        "ms: the head alone, one core, median; encoders come on top, in the same run:"
        f" USE {ms['use']:.1f}, tuned {ms['tuned']:.1f}.",
        "",
        "Not in the table: frozen MiniLM, whose weights are no longer in the repository (the tuned encoder took their"
        " place).",
        "",
        f"Stock Rasa's DIET learned {DIET_PORTION:.0%} of the rows, because it is slow: compare it with that line of"
        " the learning curve. `make bench` measures its speed."
        if with_diet
        else "Stock Rasa's DIET takes part with `make compare DIET_EPOCHS=20`.",
        "",
        "Logistic regression and nearest neighbours over tuned vectors rest on vectors that know their training rows"
        " already: the encoder was fine-tuned on the same messages, which makes them look easier than a stranger's.",
        "",
        "## Learning curve",
        "",
        "| rows | " + " | ".join(CURVES) + " |",
        "|---" * (1 + len(CURVES)) + "|",
        *(
            f"| {portion:.0%} | " + " | ".join(cell(*curves[name][i]) for name in CURVES) + " |"
            for i, portion in enumerate(PORTIONS)
        ),
        "",
        "![learning curve](learning-curve.png)",
        "",
    ]
    return "\n".join(text)


def main() -> None:
    """Fit everything, print and write the table and the curve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--diet-epochs", type=int, default=0, help="also train stock DIET for so many epochs")
    arguments = parser.parse_args()
    cases, writers = read_training()
    everything = encoded(cases, CACHE)
    held = np.isin(writers, HELD_OUT_WRITERS)
    training, across = everything.part(np.flatnonzero(~held)), everything.part(np.flatnonzero(held))
    # A folder of its own: the cache keeps only the texts of its last call.
    evaluation = encoded(load_cases(), CACHE / "evaluation")
    say(f"{len(training.texts)} messages to learn, {len(across.texts)} + {len(evaluation.texts)} to test")

    rows = [diet_row(training, [across, evaluation], arguments.diet_epochs)] if arguments.diet_epochs else []
    with threadpool_limits(1):
        bench = Bench(training)
        labels = bench.labels.tolist()
        views: dict[str, View] = {}
        for name in {name: None for candidate in CANDIDATES for name in candidate.weights}:
            views[name] = bench.view(name)
            say(f"{name}: fitted in {views[name].training_s or 0:.0f} s" if name != TUNED else f"{name}: read")
        ms = milliseconds(views, evaluation)
        tests = [across, evaluation]
        scores = [{name: view.score(test) for name, view in views.items()} for test in tests]
        lines = rows
        for candidate in CANDIDATES:
            found = [figures(mean_of(s, candidate, labels), labels, test) for s, test in zip(scores, tests)]
            head_ms = sum(ms[name] for name in candidate.weights)
            lines.append(table_row(candidate.name, found[0], found[1], head_ms, training_seconds(candidate, views)))
        curves = learning_curve(training, tests, views)

    OUT.mkdir(parents=True, exist_ok=True)
    plot(curves, len(training.texts), [f"writer {', '.join(HELD_OUT_WRITERS)}", "evaluation/"])
    text = report(lines, tests, training, ms, curves, with_diet=bool(arguments.diet_epochs))
    (OUT / "models.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
