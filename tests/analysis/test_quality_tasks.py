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


def test_a_group_in_blocks_is_as_sure_as_one_that_is_not(tmp_path: Path, book: Book) -> None:
    """256 tasks are drawn one by one, 270 in blocks of which chance leaves some empty: the same width, within
    a fifth. Half cost 0.2 dollars, half 0.4: 2 x 1.96 x 0.1 / sqrt(256) = 0.0245, / sqrt(270) = 0.0239.
    """
    widths: list[Decimal] = []
    for half in (128, 135):
        folder = tmp_path / str(half)
        folder.mkdir()
        tasks = [
            *tasks_of(half, "a", "success", SMALL),
            *tasks_of(half, "a", "success", ("small", 200_000)),
        ]
        said = figures(quality_of(judged(folder, tasks), book), "a")
        low, high = said["cost_per_success_ci_low"], said["cost_per_success_ci_high"]
        assert isinstance(low, Decimal)
        assert isinstance(high, Decimal)
        widths.append(high - low)

    assert all(Decimal("0.0195") < width < Decimal("0.0295") for width in widths)
