"""Which period of a budget an instant lies in, and where it begins and ends, in any time zone.

Days begin at the first instant of their date, so they have 23 or 25 hours where a clock changes.
Periods of one cycle tile time: each ends where the next begins. Only rolling days overlap: a window
of them ends with the day that an instant lies in.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from tokenomics.budget_config import Unit
from tokenomics.timezones import midnight, stretches

Step = Literal["hour", "day"]

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MICRO = timedelta(microseconds=1)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


class Cycle(NamedTuple):
    """Periods without end: a unit of a zone's calendar, or windows of `days` days that roll on.

    Years begin on the `day` of the `month`, and quarters and months on the same day.
    """

    unit: Unit
    tz: ZoneInfo
    days: int = 0
    month: int = 1
    day: int = 1

    @property
    def step(self) -> Step:
        """What its spending is summed by: hours where periods are a day or less, else days."""
        return "hour" if self.unit in {"hour", "day"} else "day"

    @property
    def small(self) -> Cycle:
        """The cycle of those hours or days."""
        return Cycle(self.step, self.tz)


class Period(NamedTuple):
    """A stretch of time between two UTC instants, the end not included."""

    start: datetime
    end: datetime

    def elapsed(self, at: datetime) -> Fraction:
        """The share of the period that is over at an instant, from 0 to 1."""
        past = min(max(at, self.start), self.end) - self.start
        return Fraction(past // _MICRO, (self.end - self.start) // _MICRO)


def period_of(cycle: Cycle, at: datetime) -> Period:
    """The period of a cycle that an instant lies in."""
    if cycle.unit == "hour":
        return _hour(cycle.tz, at)
    today = local_day(cycle.tz, at)
    if cycle.unit == "rolling":
        first, last = today - (cycle.days - 1) * _DAY, today + _DAY
    else:
        number = _number(cycle, today)
        first, last = _first(cycle, number), _first(cycle, number + 1)
    return Period(midnight(cycle.tz, first), midnight(cycle.tz, last))


def before(cycle: Cycle, period: Period) -> Period:
    """The period that ends where this one begins."""
    if cycle.unit == "rolling":
        first = local_day(cycle.tz, period.start) - cycle.days * _DAY
        return Period(midnight(cycle.tz, first), period.start)
    return period_of(cycle, period.start - _MICRO)


def periods(cycle: Cycle, since: datetime, until: datetime) -> tuple[Period, ...]:
    """The periods of a cycle that begin from `since` on and before `until`."""
    at = period_of(cycle, since)
    found = [at] if since <= at.start < until else []
    while at.end < until:
        at = period_of(cycle, at.end)
        found.append(at)
    return tuple(found)


def label(cycle: Cycle, period: Period) -> str:
    """A period as people write it: `2026-11-02 13:00`, `2026-11-02`, `2026-11`, else first and last day."""
    start = period.start.astimezone(cycle.tz)
    if cycle.unit == "hour":
        return f"{start:%Y-%m-%d %H:%M}"
    first = local_day(cycle.tz, period.start)
    last = local_day(cycle.tz, period.end - _MICRO)
    if cycle.unit == "day":
        return first.isoformat()
    if cycle.unit == "month" and first.day == 1:
        return f"{first:%Y-%m}"
    return f"{first.isoformat()} to {last.isoformat()}"


def local_day(tz: ZoneInfo, at: datetime) -> date:
    """The date whose day an instant lies in, also where a clock is put back over midnight."""
    day = at.astimezone(tz).date()
    while midnight(tz, day) > at:
        day -= _DAY
    while midnight(tz, day + _DAY) <= at:
        day += _DAY
    return day


def _hour(tz: ZoneInfo, at: datetime) -> Period:
    """A local hour, cut where the clock changes within it."""
    utc = at.astimezone(UTC)
    local = utc.astimezone(tz)
    start = utc - timedelta(
        minutes=local.minute, seconds=local.second, microseconds=local.microsecond
    )
    end = start + _HOUR
    for piece in stretches(tz, utc - 2 * _HOUR, utc + 2 * _HOUR):
        if piece.until is not None and piece.until <= utc:
            start = max(start, piece.until)
        elif piece.until is not None:
            end = min(end, piece.until)
    return Period(start, end)


def _number(cycle: Cycle, day: date) -> int:
    """The number of the period that a date lies in."""
    if cycle.unit == "day":
        return day.toordinal()
    if cycle.unit == "week":
        return (day.toordinal() - 1) // 7
    months = day.year * 12 + day.month - 1 - (day.day < cycle.day)
    return (months - (cycle.month - 1)) // _MONTHS[cycle.unit]


def _first(cycle: Cycle, number: int) -> date:
    """The first date of the period of a number."""
    if cycle.unit == "day":
        return date.fromordinal(number)
    if cycle.unit == "week":
        return date.fromordinal(number * 7 + 1)
    year, month = divmod(number * _MONTHS[cycle.unit] + cycle.month - 1, 12)
    return date(year, month + 1, cycle.day)
