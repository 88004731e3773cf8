"""A budget's spending as a series of equal steps: exact amounts, and None where nothing is known."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from tokenomics.budgeting.periods import Period, before, local_day, period_of, periods
from tokenomics.budgeting.plan import Budget
from tokenomics.budgeting.spending import Spending
from tokenomics.records.money import ZERO
from tokenomics.timezones import midnight

# What a forecast looks at: twelve weeks of days, five of hours, and the step that is running.
_DAYS = {"day": 85, "hour": 36}
# Where no call came for so long, logs are missing rather than calls.
STALE = timedelta(hours=26)


class Series(NamedTuple):
    """The hours or days of a past, and what was spent in each.

    An amount is None where nothing is known: the step is not over, logs of it are missing, or
    nothing of it could be priced.
    """

    steps: tuple[Period, ...]
    amounts: tuple[Decimal | None, ...]


def history(budget: Budget, now: datetime) -> datetime:
    """The instant from which spending is looked at: enough for a forecast, the current period, and
    the one before where something of it is carried over.
    """
    cycle = budget.cycle
    period = period_of(cycle, now)
    past = local_day(cycle.tz, now) - timedelta(days=_DAYS[cycle.step])
    starts = [period.start, midnight(cycle.tz, past)]
    return min([*starts, before(cycle, period).start] if budget.rollover else starts)


def known_until(now: datetime, last: datetime | None) -> datetime:
    """Up to when spending is known, by the last call of anybody: now, unless that is long ago."""
    return now if last is None or now - last <= STALE else last


def series(budget: Budget, spending: Spending, now: datetime, until: datetime) -> Series:
    """A budget's spending from its history on to the step that `now` lies in, itself included.

    Of what lies after `until` nothing is known.
    """
    small = budget.cycle.small
    running = period_of(small, now)
    found = (*periods(small, history(budget, now), running.start), running)
    return Series(found, tuple(_amount(spending, step, min(now, until)) for step in found))


def _amount(spending: Spending, step: Period, until: datetime) -> Decimal | None:
    if step.end > until:
        return None
    cell = spending.cells.get(step.start)
    return ZERO if cell is None else cell.cost
