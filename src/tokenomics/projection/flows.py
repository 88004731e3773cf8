"""The past of a forecast: what flows cost step by step, and what their recent use costs at prices to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from tokenomics.books import Book, boundaries
from tokenomics.costing import Attribution, CostQuery, CostReport, CostRow
from tokenomics.costing.run import costs_of
from tokenomics.engine import Engine
from tokenomics.projection.events import MODEL
from tokenomics.projection.steps import Length, Step
from tokenomics.queries import sql
from tokenomics.records.money import EXACT, ZERO, total
from tokenomics.timezones import from_micros

# So much of the past is learnt from, and so much of it tells what is used of late.
LEARNT: dict[Length, timedelta] = {"day": timedelta(days=180), "hour": timedelta(days=28)}
RECENT: dict[Length, timedelta] = {"day": timedelta(days=28), "hour": timedelta(days=7)}

Key = tuple[str | None, ...]


class Usage(NamedTuple):
    """Usage to be asked: SQL of a FROM item in which no call counts twice, and its columns."""

    con: Engine
    relation: str
    used: frozenset[str]
    book: Book
    rules: Sequence[Attribution] = ()


class Flows(NamedTuple):
    """Flows, each named by its values of `names`.

    `past` has what each cost in every past step, all at the prices of one instant. `recent` has one
    report for each of `eras`, by `names` and model: what was used of late, at the prices from then on.
    """

    names: tuple[str, ...]
    past: Mapping[Key, tuple[Decimal, ...]]
    eras: tuple[datetime, ...]
    recent: tuple[CostReport, ...]


def span(usage: Usage) -> tuple[datetime, datetime] | None:
    """The first and last instant of all usage; None where there is none."""
    first, last = usage.con.execute(sql("span", relation=usage.relation)).fetchall()[0]
    return None if first is None else (from_micros(first), from_micros(last))


def spent(usage: Usage, query: CostQuery, names: Sequence[str]) -> CostReport:
    """What flows have cost since `query.since`, at the prices of their own time."""
    return costs_of(
        usage.con, usage.relation, usage.used, usage.book,
        query._replace(by=tuple(names), per=None, limit=None), rules=usage.rules,
    )  # fmt: skip


def flows_of(
    usage: Usage,
    query: CostQuery,
    names: Sequence[str],
    past: Sequence[Step],
    *,
    length: Length,
    until: datetime,
) -> Flows:
    """The flows of a query's filters in the steps of the past, and the prices up to `until`.

    `query.prices_at` is where the first era begins, to whose prices all of the past is put. Where
    nothing lies ahead of it, nothing is asked of what was used of late. Raises as `costs` does.
    """
    now = query.prices_at or until
    start, end = (past[0].start, past[-1].end) if past else (now, now)
    within = query._replace(since=start, until=end, prices_at=now)
    series = _asked(usage, within, (length, *names)) if past else None
    if series is not None and until <= now:
        return Flows(tuple(names), _series(series, past), (now,), ())
    lately = within._replace(since=max(start, end - RECENT[length]))
    by = tuple(dict.fromkeys((*names, *MODEL)))
    first = _asked(usage, lately, by) if past else None
    if series is None or first is None:
        return Flows(tuple(names), {}, (now,), ())
    eras = (now, *changes(usage.book, first, now, until))
    later = [_asked(usage, lately._replace(prices_at=at), by) for at in eras[1:]]
    return Flows(tuple(names), _series(series, past), eras, (first, *later))


def _asked(usage: Usage, query: CostQuery, by: tuple[str, ...]) -> CostReport:
    return spent(usage, query, by)


def values(report: CostReport, row: CostRow, names: Sequence[str]) -> Key:
    """A row's values of some of the dimensions that its report is by."""
    of = dict(zip(report.by, row.key, strict=True))
    return tuple(of[name] for name in names)


def changes(
    book: Book, report: CostReport, after: datetime, until: datetime
) -> tuple[datetime, ...]:
    """The instants between two at which the price of a model that a report is by may change."""
    named = {values(report, row, MODEL) for row in report.rows}
    known = [boundaries(book, provider or "", model or "") for provider, model in named]
    found = {at for bounds in known for at in bounds.instants}
    return tuple(sorted(at for at in found if after < at < until))


def _series(report: CostReport, past: Sequence[Step]) -> dict[Key, tuple[Decimal, ...]]:
    """Each flow's cost in every step, zero where it had none."""
    index = {step.label: i for i, step in enumerate(past)}
    found: dict[Key, list[Decimal]] = {}
    for row in report.rows:
        label, *key = row.key
        series = found.setdefault(tuple(key), [ZERO] * len(past))
        if label in index:
            series[index[label]] = EXACT.add(series[index[label]], row.cost or ZERO)
    return {key: tuple(found[key]) for key in sorted(found, key=_order)}


def _order(key: Key) -> list[tuple[bool, str]]:
    return [(value is None, value or "") for value in key]


def fewer(flows: Flows, names: Sequence[str]) -> Flows:
    """The same flows told apart by some of their names only: as if nobody had asked for the others."""
    if tuple(names) == flows.names:
        return flows
    at = [flows.names.index(name) for name in names]
    together: dict[Key, list[Key]] = {}
    for key in flows.past:
        together.setdefault(tuple(key[i] for i in at), []).append(key)
    past = {
        key: tuple(map(total, zip(*(flows.past[each] for each in together[key]), strict=True)))
        for key in sorted(together, key=_order)
    }
    recent = tuple(_fewer(report, names) for report in flows.recent)
    return flows._replace(names=tuple(names), past=past, recent=recent)


def _fewer(report: CostReport, names: Sequence[str]) -> CostReport:
    by = tuple(dict.fromkeys((*names, *MODEL)))
    together: dict[Key, list[CostRow]] = {}
    for row in report.rows:
        together.setdefault(values(report, row, by), []).append(row)
    rows = tuple(_one(key, rows) for key, rows in together.items())
    return report._replace(by=by, rows=rows, row_count=len(rows))


def _one(key: Key, rows: Sequence[CostRow]) -> CostRow:
    """Rows as one, in what forecasts ask of them."""
    meters: dict[str, Decimal | int] = {}
    for row in rows:
        for name, number in row.meters.items():
            meters[name] = meters.get(name, 0) + number
    costs = [row.cost for row in rows if row.cost is not None]
    return CostRow(
        key, sum(row.requests for row in rows), meters, total(costs) if costs else None,
        any(row.has_unpriced for row in rows),
    )  # fmt: skip
