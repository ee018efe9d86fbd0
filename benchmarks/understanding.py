"""`make evaluate`: every figure of "Understanding" on evaluation/ and evaluation/unseen/, into docs/measurements/.

Weights and thresholds were set with a look at evaluation/, nothing with a look at unseen/. Tables by label and plots
are of evaluation/. `--check` ends with 1 when a figure of either is below its floor. End to end means what a visitor
gets: the answer at once, the right question among the buttons, or a wrong answer.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.engine_model import EngineModel
from benchmarks.evaluation_set import UNSEEN, Case, load_cases
from bot.knowledge.labels import KNOWLEDGE, SAFETY, is_knowledge

OUT = Path(__file__).resolve().parent.parent / "docs" / "measurements"
OOS = "out_of_scope"
OFFERED = "right answer offered as a button"
SAFETY_FLAG = {
    "in_danger": {"danger", "danger_unsure"},
    "self_harm": {"self_harm"},
    "i_am_the_victim": {"adverse"},
    "influence_the_victim": {"influence", "threat"},
    "urgent_matter": {"urgent", "custody"},
}
# figure → (floor, goal, whether more is better)
BARS = {
    "right label first, knowledge": (0.78, 0.92, True),
    "right label first, strangers' style": (0.70, 0.88, True),
    "right label first, all": (0.80, 0.93, True),
    "right label among the first three": (0.93, 0.98, True),
    "out of scope found": (0.88, 0.97, True),
    "in scope wrongly refused": (0.06, 0.02, False),
    "safety found (label first)": (0.94, 0.99, True),
    "safety false alarms (label first)": (0.04, 0.01, False),
    "calibration error (ECE)": (0.06, 0.03, False),
    "right answer at once": (0.70, 0.88, True),
    OFFERED: (0.18, 0.08, True),
    "wrong answer given": (0.06, 0.02, False),
    "compound: every part served": (0.70, 0.90, True),
    "Spanish: right label first": (0.78, 0.90, True),
}


def is_safety(case: Case) -> bool:
    """Whether the best label is one of the five safety labels."""
    return case.labels[0] in SAFETY


def measure(cases: list[Case], parses: list[dict[str, Any]]) -> dict[str, float]:
    """All figures of bars.md, "Understanding"."""
    top = [parse["labels"][0]["name"] for parse in parses]
    confidence = np.array([parse["labels"][0]["confidence"] for parse in parses])
    right = np.array([t in c.labels for t, c in zip(top, cases)])
    in_three = np.array([any(r["name"] in c.labels for r in p["labels"][:3]) for p, c in zip(parses, cases)])
    known = np.array([is_knowledge(c.labels[0]) for c in cases])
    oos = np.array([c.labels[0] == OOS for c in cases])
    never_oos = np.array([OOS not in c.labels for c in cases])
    safety = np.array([is_safety(c) for c in cases])
    never_safety = np.array([not set(c.labels) & set(SAFETY) for c in cases])
    top_is_safety = np.array([t in SAFETY for t in top])
    top_is_oos = np.array([t == OOS for t in top])
    flagged = np.array([bool(flags_seen(p) & SAFETY_FLAG.get(c.labels[0], set())) for c, p in zip(cases, parses)])
    answered = np.array([p["decision"] == "answer" for p in parses])
    asked = np.array([p["decision"] == "clarify" for p in parses])
    offered = np.array([bool(set(p["choices"]) & set(c.labels)) for p, c in zip(parses, cases)])
    admitted = np.array([p["decision"] == "admit" for p in parses])
    served_oos = admitted & np.array([OOS in c.labels for c in cases])
    kind = np.array([c.kind for c in cases])
    compound = np.array([c.has_parts for c in cases])
    single = ~compound
    return {
        "right label first, knowledge": right[known & single].mean(),
        "right label first, strangers' style": right[(kind == "forum")].mean(),
        "right label first, all": right.mean(),
        "right label among the first three": in_three.mean(),
        "out of scope found": top_is_oos[oos].mean(),
        "in scope wrongly refused": top_is_oos[never_oos].mean(),
        "safety found (label first)": top_is_safety[safety].mean(),
        "safety found (label or flag)": (top_is_safety | flagged)[safety].mean(),
        "safety false alarms (label first)": top_is_safety[never_safety].mean(),
        "danger and self-harm flagged": flagged[[c.labels[0] in SAFETY[:2] for c in cases]].mean(),
        "danger and self-harm flagged without need": np.mean(
            [
                bool(flags_seen(p) & {"danger", "danger_unsure", "self_harm"})
                for p, ok in zip(parses, never_safety)
                if ok
            ]
        ),
        "calibration error (ECE)": expected_calibration_error(confidence, right),
        "right answer at once": ((answered & right) | served_oos)[single].mean(),
        OFFERED: (asked & offered)[single].mean(),
        "wrong answer given": (answered & ~right)[single].mean(),
        "admitted though it could be answered": (admitted & never_oos)[single].mean(),
        "compound: every part served": np.mean([all_served(c, p) for c, p in zip(cases, parses) if c.has_parts]),
        "Spanish: right label first": right[kind == "spanish"].mean(),
    }


def flags_seen(parse: dict[str, Any]) -> set[str]:
    """The flags of a parse result."""
    return set(parse["flags"])


def all_served(case: Case, parse: dict[str, Any]) -> bool:
    """Whether every question of a compound message would be answered."""
    served = {part["label"] for part in parse["parts"]} or {parse["labels"][0]["name"]}
    for label in case.labels:
        if label not in served and not flags_seen(parse) & SAFETY_FLAG.get(label, set()):
            return False
    return True


def expected_calibration_error(confidence: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Mean distance of confidence and accuracy over equal-width bins, weighted by their size."""
    edges = np.minimum((confidence * bins).astype(int), bins - 1)
    total = 0.0
    for b in range(bins):
        inside = edges == b
        if inside.any():
            total += inside.mean() * abs(confidence[inside].mean() - right[inside].mean())
    return float(total)


def report(
    cases: list[Case], parses: list[dict[str, Any]], figures: dict[str, float], unseen: dict[str, float], count: int
) -> str:
    """The figures of both sets beside their bars, then evaluation/ by kind and by label, as Markdown."""
    lines = ["# Understanding, measured on evaluation/", ""]
    lines += [f"{len(cases)} messages, and {count} of evaluation/unseen/. Written by `make evaluate`.", ""]
    lines += ["| figure | evaluation/ | unseen/ | floor | goal | |", "|---|---|---|---|---|---|"]
    for name, value in figures.items():
        floor, goal, _ = BARS.get(name, ("", "", True))
        verdict = "**below**" if name in below_floor(figures) + below_floor(unseen) else "ok" if name in BARS else ""
        lines.append(f"| {name} | {value:.3f} | {unseen[name]:.3f} | {floor} | {goal} | {verdict} |")
    right_by: dict[str, list[bool]] = defaultdict(list)
    confused: dict[str, Counter[str]] = defaultdict(Counter)
    for case, parse in zip(cases, parses):
        found = parse["labels"][0]["name"]
        right_by[f"kind {case.kind}"].append(found in case.labels)
        right_by[case.labels[0]].append(found in case.labels)
        if found not in case.labels:
            confused[case.labels[0]][found] += 1
    lines += ["", "| kind or label | messages | right first | taken for |", "|---|---|---|---|"]
    for name, rows in sorted(right_by.items(), key=lambda item: (not item[0].startswith("kind"), np.mean(item[1]))):
        wrong = ", ".join(f"{other} {n}" for other, n in confused[name].most_common(3))
        lines.append(f"| {name} | {len(rows)} | {np.mean(rows):.2f} | {wrong} |")
    lines += ["", "![confusion](confusion.png)", "", "![reliability](reliability.png)", ""]
    lines += ["![cost over the confidence at which the bot answers](thresholds.png)", ""]
    return "\n".join(lines)


def below_floor(figures: dict[str, float]) -> list[str]:
    """The figures that miss their floor; how often the answer is only offered is no merit by itself."""
    return [
        name
        for name, (floor, _, more) in BARS.items()
        if name != OFFERED and (figures[name] < floor if more else figures[name] > floor)
    ]


def plot(cases: list[Case], parses: list[dict[str, Any]]) -> None:
    """Confusion matrix and reliability diagram as PNG."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    names = sorted({c.labels[0] for c in cases}, key=lambda n: (n not in KNOWLEDGE, n))
    index = {name: i for i, name in enumerate(names)}
    counts = np.zeros((len(names), len(names)))
    for case, parse in zip(cases, parses):
        found = parse["labels"][0]["name"]
        counts[index[case.labels[0]], index.get(case.labels[0] if found in case.labels else found, index[OOS])] += 1
    figure, axes = plt.subplots(figsize=(13, 12))
    axes.imshow(counts / np.maximum(counts.sum(1, keepdims=True), 1), cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)), names, fontsize=7)
    axes.set_xlabel("understood as")
    axes.set_ylabel("meant")
    figure.tight_layout()
    figure.savefig(OUT / "confusion.png", dpi=90)
    plt.close(figure)

    confidence = np.array([p["labels"][0]["confidence"] for p in parses])
    right = np.array([p["labels"][0]["name"] in c.labels for p, c in zip(parses, cases)])
    bins = np.minimum((confidence * 10).astype(int), 9)
    points = [
        (confidence[bins == b].mean(), right[bins == b].mean(), (bins == b).sum())
        for b in range(10)
        if (bins == b).any()
    ]
    figure, axes = plt.subplots(figsize=(5, 5))
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1)
    axes.scatter([p[0] for p in points], [p[1] for p in points], s=[4 + p[2] for p in points], alpha=0.7)
    axes.set_xlabel("confidence")
    axes.set_ylabel("share right")
    figure.tight_layout()
    figure.savefig(OUT / "reliability.png", dpi=90)
    plt.close(figure)


def cost_below(
    case: Case, parse: dict[str, Any], threshold: float, below: str, price: dict[str, float], choices: int = 3
) -> float:
    """What one message costs when the bot answers from a confidence on, and below it does the same every time."""
    top = parse["labels"][0]
    if top["name"] == OOS:  # never answered: there is nothing to say
        return 0.0 if OOS in case.labels else price["admit"]
    if top["confidence"] >= threshold or top["name"] in SAFETY:  # safety is answered whatever the confidence
        return 0.0 if top["name"] in case.labels else price["wrong"]
    if below == "admit":
        return 0.0 if OOS in case.labels else price["admit"]
    # Asked in vain, the visitor reads an admission next.
    offered = [row["name"] for row in parse["labels"] if row["name"] != OOS][:choices]
    return price["ask"] + (0.0 if set(offered) & set(case.labels) else price["admit"])


def cost_decided(case: Case, parse: dict[str, Any], price: dict[str, float]) -> float:
    """What the bot's own decision costs on one message."""
    if parse["decision"] == "answer":
        return 0.0 if parse["labels"][0]["name"] in case.labels else price["wrong"]
    if parse["decision"] == "admit":
        return 0.0 if OOS in case.labels else price["admit"]
    return price["ask"] + (0.0 if set(parse["choices"]) & set(case.labels) else price["admit"])


def plot_thresholds(cases: list[Case], parses: list[dict[str, Any]]) -> dict[str, float]:
    """thresholds.png: mean cost over the confidence from which the bot answers; returns what it shows in figures."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    from bot.engine.nlu.decision import CHOICES, COST_ADMIT, COST_ASK, COST_WRONG

    price = {"wrong": COST_WRONG, "ask": COST_ASK, "admit": COST_ADMIT}
    single = [(c, p) for c, p in zip(cases, parses) if not c.has_parts]
    thresholds = np.linspace(0, 1, 51)
    decided = float(np.mean([cost_decided(c, p, price) for c, p in single]))
    found = {"decision by expected cost": decided}
    figure, axes = plt.subplots(figsize=(6, 4))
    for below, words in (("clarify", "asks back below"), ("admit", "admits below")):
        costs = [np.mean([cost_below(c, p, t, below, price, CHOICES) for c, p in single]) for t in thresholds]
        best = int(np.argmin(costs))
        axes.plot(thresholds, costs, label=f"{words}: least {costs[best]:.3f} at {thresholds[best]:.2f}")
        axes.scatter([thresholds[best]], [costs[best]], s=25)
        found |= {f"{words}, best threshold": float(thresholds[best]), f"{words}, cost there": float(costs[best])}
    axes.axhline(decided, color="black", linestyle="--", label=f"decision by expected cost: {decided:.3f}")
    axes.set_xlabel("confidence from which the bot answers")
    axes.set_ylabel("mean cost of a message")
    axes.set_ylim(bottom=0)
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(OUT / "thresholds.png", dpi=90)
    plt.close(figure)
    return found


def main() -> None:
    """Measure, print, write the report."""
    cases, unseen = load_cases(), load_cases(UNSEEN)
    engine = EngineModel()
    parses, parses_unseen = (_read(engine, part) for part in (cases, unseen))
    figures, figures_unseen = measure(cases, parses), measure(unseen, parses_unseen)
    OUT.mkdir(parents=True, exist_ok=True)
    text = report(cases, parses, figures, figures_unseen, len(unseen))
    (OUT / "understanding.md").write_text(text, encoding="utf-8")
    plot(cases, parses)
    plot_thresholds(cases, parses)
    print(text)
    below = below_floor(figures) + [f"{name} (unseen)" for name in below_floor(figures_unseen)]
    print(f"Below the floor: {', '.join(below) or 'nothing'}")
    if "--check" in sys.argv and below:
        sys.exit(1)


def _read(engine: EngineModel, cases: list[Case]) -> list[dict[str, Any]]:
    parses = []
    for count, case in enumerate(cases, 1):
        parses.append(engine.parse(case.text))
        if count % 300 == 0:
            print(f"{count} of {len(cases)} messages read", flush=True)
    return parses


if __name__ == "__main__":
    main()
