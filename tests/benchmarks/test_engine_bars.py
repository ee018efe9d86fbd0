"""Verdicts, percentiles and the table of `make bench`."""

import pytest

from benchmarks.engine_bars import BARS, Bar, Limit, Measured, as_json, below_floor, percentile, table, verdict


@pytest.mark.parametrize(
    ("ours", "peer", "expected"),
    [
        (10.0, 50.0, "goal"),
        (20.0, 50.0, "floor"),
        (20.0, 30.0, "BELOW"),  # quick enough, but not against the peer in the same run
        (30.0, 500.0, "BELOW"),
        (10.0, None, "not compared"),
        (30.0, None, "BELOW"),  # that much is known without a peer
    ],
)
def test_one_visitor_is_judged_by_the_clock_and_by_the_peer(ours, peer, expected):
    assert verdict(BARS["one_median"], Measured(ours, peer)) == expected


@pytest.mark.parametrize(("ours", "expected"), [(40.0, "goal"), (20.0, "floor"), (19.0, "BELOW")])
def test_of_throughput_more_is_better(ours, expected):
    assert verdict(BARS["throughput"], Measured(ours, 10.0)) == expected


def test_a_figure_without_limits_gets_no_verdict():
    assert verdict(Bar("site_busy_rate", "messages a second", "/s"), Measured(1.0)) == ""


def test_a_floor_without_a_goal_is_reached_at_best():
    assert verdict(Bar("one_p95", "p95", "ms", (Limit(40),)), Measured(1.0)) == "floor"


def test_only_what_is_below_its_floor_is_named():
    figures = {"start": Measured(21.0), "memory": Measured(399.0), "training_first": Measured(1e6)}

    assert below_floor(figures) == ["engine start to ready"]


@pytest.mark.parametrize(("share", "expected"), [(0.5, 50.0), (0.95, 95.0), (0.99, 99.0), (1.0, 100.0), (0.0, 1.0)])
def test_a_percentile_is_one_of_the_values(share, expected):
    values = [float(value) for value in range(100, 0, -1)]

    assert percentile(values, share) == expected


def test_the_table_shows_what_was_measured_beside_its_bars():
    shown = table({"one_median": Measured(10.0, 40.0), "start": Measured(9.0)})

    assert "one visitor through the engine, median" in shown
    assert "≤ 25 ms and ≤ 0.6 × peer" in shown
    assert "0.25 ×" in shown
    assert "p95" not in shown
    assert len({len(line) for line in shown.splitlines()}) == 1


def test_programs_get_the_same_verdicts():
    (row,) = as_json({"memory": Measured(450.04, 1200.0)})

    assert (row["figure"], row["verdict"], row["ratio"]) == ("memory", "floor", 0.375)
