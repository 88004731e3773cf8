"""How many months a period has: what costs by the month costs so many times as much."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from tokenomics.timezones import midnight


def months(since: datetime, until: datetime, tz: ZoneInfo) -> Fraction:
    """The months from an instant until another one: of each month the part of it, so that a whole one is 1.

    >>> from datetime import UTC
    >>> months(datetime(2026, 8, 17, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC), ZoneInfo("UTC"))
    Fraction(46, 31)
    """
    found = Fraction(0)
    first = since.astimezone(tz).date().replace(day=1)
    while (start := midnight(tz, first)) < until:
        first = (first + timedelta(days=31)).replace(day=1)
        end = midnight(tz, first)
        found += _share(max(since, start), min(until, end), end - start)
    return found


def _share(since: datetime, until: datetime, whole: timedelta) -> Fraction:
    unit = timedelta(microseconds=1)
    return Fraction((until - since) // unit, whole // unit)
