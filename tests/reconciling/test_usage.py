"""What was metered, by day, model, meter and tier."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from support.usage import T0, book_of, call, usage_rows
from tokenomics.costing import CostQuery
from tokenomics.costing.run import costs_keyed
from tokenomics.engine import connect
from tokenomics.reconciling.sides import Amount, Group, Way
from tokenomics.reconciling.usage import metered

F = Fraction


def _metered(folder: Path, *rows: dict[str, Any]) -> dict[tuple[Group, Way], Amount]:
    book = book_of(folder)
    with connect() as con:
        used = usage_rows(con, rows)
        kept = costs_keyed(con, "usage", used, book, CostQuery(by=("day",)), "kept")
        return {(of.group, of.way): of.amount for of in metered(con, kept, book)}


def test_usage_is_by_day_model_meter_and_tier(tmp_path: Path) -> None:
    """Two calls of a day are one amount: 3 million at 2 dollars a million; output apart, the next day apart."""
    rows = [
        call(model_served="small", input=1_000_000, output=500_000),
        call(model_served="small", input=2_000_000),
        call(model_served="small", input=1_000_000, ts=T0.replace(day=T0.day + 1)),
    ]
    found = _metered(tmp_path, *rows)
    day = Group(T0.date(), "acme", "small")
    later = Group(T0.date().replace(day=T0.day + 1), "acme", "small")

    assert found[day, Way("input")] == Amount(F(3_000_000), F(6))
    assert found[later, Way("input")] == Amount(F(1_000_000), F(2))
    assert found[day, Way("output")].quantity == 500_000
    assert len(found) == 3


def test_what_has_no_price_has_no_cost(tmp_path: Path) -> None:
    """The quantity is known all the same."""
    assert _metered(tmp_path, call(model_served="new", input=7)) == {
        (Group(T0.date(), "acme", "new"), Way("input")): Amount(F(7), None)
    }


def test_what_nobody_bills_is_left_out(tmp_path: Path) -> None:
    """An answer of a gateway's cache is in no bill; an empty ledger has nothing."""
    assert _metered(tmp_path, call(model_served="small", input=7, billing="cached")) == {}
    assert _metered(tmp_path) == {}


def test_days_are_those_that_reports_show() -> None:
    """The first of August is the number of days that stand for it, plus one."""
    assert date.fromordinal(739_828 + 1) == date(2026, 8, 1)
