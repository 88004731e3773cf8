"""What is to come of budgets, from calls and bills."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.budgeting import MONTH, NOON, at, budget, stand
from support.projections import PRICES
from support.usage import book_of, call
from tokenomics.budgeting import BudgetState
from tokenomics.budgeting.ahead import of_bills
from tokenomics.budgeting.periods import period_of, periods
from tokenomics.budgeting.series import Series
from tokenomics.projection import Event

# `flat` costs 2 dollars a million tokens; `moving` 4, and 8 from 15 November on.
NOW = at("2026-11-11")


def _days(model: str = "flat", **columns: Any) -> list[dict[str, Any]]:
    """A million tokens at nine o'clock of each of the forty days before 11 November."""
    first = at("2026-10-02T09:00")
    return [
        call(ts=first + timedelta(days=n), model_served=model, input=1_000_000, **columns)
        for n in range(40)
    ]


def _states(
    folder: Path, rows: Sequence[Any], *budgets: Any, now: datetime = NOW, **more: Any
) -> tuple[BudgetState, ...]:
    book = book_of(folder, PRICES)
    return stand(folder, book, rows, *budgets, now=now, forecast=True, **more).states


def test_a_known_price_is_in_what_is_expected(tmp_path: Path) -> None:
    """Ten days at 4 are spent; 4 more at 4 and 16 at 8 come: 40 + 16 + 128 = 184."""
    (state,) = _states(tmp_path, _days("moving"), budget(amount="100"))

    assert state.spent == Decimal(40)
    assert state.outlook is not None
    assert state.outlook.expected == Decimal(184)
    assert [layer.amount for layer in state.outlook.layers] == [Decimal(80), Decimal(64)]


def test_the_day_of_the_end_heeds_the_price(tmp_path: Path) -> None:
    """56 by the 14th, then 8 a day: 100 are spent in the sixth of those days, the 20th."""
    (state,) = _states(tmp_path, _days("moving"), budget(amount="100"))

    assert state.outlook is not None
    assert state.outlook.gone.middle == period_of(MONTH.small, at("2026-11-20"))


def test_events_are_in_the_budgets_that_they_concern(tmp_path: Path) -> None:
    """Both teams spend 20 in ten days and 40 in twenty; team a twice as much from the 21st: 20 more."""
    rows = [*_days(team="a"), *_days(team="b")]
    launch = Event("launch", at("2026-11-21"), (("team", "a"),), factor=2.0)
    found = _states(tmp_path, rows, budget(for_each="team"), events=[launch])

    assert {state.value: state.outlook and state.outlook.expected for state in found} == {
        "a": Decimal(80),
        "b": Decimal(60),
    }


def test_budgets_of_one_family_are_told_apart(tmp_path: Path) -> None:
    """Team a at 2 a day, team b at twice that: 60 and 120 by the end, 180 together."""
    rows = [*_days(team="a"), *_days(team="b"), *_days(team="b")]
    found = _states(
        tmp_path, rows, budget("a", where=(("team", "a"),)), budget("b", where=(("team", "b"),)),
        budget("all"),
    )  # fmt: skip

    assert [state.outlook and state.outlook.expected for state in found] == [60, 120, 180]


def test_an_amount_that_is_added_belongs_to_its_team(tmp_path: Path) -> None:
    """An agent for 1 dollar a day from the 21st: ten more for team a and for all, none for b."""
    agent = Event("agent", at("2026-11-21"), (("team", "a"),), daily=Decimal(1))
    rows = [*_days(team="a"), *_days(team="b")]
    found = _states(tmp_path, rows, budget("each", for_each="team"), budget("all"), events=[agent])

    assert [(s.value, s.outlook and s.outlook.expected) for s in found] == [
        ("a", Decimal(70)), ("b", Decimal(60)), (None, Decimal(130)),
    ]  # fmt: skip


def test_bills_go_on_as_they_did(tmp_path: Path) -> None:
    """Known up to the 10th: 3 a day for forty days, so 9 spent of this month are 90 by its end."""
    (state,) = _states(tmp_path, _days()[:1], budget(amount="80"))
    days = periods(MONTH.small, at("2026-10-01"), at("2026-11-12"))
    past = Series(days, (*[Decimal(3)] * 40, None, None))
    found = of_bills(state._replace(spent=Decimal(27)), past, at("2026-11-10"))

    assert found.expected == Decimal(90)
    assert found.known == 40
    assert found.gone.middle == period_of(MONTH.small, at("2026-11-27"))


def test_hours_of_a_day(tmp_path: Path) -> None:
    """One call at nine each day: at noon of the 15th nothing more is expected of that day."""
    day = budget(amount="3", cycle=MONTH._replace(unit="day"))
    rows = [*_days(), call(ts=at("2026-11-15T09:00"), model_served="flat", input=1_000_000)]
    rows += [{**rows[-1], "ts": at(f"2026-11-{d}T09:00")} for d in range(11, 15)]
    (state,) = _states(tmp_path, rows, day, now=NOON)

    assert state.outlook is not None
    assert state.spent == Decimal(2)
    assert float(state.outlook.expected or 0) == pytest.approx(2, abs=0.3)
