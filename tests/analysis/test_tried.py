"""Forecasts tried on a ledger's own past."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from support.projections import NOW, PRICES, START, days
from support.usage import book_of, kept
from tokenomics.analysis.listing import Listing
from tokenomics.analysis.tried import COLUMNS, protocol_for, tried
from tokenomics.costing import CostQuery
from tokenomics.outcomes import Asked
from tokenomics.records.errors import ConfigError, InputError


def _asked(folder: Path, rows: Any, **options: Any) -> Listing:
    book = book_of(folder, PRICES)
    return tried(kept(folder, *rows), book, CostQuery(**options), Asked((), NOW))


def test_a_steady_past_is_foreseen_by_all(tmp_path: Path) -> None:
    """28 days at 2 dollars: 21 + 7 days leave one origin less than three, so 14 + 7: no error at all."""
    found = _asked(tmp_path, days("flat"))
    rows = {row[0]: dict(zip([c.name for c in COLUMNS], row, strict=True)) for row in found.rows}

    assert found.title == "Forecasts of 7 days from 14 before them"
    assert set(rows) == {"forecast", "seasonal-naive", "seasonal-average", "run-rate"}
    assert {row["error"] for row in rows.values()} == {0}
    assert {row["windows"] for row in rows.values()} == {8}
    assert rows["forecast"]["mase"] is None


def test_a_price_that_changed_is_no_error_of_the_forecast(tmp_path: Path) -> None:
    """The price of `moving` doubled on 15 November; at the prices of December use was steady."""
    rows = [{**row, "ts": row["ts"] + timedelta(days=28)} for row in days()]
    book = book_of(tmp_path, PRICES)
    found = tried(kept(tmp_path, *rows), book, CostQuery(), Asked((), NOW + timedelta(days=28)))

    assert {row[3] for row in found.rows} == {0}


def test_weekends_are_foreseen_where_weekdays_are_known(tmp_path: Path) -> None:
    """Ten times as much on Mondays to Fridays: the week before is right, and so is ours; a run-rate is not."""
    rows = [
        {**row, "input": 100_000 if row["ts"].weekday() > 4 else 1_000_000} for row in days("flat")
    ]
    mase = {row[0]: row[3] for row in _asked(tmp_path, rows).rows}

    assert mase["forecast"] == mase["seasonal-naive"] == 0
    assert START.weekday() == 6


@pytest.mark.parametrize(
    ("length", "history", "horizon"), [(23, 14, 7), (30, 21, 7), (44, 28, 14), (60, 28, 30), (88, 56, 30)]
)  # fmt: skip
def test_as_much_is_tried_as_the_past_allows(length: int, history: int, horizon: int) -> None:
    """Three origins at least."""
    found = protocol_for(length)

    assert (found.history, found.horizon) == (history, horizon)


def test_a_short_past_is_refused(tmp_path: Path) -> None:
    """22 days are one too few."""
    with pytest.raises(InputError, match=r"22 days of history are too few .* 23 are needed"):
        protocol_for(22)
    with pytest.raises(ConfigError, match="leave out --by"):
        _asked(tmp_path, days(), by=("team",))
