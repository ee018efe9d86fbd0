"""The engine's bars: what was measured beside floor and goal, as a verdict, a table and a report."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

REACHED, ABOVE_FLOOR, BELOW, UNKNOWN, NO_BAR = "goal", "floor", "BELOW", "not compared", ""


@dataclass(frozen=True)
class Limit:
    """A bar: an absolute value, or a share of what the peer needs in the same run."""

    value: float
    of_peer: bool = False

    def allows(self, ours: float, peer: float | None, *, more_is_better: bool) -> bool | None:
        """Whether our figure keeps the limit; None when it needs a peer and there is none."""
        if self.of_peer and peer is None:
            return None
        limit = self.value * peer if self.of_peer and peer is not None else self.value
        return ours >= limit if more_is_better else ours <= limit


@dataclass(frozen=True)
class Bar:
    """A figure of the report; without limits it is shown only."""

    key: str
    name: str
    unit: str
    floor: tuple[Limit, ...] = ()
    goal: tuple[Limit, ...] = ()
    more_is_better: bool = False


@dataclass(frozen=True)
class Measured:
    """A figure: ours, and the peer's where it was measured too."""

    ours: float
    peer: float | None = None

    @property
    def ratio(self) -> float | None:
        """Ours in peers."""
        return self.ours / self.peer if self.peer else None


_FIGURES = (
    Bar("training_first", "training, all data, first time", "s", (Limit(0.6, True),), (Limit(0.3, True),)),
    Bar("training_again", "training again after one row changed", "s", (Limit(60),), (Limit(20),)),
    Bar("model_file", "model file (encoder weights apart)", "MB", (Limit(25),), (Limit(5),)),
    Bar("start", "engine start to ready", "s", (Limit(20),), (Limit(10),)),
    Bar("memory", "memory of the engine process at rest", "MB", (Limit(500),), (Limit(400),)),
    Bar("one_median", "one visitor through the engine, median", "ms", (Limit(25), Limit(0.6, True)), (Limit(14),)),
    Bar("one_p95", "one visitor through the engine, p95", "ms", (Limit(40), Limit(0.6, True))),
    Bar("one_cpu", "… processor time of a message", "ms"),
    Bar("throughput", "messages a second, one engine, 16 visitors", "/s", (Limit(2, True),), (Limit(4, True),), True),
    Bar("long", "message 1,000 of a conversation / message 10", "×", (Limit(1.5),), (Limit(1.1),)),
    Bar("growth", "memory after 20,000 messages / after 2,000", "×", (Limit(1.15),), (Limit(1.05),)),
    Bar("stack_memory", "whole stack at rest", "MB", (Limit(1000),), (Limit(700),)),
    # Of people, who read and type. Without a pause the waiting time says how many messages a second the whole machine
    # answers, ours and the visitors' own processes together; it is reported, too.
    Bar("site_p95", "visitor sees the reply, p95, 16 visitors who think 2 s", "ms", (Limit(250),), (Limit(100),)),
    Bar("site_median", "… median", "ms"),
    Bar("site_busy_p95", "… p95 when none of the 16 ever pauses", "ms"),
    Bar("site_busy_median", "… median when none of the 16 ever pauses", "ms"),
    Bar("site_busy_rate", "… messages a second then", "/s", more_is_better=True),
)
BARS = {bar.key: bar for bar in _FIGURES}


def verdict(bar: Bar, measured: Measured) -> str:
    """The best bar reached; BELOW as soon as one limit of the floor is broken."""
    floor, goal = (
        [limit.allows(measured.ours, measured.peer, more_is_better=bar.more_is_better) for limit in limits]
        for limits in (bar.floor, bar.goal)
    )
    if not floor:
        return NO_BAR
    if False in floor:
        return BELOW
    if None in floor:
        return UNKNOWN
    return REACHED if goal and all(goal) else ABOVE_FLOOR


def below_floor(figures: dict[str, Measured]) -> list[str]:
    """Names of the figures that are below their floor."""
    return [BARS[key].name for key, measured in figures.items() if verdict(BARS[key], measured) == BELOW]


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of all do not exceed (nearest rank)."""
    ordered = sorted(values)
    rank = ceil(round(share * len(ordered), 6))
    return ordered[max(rank, 1) - 1]


def table(figures: dict[str, Measured]) -> str:
    """All figures as a Markdown table, in the order of the bars, columns aligned for the terminal."""
    rows = [["figure", "ours", "peer", "ratio", "floor", "goal", "verdict"]]
    for key, bar in BARS.items():
        if key not in figures:
            continue
        one = figures[key]
        rows.append(
            [
                bar.name,
                _shown(one.ours, bar.unit),
                _shown(one.peer, bar.unit),
                _shown(one.ratio, "×"),
                _limits(bar.floor, bar),
                _limits(bar.goal, bar),
                verdict(bar, one),
            ]
        )
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    rows.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    )


def as_json(figures: dict[str, Measured]) -> list[dict[str, Any]]:
    """The figures for programs."""
    return [
        {
            "figure": key,
            "name": BARS[key].name,
            "unit": BARS[key].unit,
            "ours": round(one.ours, 4),
            "peer": None if one.peer is None else round(one.peer, 4),
            "ratio": None if one.ratio is None else round(one.ratio, 4),
            "floor": [asdict(limit) for limit in BARS[key].floor],
            "goal": [asdict(limit) for limit in BARS[key].goal],
            "verdict": verdict(BARS[key], one),
        }
        for key, one in figures.items()
    ]


def _shown(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    digits = 2 if unit == "×" else 0 if value >= 100 else 1
    return f"{value:.{digits}f}{unit}" if unit == "/s" else f"{value:.{digits}f} {unit}"


def _limits(limits: tuple[Limit, ...], bar: Bar) -> str:
    sign = "≥" if bar.more_is_better else "≤"
    words = [f"{sign} {limit.value:g} {'× peer' if limit.of_peer else bar.unit}" for limit in limits]
    return " and ".join(words) or "–"
