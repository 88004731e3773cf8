"""What is measured of groups of tasks in the engine."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from support.agents import figures
from support.qualities import judged, quality_of, tasks_of
from tokenomics.analysis import quality_tasks
from tokenomics.books import Book

SMALL = ("small", 100_000)


def test_only_the_dearest_groups_have_intervals(
    tmp_path: Path, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one group is the most, the one of 20 x 0.2 dollars has an interval and that of 10 has none."""
    monkeypatch.setattr(quality_tasks, "MOST_GROUPS", 1)
    tasks = [*tasks_of(20, "a", "success", SMALL), *tasks_of(10, "b", "success", SMALL)]
    listing = quality_of(judged(tmp_path, tasks), book)

    assert figures(listing, "a")["cost_per_success_ci_low"] == Decimal("0.2")
    assert figures(listing, "b")["cost_per_success_ci_low"] is None
    assert figures(listing, "b")["cost_per_success"] == Decimal("0.2")


def test_nine_tasks_have_no_interval_and_ten_have(tmp_path: Path, book: Book) -> None:
    """Fewer than ten tasks, drawn again, tell of themselves alone."""
    tasks = [*tasks_of(9, "a", "success", SMALL), *tasks_of(10, "b", "success", SMALL)]
    listing = quality_of(judged(tmp_path, tasks), book)

    assert [figures(listing, f)["cost_per_success_ci_high"] for f in "ab"] == [None, Decimal("0.2")]


def test_filters_and_periods_pick_the_tasks_that_are_drawn(tmp_path: Path, book: Book) -> None:
    """Of feature a alone: ten successes of 0.2 dollars, whatever b costs, in total too."""
    tasks = [
        *tasks_of(10, "a", "success", SMALL, latency=7),
        *tasks_of(10, "b", "success", ("large", 100_000), latency=9),
    ]
    listing = quality_of(judged(tmp_path, tasks), book, ["feature"], where=(("feature", "a"),))
    said = dict(zip((c.name for c in listing.columns), listing.total or (), strict=True))

    assert said["cost_per_success_ci_high"] == Decimal("0.2")
    assert (said["latency_ms_p50"], said["tasks"]) == (7, 10)
