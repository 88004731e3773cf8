"""The costs of flows hour by hour, read from a ledger's calls at the prices of one instant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from tokenomics.analysis.rhythm import DAILY, HOURLY
from tokenomics.analysis.spikes import WHOLE, Flow, Stakes, Steps
from tokenomics.costing import CostQuery, CostReport
from tokenomics.costing.each import EACH
from tokenomics.costing.run import costs_each
from tokenomics.dimensions import dimension
from tokenomics.engine import Engine
from tokenomics.projection import Step, Usage, hour_of_week, span, steps
from tokenomics.queries import sql
from tokenomics.records.money import ZERO
from tokenomics.timezones import zone

# Dimensions that flows are of, the better names first.
NAMES = ("feature", "project", "team", "model", "customer", "user", "api_key")
# Money at stake, as shares of the usual cost of a day: of an hour's spike less is worth telling.
HOUR_STAKES = Stakes(more=0.01, less=0.1, new=0.05)
DAY_STAKES = Stakes(more=0.05, less=0.1, new=0.05)
# What is learnt from before a period begins: six weeks of each hour of the week, and two to start with.
LEARNT = timedelta(weeks=8)
# Of a dimension the dearest are followed, whose dearest hour is a part of what a spike must come to.
_MOST, _PART = 100, 4

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Read(NamedTuple):
    """Flows by `hours` of time: `series` has a value an hour, the whole first.

    `days` are the local days that are over, `report` has the costs of all that was read.
    """

    names: tuple[str, ...]
    series: Mapping[Flow, tuple[float, ...]]
    hours: tuple[Step, ...]
    days: tuple[Step, ...]
    report: CostReport
    cells: Cells

    def hourly(self, tz: str) -> Steps:
        """The steps of hours."""
        slots = [hour_of_week(step, tz) for step in self.hours]
        return Steps("hour", HOURLY, 24, HOUR_STAKES, slots, range(len(self.hours) + 1))

    def daily(self, tz: str) -> tuple[dict[Flow, tuple[float, ...]], Steps]:
        """The same series by days, and their steps."""
        index = {step.start: at for at, step in enumerate(self.hours)}
        ends = [index.get(day.start, 0) for day in self.days]
        last = index.get(self.days[-1].end, len(self.hours)) if self.days else 0
        bounds = [*ends, last]
        slots = [day.start.astimezone(zone(tz)).weekday() for day in self.days]
        sums = {
            flow: tuple(sum(values[a:b]) for a, b in pairwise(bounds))
            for flow, values in self.series.items()
        }
        return sums, Steps("day", DAILY, 1, DAY_STAKES, slots, bounds)


class Cells:
    """What flows cost together, read as it is asked for."""

    def __init__(self, con: Engine, names: Sequence[str], hours: Sequence[Step]) -> None:
        """Of the connection's table of calls, whose columns are of `names`."""
        self._con, self._at = con, {name: at for at, name in enumerate(names)}
        self._hours = hours
        self._known: dict[int, list[tuple[tuple[str | None, ...], float]]] = {}

    def shared(self, one: Flow, other: Flow, first: int, end: int) -> float:
        """What two flows cost together from an hour up to another."""
        self._read(first, end)
        wanted = [(self._at[name], value) for name, value in {one, other} - {WHOLE}]
        return sum(
            cost
            for hour in range(first, end)
            for values, cost in self._known[hour]
            if all(values[at] == value for at, value in wanted)
        )

    def cost(self, flow: Flow, first: int, end: int) -> Decimal:
        """What a flow cost from an hour up to another, exactly."""
        given = self._bounds(first, end)
        condition = "true"
        if flow != WHOLE:
            given["value"] = flow[1]
            condition = f"{_column(self._at[flow[0]])} = $value"
        text = sql("flow_cost", calls=EACH, of_flow=condition)
        return self._con.execute(text, given).fetchall()[0][0] or ZERO

    def _read(self, first: int, end: int) -> None:
        """Know the cells of these hours: one question of all between the first and the last unknown."""
        unknown = [hour for hour in range(first, end) if hour not in self._known]
        if not unknown:
            return
        hours = range(unknown[0], unknown[-1] + 1)
        columns = ", ".join(["hour", *(_column(at) for at in range(len(self._at)))])
        text = sql("flow_cells", values=columns, calls=EACH)
        self._known |= {hour: [] for hour in hours}
        by_start = {_micros(self._hours[hour].start): hour for hour in hours}
        rows = self._con.execute(text, self._bounds(hours.start, hours.stop)).fetchall()
        for start, *values, cost in rows:
            self._known[by_start[start]].append((tuple(values), cost))

    def _bounds(self, first: int, end: int) -> dict[str, object]:
        """The parameters of a query of the hours from one up to another."""
        start, stop = (self._hours[at].start for at in (first, end - 1))
        return {"first": _micros(start), "end": _micros(stop) + 1}


def read(usage: Usage, query: CostQuery, since: datetime, now: datetime) -> Read | None:
    """The flows that a query's filters pick, from weeks before `since` up to `now`; None where there are none.

    They are of the dimensions that it is by, else of all that name who spends. Raises as `costs` does.
    """
    reach = span(usage)
    if reach is None or reach[0] >= now:
        return None
    newest = min(reach[1], now - _MICROSECOND)
    first = max(reach[0], _monday(since - LEARNT, query.tz))
    if first > newest:
        return None
    hours = [
        step for step in steps("hour", first, newest + _MICROSECOND, query.tz) if step.end <= now
    ]
    if not hours:
        return None
    days = [step for step in steps("day", first, newest, query.tz) if step.end <= newest]
    if days and days[0].start < hours[0].start:
        days = days[1:]
    names = tuple(dimension(name).name for name in query.by) or NAMES
    dims = [dimension(name) for name in names]
    columns = {"hour": dimension("hour"), **{_column(at): dim for at, dim in enumerate(dims)}}
    within = query._replace(
        by=(), per=None, limit=None, since=hours[0].start, until=hours[-1].end,
        prices_at=query.prices_at or now,
    )  # fmt: skip
    report = costs_each(
        usage.con, usage.relation, usage.used, usage.book, within, columns, rules=usage.rules
    )
    if report.first is None:
        return None
    series = _series(usage.con, names, hours)
    return Read(names, series, tuple(hours), tuple(days), report, Cells(usage.con, names, hours))


def _series(
    con: Engine, names: Sequence[str], hours: Sequence[Step]
) -> dict[Flow, tuple[float, ...]]:
    index = {_micros(step.start): at for at, step in enumerate(hours)}
    found: dict[Flow, list[float]] = {WHOLE: [0.0] * len(hours)}

    def add(name: str, value: str, least: float) -> None:
        text = sql("flow_hours", value=value, calls=EACH, least=repr(least), most=str(_MOST))
        for hour, of, cost in con.execute(text).fetchall():
            flow = WHOLE if not name else (name, of)
            series = found.setdefault(flow, [0.0] * len(hours))
            series[index[hour]] += cost

    add("", "'all'", 0.0)
    a_day = sum(found[WHOLE]) / len(hours) * 24
    for at, name in enumerate(names):
        add(name, _column(at), max(a_day * HOUR_STAKES.more / _PART, 1e-12))
    return {flow: tuple(values) for flow, values in found.items()}


def _column(at: int) -> str:
    return f"d{at}"


def _monday(at: datetime, tz: str) -> datetime:
    """The start of a local week, so that what is learnt from is the same all week."""
    local = at.astimezone(zone(tz))
    return (local - timedelta(days=local.weekday())).replace(
        hour=0, minute=0, second=0, microsecond=0
    )


def _micros(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND
