"""How a budget stands, by arithmetic that is written out."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from support.budgeting import NOON, ZULU, at, budget, percent
from support.rates import era
from tokenomics.budget_config import Threshold
from tokenomics.budgeting.outlook import Gone, Outlook
from tokenomics.budgeting.periods import Cycle, Period
from tokenomics.budgeting.spending import Cell, Spending
from tokenomics.budgeting.state import BudgetState, Present, reaches, state_of, within
from tokenomics.records.errors import PriceError
from tokenomics.records.exchange import Exchange, Pair

START = at("2026-10-01")
HERE = Present(NOON, NOON, START)
_EUROS: dict[str, Any] = {"currency": "EUR", "into": "USD"}


def _state(*cells: tuple[str, str], first: datetime | None = START, **keys: Any) -> BudgetState:
    found = {at(day): Cell(1, Decimal(cost)) for day, cost in cells}
    return state_of(budget(**keys), Spending(None, found), Present(NOON, NOON, first))


def test_what_is_spent_of_a_month() -> None:
    """3 + 2.5 of 10: 55 % spent, 4.5 left; 14.5 of 30 days are over, so it burns 0.55 / 0.4833."""
    state = _state(("2026-10-31", "100"), ("2026-11-01", "3"), ("2026-11-14", "2.5"))

    assert (state.spent, state.limit, state.remaining) == (
        Decimal("5.5"), Decimal(10), Decimal("4.5"),
    )  # fmt: skip
    assert state.share == Fraction(55, 100)
    assert state.elapsed == Fraction(29, 60)
    assert state.burn == Fraction(55, 100) / Fraction(29, 60)
    assert state.reached == percent(50)
    assert state.status == "within"


def test_a_limit_is_passed_by_more_than_all_of_it() -> None:
    """10 of 10 reach 100 % and are not over; a 18th decimal more is."""
    full = _state(("2026-11-02", "10"))
    over = _state(("2026-11-02", "10.000000000000000001"))

    assert (full.reached, full.status, full.remaining) == (percent(50, 80, 100), "within", 0)
    assert (over.status, over.remaining) == ("over", Decimal("-0.000000000000000001"))


@pytest.mark.parametrize(
    ("october", "carried"), [("4", "6"), ("10", "0"), ("25", "0"), ("-3", "10")]
)
def test_what_the_last_month_left_is_carried_over(october: str, carried: str) -> None:
    """Of 10 in October 4 spent: 6 more in November; never less than nothing, never over 10."""
    state = _state(("2026-10-20", october), ("2026-11-02", "8"), rollover=True)

    assert state.carried == Decimal(carried)
    assert state.limit == Decimal(10) + Decimal(carried)


@pytest.mark.parametrize("first", [None, at("2026-11-01")])
def test_nothing_is_carried_over_from_before_the_first_call(first: datetime | None) -> None:
    """A ledger that begins in November knows nothing of what October left."""
    assert _state(("2026-11-02", "1"), first=first, rollover=True).carried == 0


def test_points_are_shares_of_the_limit_or_amounts() -> None:
    """80 % of 10 are 8; 8 reach it, a cent less does not; 7 dollars are reached by 7."""
    assert reaches(percent(80)[0], Decimal(8), Decimal(10))
    assert not reaches(percent(80)[0], Decimal("7.99"), Decimal(10))
    assert reaches(Threshold("amount", Decimal(7), "USD"), Decimal(7), Decimal(10))
    assert not reaches(Threshold("amount", Decimal(7), "USD"), Decimal(6), Decimal(10))


def test_what_has_no_price_comes_on_top() -> None:
    """2 dollars and a call without a price: spent is 2, and one call is missing from it."""
    cells = {
        at("2026-11-02"): Cell(3, Decimal(2)),
        at("2026-11-03"): Cell(1, None, has_unpriced=True, unpriced=1),
    }
    state = state_of(budget(), Spending("a", cells), HERE)

    assert (state.spent, state.requests, state.unpriced, state.has_unpriced) == (2, 4, 1, True)
    assert state.value == "a"


def test_a_period_ends_before_its_end() -> None:
    """What is spent in the first instant of December is not November's."""
    november = Period(at("2026-11-01"), at("2026-12-01"))
    spending = Spending(
        None, {at("2026-11-30"): Cell(1, Decimal(1)), at("2026-12-01"): Cell(1, Decimal(2))}
    )

    assert within(spending, november) == Cell(1, Decimal(1))
    assert within(Spending(None, {}), november) == Cell(0, Decimal(0))


def _outlook(expected: str | None, overrun: str | None) -> Outlook:
    amount = None if expected is None else Decimal(expected)
    likely = None if overrun is None else Decimal(overrun)
    return Outlook("normal", 60, None, amount, None, likely, Gone(None, None, None))


@pytest.mark.parametrize(
    ("expected", "overrun", "foreseen"),
    [
        ("10", "0.5", ["100 %"]),
        ("9.99", "0.8", ["80 % likely"]),
        ("12", "0.79", ["100 %", "12 USD"]),
        (None, None, []),
    ],
)
def test_points_that_are_foreseen(
    expected: str | None, overrun: str | None, foreseen: list[str]
) -> None:
    """Of a limit of 10: all of it expected, 80 % likely to be passed, 12 dollars expected."""
    points = (
        *percent(100), Threshold("probability", Decimal(80)), Threshold("amount", Decimal(12), "USD"),
    )  # fmt: skip
    state = _state(("2026-11-02", "6"), forecast=points)._replace(
        outlook=_outlook(expected, overrun)
    )

    assert [each.text for each in state.foreseen] == foreseen
    assert state.status == ("at risk" if foreseen else "within")


def test_nothing_is_foreseen_unasked() -> None:
    """Without an outlook there is no risk to tell; at the first instant no pace."""
    state = _state(("2026-11-02", "6"))
    begun = state._replace(at=at("2026-11-01"))

    assert (state.foreseen, begun.burn) == ((), None)


def test_hours_are_counted_within_their_day() -> None:
    """A budget of a day has what was spent from midnight on: 0.25."""
    cells = {
        at("2026-11-14T23:00"): Cell(1, Decimal(5)),
        at("2026-11-15T00:00"): Cell(1, Decimal("0.25")),
    }
    state = state_of(budget(cycle=Cycle("day", ZULU)), Spending(None, cells), HERE)

    assert (state.spent, state.elapsed) == (Decimal("0.25"), Fraction(1, 2))


@pytest.mark.parametrize("cell", [Cell(2, Decimal(4), True, 1), Cell(1, None, True, 1)])
def test_what_calls_without_a_price_left_is_not_known(cell: Cell) -> None:
    """Of 10 in October 4 were spent, or nothing that is known, and a call on top: nothing is carried over."""
    spending = Spending(None, {at("2026-10-20"): cell})
    state = state_of(budget(rollover=True), spending, HERE)

    assert (state.carried, state.limit, state.left_unknown) == (
        0,
        10,
        "calls of the period before have no price",
    )
    assert state_of(budget(), spending, HERE).left_unknown is None


@pytest.mark.parametrize(
    ("until", "carried"), [("2026-11-01", 6), ("2026-10-31T23:59", 0), ("2026-10-25", 0)]
)
def test_what_is_left_of_a_period_that_is_not_known_to_its_end(until: str, carried: int) -> None:
    """Of 10 in October 4 were spent up to the 20th: 6 are left where all of October is known, else nobody knows."""
    spending = Spending(None, {at("2026-10-20"): Cell(1, Decimal(4))})
    state = state_of(budget(rollover=True), spending, Present(NOON, at(until), START))
    reason = None if carried else "nothing is known of the end of the period before"

    assert (state.carried, state.left_unknown) == (carried, reason)


def test_of_a_period_that_was_passed_nothing_is_left_whatever_has_no_price() -> None:
    """12 of 10 were spent: that a call comes on top changes nothing."""
    spending = Spending(None, {at("2026-10-20"): Cell(2, Decimal(12), True, 1)})
    state = state_of(budget(rollover=True), spending, HERE)

    assert (state.carried, state.left_unknown) == (0, None)


def test_a_budget_in_another_currency_is_carried_over_at_the_rate_of_its_own_period() -> None:
    """10 EUR at 1.08 are 10.80 USD in October, 4 of them spent, and at 1.20 12 USD in November: 18.80."""
    rates = Exchange((Pair("EUR", "USD", (era("2026-10-01", "1.08"), era("2026-11-01", "1.20"))),))
    cells = (("2026-10-20", "4"), ("2026-11-02", "8"))
    state = _state(*cells, rollover=True, **_EUROS, exchange=rates)

    assert (state.carried, state.limit, state.remaining) == (
        Decimal("6.80"), Decimal("18.80"), Decimal("10.80"),
    )  # fmt: skip
    assert (state.budget.amount, state.budget.currency) == (Decimal("12.00"), "USD")
    assert _state(cells[0], rollover=True, **_EUROS, exchange=rates).carried == Decimal("6.80")


def test_a_period_of_which_nothing_is_known_needs_no_rate() -> None:
    """Rates begin in November, and so do calls; with calls in October its rate is missing."""
    rates = Exchange((Pair("EUR", "USD", (era("2026-11-01", "1.20"),)),))
    now: dict[str, Any] = {"rollover": True, **_EUROS, "exchange": rates}

    assert _state(first=at("2026-11-02"), **now).limit == 12
    with pytest.raises(PriceError, match="EUR in USD is known on 2026-10-01"):
        _state(first=at("2026-10-02"), **now)
