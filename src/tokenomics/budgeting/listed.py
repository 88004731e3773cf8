"""Budgets as a listing: for people with bars and sentences, for gateways and agents with exact figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from tokenomics.analysis.listing import Column, Listing, Value, limited
from tokenomics.budgeting.periods import Period
from tokenomics.budgeting.standing import Standing
from tokenomics.budgeting.state import BudgetState
from tokenomics.costing import CostReport
from tokenomics.records.money import ZERO, round_fraction
from tokenomics.records.words import many, money, percent, places_for, visible

KIND, TITLE = "budget", "Budgets"
# Of next to nothing no rate is told.
_ENDLESS = 1000
COLUMNS: tuple[Column, ...] = (
    Column("budget", "name", "Name of the budget."),
    Column("value", "name", "Value of the dimension of which each has a budget of its own, null where calls state none; empty for a single budget."),
    Column("status", "mark", "over: more is spent than may be; at risk: a point of the forecast is reached; within."),
    Column("spent", "money", "What was spent in the period."),
    Column("limit", "money", "What may be spent, with what was carried over."),
    Column("used", "bar", "Share of the limit that is spent."),
    Column("elapsed", "share", "Share of the period that is over.", "of time", spare=True),
    Column("expected", "money", "What will have been spent by the end of the period."),
    Column("gone", "mark", "Day or hour in which the limit is reached; null where it is not before the end.", "gone on"),
    Column("low", "money", "What will have been spent at least, with 90 %.", "at least (90 %)", spare=True),
    Column("high", "money", "What will have been spent at most, with 90 %.", "at most (90 %)", spare=True),
    Column("overrun", "share", "How likely more than the limit is spent.", "risk", spare=True),
    Column("remaining", "money", "What is left, below zero where the limit is passed.", "left", spare=True),
    Column("carried", "money", "What the period before left, part of the limit.", spare=True),
    Column("basis", "mark", "What counts: list or contract prices, or billed, what bills say.", spare=True),
    Column("unpriced", "count", "Calls without a price, which come on top.", spare=True),
    Column("pace", "number", "How fast money goes: 1 where share and time keep pace.", spare=True),
    Column("burning", "mark", "on where the last hours burnt much faster than was expected of them, in doubt where nearly so, off, or unknown under nine days of history.", spare=True),
    Column("burn_rate", "number", "How many times as fast as expected; null where it is not too fast or nothing was expected.", spare=True),
    Column("gone_early", "mark", "The same day or hour one time in ten by then.", "gone early", spare=True),
    Column("gone_late", "mark", "The same day or hour nine times in ten by then.", "gone late", spare=True),
    Column("certainty", "mark", "insufficient, low or normal: under two and four weeks of history.", spare=True),
    Column("period_start", "mark", "When the period began, UTC.", "from", spare=True),
    Column("period_end", "mark", "When it ends and the next begins, UTC.", "resets at", spare=True),
)  # fmt: skip


def listed(found: Standing, report: CostReport, *, limit: int | None = None) -> Listing:
    """The states in their order; `report` has the costs of the calls behind them."""
    rows = [_row(state) for state in found.states]
    told = [text for state in found.states for text in sentences(state)]
    told += [f"{label(state)}: {unpriced_words(state)}" for state in found.states if state.unpriced]
    return Listing(
        KIND, TITLE, COLUMNS, limited(rows, limit), report, len(rows),
        sentences=tuple(told), remarks=found.remarks,
    )  # fmt: skip


def _row(state: BudgetState) -> tuple[Value, ...]:
    seen = state.outlook
    gone = (None, None, None) if seen is None else seen.gone
    early, middle, late = (when(state, step) for step in gone)
    burns = state.burning
    pace = None if state.burn is None else round_fraction(state.burn)
    return (
        state.budget.name, value_of(state), state.status, state.spent, state.limit,
        round_fraction(state.share), round_fraction(Fraction(state.elapsed)),
        seen and seen.expected, middle, seen and seen.low, seen and seen.high,
        seen and seen.overrun, state.remaining, state.carried, state.budget.basis, state.unpriced, pace,
        burns and burns.state, burns.rate if burns and burns.state == "on" else None,
        early, late, seen and seen.certainty, _instant(state.period.start), _instant(state.period.end),
    )  # fmt: skip


def value_of(state: BudgetState) -> str | None:
    """The value that a budget is of: empty for a single one, None where calls state none."""
    return "" if state.budget.for_each is None else state.value


def when(state: BudgetState, step: Period | None) -> str | None:
    """A day, or an hour with its offset, in the budget's zone; None for none."""
    if step is None:
        return None
    local = step.start.astimezone(state.budget.cycle.tz)
    if state.budget.cycle.step == "day":
        return local.date().isoformat()
    return local.isoformat(timespec="minutes")


def _instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def label(state: BudgetState) -> str:
    """A budget's name, with the value that it is of."""
    if state.budget.for_each is None:
        return visible(state.budget.name)
    return f"{visible(state.budget.name)} {visible(state.value)}"


def sentences(state: BudgetState) -> Iterator[str]:
    """What is to be known of a budget that is over or at risk."""
    places, currency = places_for(state.limit), state.budget.currency
    until = (state.period.end - timedelta(microseconds=1)).astimezone(state.budget.cycle.tz).date()
    if state.status == "over":
        over = money(-state.remaining, places)
        yield f"{label(state)}: over by {over} {currency}, with {_left(state)} of the period to go"
    elif state.status == "at risk" and state.outlook is not None:
        expected = money(state.outlook.expected or ZERO, places)
        yield f"{label(state)}: {expected} {currency} of {money(state.limit, places)} expected by {until}{gone_words(state)}"
    if (words := burn_words(state)) is not None:
        yield f"{label(state)}: {words}"
    if (reason := state.left_unknown) is not None:
        yield f"{label(state)}: nothing is carried over, for {reason}"


def burn_words(state: BudgetState) -> str | None:
    """`burns 6.2x as fast as expected for 6 hours (412.00 USD of 1,200.00 a month)`; None where not too fast."""
    burns = state.burning
    if burns is None or burns.state != "on":
        return None
    places = places_for(state.budget.amount)
    spent, amount = money(burns.spent, places), money(state.budget.amount, places)
    how = f"{money(burns.rate, 1)}x as fast as expected" if burns.rate is not None and burns.rate < _ENDLESS else "where nothing was expected"  # fmt: skip
    for_ = {1: "an hour", 72: "three days"}.get(burns.hours, f"{burns.hours} hours")
    cycle = state.budget.cycle
    each = f"in {cycle.days} days" if cycle.unit == "rolling" else f"a {cycle.unit}"
    return f"burns {how} for {for_} ({spent} {state.budget.currency} of {amount} {each})"


def unpriced_words(state: BudgetState) -> str:
    """`1 call without a price comes on top`."""
    verb = "comes" if state.unpriced == 1 else "come"
    return f"{many(state.unpriced, 'call')} without a price {verb} on top"


def gone_words(state: BudgetState) -> str:
    """When the money is gone, and the range of it; empty where it is not before the end."""
    if state.outlook is None or state.outlook.gone.middle is None:
        return ""
    early, middle, late = (when(state, step) for step in state.outlook.gone)
    span = "" if early in (None, late) else f" (80 %: {early} to {late or 'the end'})"
    return f", gone on {middle}{span}"


def _left(state: BudgetState) -> str:
    return percent(round_fraction(1 - Fraction(state.elapsed)), Decimal(1))
