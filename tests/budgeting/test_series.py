"""Spending as a series of steps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from support.budgeting import NOON, ZULU, at, budget
from tokenomics.budgeting.periods import Cycle
from tokenomics.budgeting.series import history, known_until, series
from tokenomics.budgeting.spending import Cell, Spending


def test_a_day_without_calls_cost_nothing_and_an_unknown_one_is_none() -> None:
    """12 Nov 2 dollars, 13 Nov nothing, 14 Nov nothing priced, 15 Nov still running."""
    cells = {
        at("2026-11-12"): Cell(1, Decimal(2)),
        at("2026-11-14"): Cell(1, None, has_unpriced=True, unpriced=1),
        at("2026-11-15"): Cell(1, Decimal(9)),
    }
    found = series(budget(), Spending(None, cells), NOON, NOON)

    assert [step.start for step in found.steps[-4:]] == [
        datetime(2026, 11, day, tzinfo=UTC) for day in (12, 13, 14, 15)
    ]
    assert found.amounts[-4:] == (Decimal(2), Decimal(0), None, None)


def test_what_lies_after_the_last_call_of_anybody_is_unknown() -> None:
    """A last call on 13 Nov at 20:00 is 40 hours old: of that day too not everything is known."""
    until = known_until(NOON, at("2026-11-13T20:00"))
    found = series(budget(), Spending(None, {at("2026-11-13"): Cell(1, Decimal(3))}), NOON, until)

    assert until == at("2026-11-13T20:00")
    assert found.amounts[-4:] == (Decimal(0), None, None, None)
    assert known_until(NOON, NOON - timedelta(hours=26)) == NOON
    assert known_until(NOON, None) == NOON


def test_hours_of_a_budget_of_a_day() -> None:
    """The running hour is the last, and a clock that is put back repeats one."""
    cycle = Cycle("day", ZoneInfo("Europe/Berlin"))
    found = series(budget(cycle=cycle), Spending(None, {}), at("2026-10-25T02:30"), NOON)

    assert [step.start for step in found.steps[-3:]] == [
        at("2026-10-25T00:00"), at("2026-10-25T01:00"), at("2026-10-25T02:00"),
    ]  # fmt: skip


def test_how_far_back_spending_is_looked_at() -> None:
    """85 days for a forecast, or from the period's start, or that of the one before."""
    year = Cycle("year", ZULU, month=12)

    assert history(budget(), NOON) == at("2026-08-22")
    assert history(budget(cycle=Cycle("day", ZULU)), NOON) == at("2026-10-10")
    assert history(budget(cycle=year), NOON) == at("2025-12-01")
    assert history(budget(cycle=year, rollover=True), NOON) == at("2024-12-01")
