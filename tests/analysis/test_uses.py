"""The usage that a forecast expects."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.projections import END, NOW, PRICES, days
from support.usage import book_of, kept
from tokenomics.analysis.listing import Listing
from tokenomics.analysis.outlook import outlook
from tokenomics.analysis.uses import uses
from tokenomics.costing import CostQuery
from tokenomics.outcomes import Asked
from tokenomics.projection import Event
from tokenomics.records.errors import ConfigError


def _asked(folder: Path, rows: Any, *events: Event, **options: Any) -> Listing:
    book, query = book_of(folder, PRICES), CostQuery(until=END, **options)
    return uses(kept(folder, *rows), book, query, Asked((), NOW), events=events)


def test_usage_is_told_at_each_price(tmp_path: Path) -> None:
    """A million tokens in and half a million out a day: 14 days x (4 + 4), then 16 days x (8 + 8)."""
    found = _asked(tmp_path, [{**row, "output": 500_000} for row in days()])

    assert found.rows == (
        ("acme", "moving", "2026-11-15", 16, 16_000_000, 8_000_000, Decimal(256)),
        ("acme", "moving", "2026-11-01", 14, 14_000_000, 7_000_000, Decimal(112)),
    )
    assert found.total == (None, None, None, 30, 30_000_000, 15_000_000, Decimal(368))


def test_it_costs_what_the_forecast_has_to_come(tmp_path: Path) -> None:
    """With an event that concerns one of two teams, whose flows are told as one model."""
    rows = [*days(team="a"), *days("flat", team="b"), *days("flat", team="a")]
    event = Event("launch", datetime(2026, 11, 21, tzinfo=UTC), (("team", "a"),), factor=3.0)
    found = _asked(tmp_path, rows, event)
    book = book_of(tmp_path, PRICES)
    query = CostQuery(until=END)
    whole = outlook(kept(tmp_path), book, query, Asked((), NOW), events=[event])

    expected = dict(zip([c.name for c in whole.columns], whole.rows[0], strict=True))["expected"]
    assert found.total is not None
    assert found.total[-1] == expected


def test_what_has_no_price_has_no_cost(tmp_path: Path) -> None:
    """A call a day of an unknown model goes on as those that have a price do, at a cost nobody knows."""
    found = _asked(tmp_path, [*days("flat"), *days("strange")])

    assert [(row[1], row[3], row[-1]) for row in found.rows] == [
        ("flat", 30, Decimal(60)),
        ("strange", 30, None),
    ]


def test_amounts_of_events_stand_besides(tmp_path: Path) -> None:
    """30 days of a dollar are used by nobody yet."""
    found = _asked(tmp_path, days("flat"), Event("agent", NOW, (), daily=Decimal(1)))

    assert found.remarks == ("events add 30 USD besides",)


def test_it_is_by_model_alone(tmp_path: Path) -> None:
    """Groups are what the forecast itself is by."""
    with pytest.raises(ConfigError, match="leave out --by"):
        _asked(tmp_path, days(), by=("team",))


def test_prices_that_fall_change_what_use_costs_and_no_use(tmp_path: Path) -> None:
    """30 million tokens at 2 dollars are 60; at half of that 30, and as many tokens."""
    half = Event("half", NOW, (), factor=0.5, of_prices=True)
    found = _asked(tmp_path, days("flat"), half)

    assert [(row[1], row[4], row[-1]) for row in found.rows] == [("flat", 30_000_000, Decimal(30))]
