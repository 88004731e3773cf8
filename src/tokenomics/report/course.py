"""The course of a cost over its period, as a line of small bars beside each row of a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tokenomics.costing import CostQuery, CostReport
from tokenomics.costing.answer import check
from tokenomics.dimensions import dimension
from tokenomics.records.errors import ConfigError
from tokenomics.records.money import ZERO
from tokenomics.report.drawing import Grid, with_column
from tokenomics.timezones import zone

# A line of bars is at most so long: longer periods have several days a bar.
_BARS = 20
_NOTHING = "\N{MIDDLE DOT}"
_LEVELS = "▁▂▃▄▅▆▇█"

Days = Mapping[date, Decimal]


class Traced(NamedTuple):
    """A report, and what it is about by day as well."""

    report: CostReport
    daily: CostReport


def daily(query: CostQuery) -> CostQuery:
    """The same question by day, without a limit.

    Raises ConfigError where it is by a time already.
    """
    for name in query.by:
        if dimension(name).part:
            raise ConfigError(f"the course of a cost is by day: leave {name} out of --by")
    by_day = query._replace(by=(*query.by, "day"), per=None, limit=None)
    check(by_day)
    return by_day


def traced(shown: Grid, of: Traced) -> Grid:
    """A report's grid with the course of each row, of what a limit cut off, and of the total."""
    stretches = tuple(_stretches(of))
    spent = _spent(of.daily)
    # A report by nothing has its total alone.
    keys = [row.key for row in of.report.rows] if of.report.by else []
    rows = [bars(_levelled(spent.get(key, {}), stretches)) for key in keys]
    if len(shown.body) > len(rows):
        named = set(keys)
        others = _sum([days for key, days in spent.items() if key not in named])
        rows.append(bars(_levelled(others, stretches)))
    total = bars(_levelled(_sum(list(spent.values())), stretches))
    return with_column(shown, head(of), rows, total)


def head(of: Traced) -> str:
    """What a bar is of: `by day`, or `by 2 days`."""
    wide = _wide(len(_days(of)))
    return "by day" if wide == 1 else f"by {wide} days"


def bars_note(of: Traced) -> str:
    """How the bars are to be read."""
    return f"{head(of)}: each bar is as high as the cost of its days beside the row's dearest"


def bars(values: Sequence[Fraction]) -> str:
    """Values as bars, the greatest of them whole; what is nothing is a dot."""
    most = max(values, default=Fraction(0))
    return "".join(_bar(value, most) for value in values)


def _bar(value: Fraction, most: Fraction) -> str:
    if value <= 0:
        return _NOTHING
    return _LEVELS[-(-value * len(_LEVELS) // most) - 1]


def _days(of: Traced) -> list[date]:
    """The days from the beginning of the period to its last record."""
    report = of.report
    first, last = report.query.since or report.first, report.last
    if first is None or last is None:
        return []
    begin, end = (_local(at, report.query.tz) for at in (first, last))
    return [begin + timedelta(days=n) for n in range((end - begin).days + 1)]


def _local(at: datetime, tz: str) -> date:
    return at.astimezone(zone(tz)).date()


def _wide(days: int) -> int:
    return max(-(-days // _BARS), 1)


def _stretches(of: Traced) -> Iterator[list[date]]:
    """The days of each bar; the last one may have fewer."""
    days = _days(of)
    wide = _wide(len(days))
    yield from (days[at : at + wide] for at in range(0, len(days), wide))


def _spent(report: CostReport) -> dict[tuple[str | None, ...], dict[date, Decimal]]:
    """What each group cost on each day, what has no price being in none."""
    found: dict[tuple[str | None, ...], dict[date, Decimal]] = {}
    for row in report.rows:
        if (day := row.key[-1]) is not None and row.cost is not None:
            found.setdefault(row.key[:-1], {})[date.fromisoformat(day)] = row.cost
    return found


def _sum(parts: Sequence[Days]) -> Days:
    days = {day for part in parts for day in part}
    return {day: sum((part.get(day, ZERO) for part in parts), ZERO) for day in days}


def _levelled(days: Days, stretches: Sequence[Sequence[date]]) -> list[Fraction]:
    """The cost a day of each bar, so that one of fewer days is not lower for that."""
    return [
        sum((Fraction(days.get(day, ZERO)) for day in stretch), Fraction(0)) / len(stretch)
        for stretch in stretches
    ]
