"""What budgets of billed money have spent, from the lines of bills.

A line is spent as the time that it charges passes, so a month's fee is half gone in the middle of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from tokenomics.budgeting.periods import Period, periods
from tokenomics.budgeting.plan import Budget
from tokenomics.budgeting.spending import Cell, Spending
from tokenomics.costing import CostQuery
from tokenomics.engine import Engine
from tokenomics.outcomes.currency import in_currency
from tokenomics.outcomes.overheads import Overhead, within
from tokenomics.outcomes.stated import Drawn, bill_values, drawn
from tokenomics.records.errors import InputError
from tokenomics.records.exchange import Converted, rates_told
from tokenomics.records.money import EXACT, ZERO

_MANY = 100_000


class Billed(NamedTuple):
    """What a budget spent by the hour or day, sentences about bills that say too little, and up to
    when they tell it.
    """

    parts: tuple[Spending, ...]
    remarks: tuple[str, ...]
    until: datetime


def billed(con: Engine, charges: str, budget: Budget, since: datetime, until: datetime) -> Billed:
    """What the lines of bills that a budget is about charge from `since` up to and without `until`.

    `charges` is SQL of a FROM item with the columns of charges.

    Lines in another currency are converted at the rate of the day they start. Raises InputError where
    there is no line at all, PriceError where no rate is known.
    """
    if not bill_values(con, charges, "currency", limit=1):
        raise InputError(
            f"budget {budget.name!r} is about what is billed, and the ledger has no bill:"
            " ingest one, or leave out its basis"
        )
    values = _values(con, charges, budget)
    query = CostQuery(
        since=since, until=until, currency=budget.counts_in, exchange=budget.exchange
    )  # fmt: skip
    parts: list[Spending] = []
    remarks: list[str] = []
    ends: list[datetime] = []
    rates: list[Converted] = []
    for value in values:
        lines, converted, said = _lines(con, charges, budget, value, query)
        rates += converted
        # Of one value there need be no line: each is asked only whether it has any.
        remarks += said if budget.for_each is None else []
        ends += [line.end or line.start for line in lines]
        if lines or budget.for_each is None:
            parts.append(Spending(value, dict(_spread(lines, budget, since, until))))
    last = min(max(ends, default=until), until)
    told = rates_told(f"bills of budget {budget.name!r}", rates)
    return Billed(tuple(parts), (*remarks, *told, *_old(budget, last, until)), last)


def _old(budget: Budget, last: datetime, until: datetime) -> Iterator[str]:
    """That bills come late."""
    if last < until:
        yield (
            f"budget {budget.name!r}: bills reach to {last:%Y-%m-%d %H:%M} UTC:"
            " what was spent since is in no amount"
        )


def _values(con: Engine, charges: str, budget: Budget) -> Sequence[str | None]:
    """The values that have a budget each, None among them for lines that state none."""
    if budget.for_each is None:
        return [None]
    if budget.for_each in dict(budget.where):
        return [dict(budget.where)[budget.for_each]]
    return [*sorted(bill_values(con, charges, budget.for_each, limit=_MANY)), None]


def _lines(
    con: Engine,
    charges: str,
    budget: Budget,
    value: str | None,
    query: CostQuery,
) -> tuple[list[Overhead], list[Converted], list[str]]:
    wanted = dict(budget.where) | ({budget.for_each: value or ""} if budget.for_each else {})
    asked = Drawn(budget.name, "opex", {}, "cost", wanted, "billed_cost", "budget")
    lines, said = drawn(con, [asked], charges, query)
    return *in_currency(lines, query, f"bills of {asked.what}"), said


def _spread(
    lines: Sequence[Overhead], budget: Budget, since: datetime, until: datetime
) -> Iterator[tuple[datetime, Cell]]:
    """What the lines charge in each hour or day: cut so that the parts sum to the whole."""
    found = periods(budget.cycle.small, since, until)
    starts = [each.start for each in found]
    sums = dict.fromkeys(starts, ZERO)
    for line in lines:
        for step in found[max(bisect_right(starts, line.start) - 1, 0) :]:
            if step.start > (line.end or line.start):
                break
            sums[step.start] = EXACT.add(sums[step.start], _part(line, step, until))
    yield from ((at, Cell(0, amount)) for at, amount in sums.items() if amount)


def _part(line: Overhead, step: Period, until: datetime) -> Decimal:
    """What of a line belongs to a step: what is gone at its end without what was gone before."""
    end = min(step.end, until)
    return EXACT.subtract(within(line, None, end), within(line, None, step.start))
