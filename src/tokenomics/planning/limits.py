"""Budgets under scenarios: over or within, by how much, and when they are passed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from tokenomics.analysis.listing import Column, Listing, Value, limited
from tokenomics.books import Book
from tokenomics.budgeting import Budget, BudgetState
from tokenomics.budgeting.later import through
from tokenomics.budgeting.listed import value_of, when
from tokenomics.budgeting.periods import label as period_label
from tokenomics.budgeting.standing import Reading, reading, under
from tokenomics.costing import Attribution, CostQuery, CostReport
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger
from tokenomics.overlap import Authority
from tokenomics.projection import Event, Scenario
from tokenomics.records.errors import ConfigError
from tokenomics.records.money import EXACT
from tokenomics.records.words import money, places_for, visible

KIND, TITLE = "scenario-budgets", "Budgets under scenarios"
COLUMNS = (
    Column("budget", "name", "Name of the budget."),
    Column("value", "name", "Value of the dimension of which each has a budget of its own, empty for a single budget."),
    Column("period", "name", "Period of the budget, the one that runs first."),
    Column("scenario", "name", "Name of the scenario; baseline is what is expected without any."),
    Column("status", "mark", "over: more is spent than may be; at risk: a point of the forecast is reached; within.", spare=True),
    Column("limit", "money", "What may be spent in the period."),
    Column("expected", "money", "What will have been spent by its end."),
    Column("over", "money", "What that is more than the limit, below zero where it is less."),
    Column("passed", "mark", "Day or hour in which the limit is reached; null where it is not before the end.", "passed on"),
    Column("low", "money", "What will have been spent at least, with 90 %, if the scenario comes.", "at least (90 %)", spare=True),
    Column("high", "money", "What will have been spent at most, with 90 %, if the scenario comes.", "at most (90 %)", spare=True),
    Column("overrun", "share", "How likely more than the limit is spent, if the scenario comes.", "risk", spare=True),
)  # fmt: skip


class Limits(NamedTuple):
    """The budgets to hold scenarios against, and list prices where the book is a contract."""

    budgets: tuple[Budget, ...] = ()
    listed: Book | None = None


def limits_of(  # noqa: PLR0913
    limits: Limits,
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    now: datetime,
    scenarios: Sequence[Scenario],
    *,
    events: Sequence[Event],
    until: datetime,
    rules: Sequence[Attribution],
    authority: Sequence[Authority],
    con: Engine | None,
) -> Reading | None:
    """What is known of the budgets, read once for all scenarios; None where there is no budget, or
    where filters pick other calls than theirs.

    Raises as `standing` does.
    """
    if not limits.budgets or query.where:
        return None
    return reading(
        ledger, book, limits.budgets, now, listed=limits.listed, burns=False, events=events,
        scenarios=scenarios, until=until, rules=rules, authority=authority, con=con,
    )  # fmt: skip


def standings(
    read: Reading | None,
    scenarios: Sequence[Scenario],
    query: CostQuery,
    until: datetime,
    report: CostReport,
) -> Listing:
    """A row for each budget, period up to `until` and scenario; `report` is of the calls behind it.

    Raises ConfigError where nothing was read.
    """
    if read is None and query.where:
        raise ConfigError("budgets have filters of their own: leave out --where")
    if read is None:
        raise ConfigError("no budget is configured: add a [[budget]] to tokenomics.toml")
    found = _side_by_side(read, scenarios, until)
    rows = [_row(scenario, state) for each in found for scenario, state in each]
    return Listing(
        KIND, TITLE, COLUMNS, limited(rows, query.limit), report, len(rows),
        sentences=tuple(_words(found)), remarks=under(read).remarks, readable=18,
    )  # fmt: skip


def limit_words(
    read: Reading | None, scenarios: Sequence[Scenario], until: datetime
) -> Iterator[str]:
    """A sentence for each budget: when it is passed first, and under what; nothing without a budget.

    Of budgets that each value has, how many values pass theirs in the period that runs.
    """
    if read is not None:
        yield from _words(_side_by_side(read, scenarios, until, values=False))


# A budget in a period, under each scenario.
_Side = list[tuple[Scenario, BudgetState]]


def _side_by_side(
    read: Reading, scenarios: Sequence[Scenario], until: datetime, *, values: bool = True
) -> list[_Side]:
    found = [through(read, scenario, until, values=values) for scenario in scenarios]
    return [list(zip(scenarios, states, strict=True)) for states in zip(*found, strict=True)]


def _row(scenario: Scenario, state: BudgetState) -> tuple[Value, ...]:
    seen = state.outlook
    expected = seen and seen.expected
    return (
        state.budget.name, value_of(state), period_label(state.budget.cycle, state.period),
        scenario.name, state.status, state.limit, expected,
        None if expected is None else EXACT.subtract(expected, state.limit), _passed(state),
        seen and seen.low, seen and seen.high, seen and seen.overrun,
    )  # fmt: skip


def _passed(state: BudgetState) -> str | None:
    """The day or hour in which the limit is reached; of one that is passed already nothing is told."""
    return None if state.outlook is None else when(state, state.outlook.gone.middle)


def _words(found: Sequence[_Side]) -> Iterator[str]:
    for name in dict.fromkeys(side[0][1].budget.name for side in found):
        mine = [side for side in found if side[0][1].budget.name == name]
        state = mine[0][0][1]
        amount = f"{money(state.limit, places_for(state.limit))} {state.budget.currency}"
        words = _of_one if state.budget.for_each is None else _of_values
        yield f"budget {visible(name)} of {amount}{words(mine)}"


def _of_one(found: Sequence[_Side]) -> str:
    """In which scenarios a budget is passed, and when first."""
    first: dict[str, str] = {}
    for scenario, state in (pair for side in found for pair in side):
        if _is_passed(state):
            first.setdefault(scenario.name, _how(state))
    within = [scenario.name for scenario, _ in found[0] if scenario.name not in first]
    passed = ", ".join(f"{of} {how}" for of, how in first.items())
    if not first:
        return " is passed in no scenario"
    rest = f"; not: {', '.join(within)}" if within else ""
    return f" is passed: {passed}{rest}"


def _of_values(found: Sequence[_Side]) -> str:
    """How many values pass theirs in the period that runs, in each scenario."""
    running = [side for side in found if side[0][1].period.start <= side[0][1].at]
    each = zip(*running, strict=True)
    counts = [(side[0][0].name, sum(_is_passed(state) for _, state in side)) for side in each]
    told = ", ".join(f"{name} {number}" for name, number in counts)
    return f" each is passed now by so many of {len(running)}: {told}"


def _is_passed(state: BudgetState) -> bool:
    expected = state.outlook and state.outlook.expected
    return state.status == "over" or (expected is not None and expected > state.limit)


def _how(state: BudgetState) -> str:
    """`on 2026-12-20 (1,302.10)`: the day on which it is passed and what the period comes to."""
    expected = state.outlook and state.outlook.expected
    at = "already" if state.status == "over" else f"on {_passed(state)}"
    return at if expected is None else f"{at} ({money(expected, places_for(state.limit))})"
