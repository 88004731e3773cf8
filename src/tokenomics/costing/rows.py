"""The rows of a cost report, read from the engine in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from tokenomics.costing.answer import PER, CostQuery, CostRow
from tokenomics.costing.counts import count_distinct
from tokenomics.costing.others import other_quantities
from tokenomics.costing.shares import Share, Shares, unit_sql
from tokenomics.costing.tally import ROWS, Tally, ask, dims_sql, whole
from tokenomics.dimensions import Dimension
from tokenomics.queries import sql
from tokenomics.records.money import ZERO, ratio
from tokenomics.timezones import day_label, hour_label, month_label, zone

_UNASKED = Share(None, has_unpriced=False)
_NOBODY = Share(ZERO, has_unpriced=False)


class Rows(NamedTuple):
    """The rows to show, how many there are and how many have something unpriced, the totals."""

    rows: tuple[CostRow, ...]
    row_count: int
    unpriced_count: int
    totals: CostRow


class _Extras(NamedTuple):
    """What rows get besides their sums, by the raw values of their dimensions."""

    counted: Mapping[tuple[Any, ...], int]
    others: Mapping[tuple[Any, ...], Mapping[str, Decimal | int]]
    stated: Shares


def read_rows(
    tally: Tally,
    query: CostQuery,
    dims: Sequence[Dimension],
    *,
    has_others: bool,
    stated: Shares,
) -> Rows:
    """The rows to show and the totals of all; `stated` is what unit costs of users are taken of."""
    names = ("requests", *tally.meters)
    page = sql(
        "page",
        dimensions=dims_sql(tally.dims),
        names=", ".join(names),
        rows=ROWS,
        ordering=ordering(tally.dims, dims, "shown", query.limit),
    )
    sums = ", ".join(f"sum({name}) AS {name}" for name in names)
    shown = ask(tally.con, tally.scope, page)
    count, unpriced, *whole_row = ask(tally.con, tally.scope, sql("totals", sums=sums, rows=ROWS))[
        0
    ]
    extras = _extras(tally, query, has_others=has_others, stated=stated)
    rows = tuple(_row(query, tally.meters, dims, row, extras) for row in shown)
    totals = _row(query, tally.meters, (), tuple(whole_row), extras)
    return Rows(rows, int(count), int(unpriced), totals)


def _extras(tally: Tally, query: CostQuery, *, has_others: bool, stated: Shares) -> _Extras:
    unit = unit_sql(tally.scope, query)
    others = other_quantities(tally, tally.dims) if has_others else {}
    if has_others:
        others |= other_quantities(tally, ())
    return _Extras(count_distinct(tally, unit) if unit else {}, others, stated)


def ordering(
    names: Sequence[str],
    dims: Sequence[Dimension],
    cost: str,
    limit: int | None,
    within: Sequence[str] = (),
) -> str:
    """SQL that orders rows: times ascending, then the dearest first, then by key; at most `limit` of them.

    `names` are SQL of the dimensions, `within` orders the rows of one key.
    """
    times = [name for name, d in zip(names, dims, strict=True) if d.part]
    rest = [f"{name} NULLS LAST" for name in names if name not in times]
    order = f"ORDER BY {', '.join([*times, f'{cost} DESC NULLS LAST', *rest, *within])}"
    return order if limit is None else f"{order} LIMIT {limit:d}"


def _row(
    query: CostQuery,
    used: Sequence[str],
    dims: Sequence[Dimension],
    row: tuple[Any, ...],
    extras: _Extras,
) -> CostRow:
    raw, rest = row[: len(dims)], row[len(dims) :]
    requests, *quantities, cost, has_unpriced = rest
    sums = {name: whole(value) for name, value in zip(used, quantities, strict=True) if value}
    count = extras.counted.get(raw)
    share = _share(query, extras, raw, Share(cost, has_unpriced))
    return CostRow(
        key=tuple(label(d, value, query.tz) for d, value in zip(dims, raw, strict=True)),
        requests=int(requests),
        meters={**sums, **extras.others.get(raw, {})},
        cost=cost,
        has_unpriced=has_unpriced,
        counted=count,
        counted_cost=None if count is None else share.cost,
        unit_cost=_unit_cost(share, int(requests) if count is None else count),
        unit_unpriced=share.has_unpriced,
    )


def _share(query: CostQuery, extras: _Extras, raw: tuple[Any, ...], whole: Share) -> Share:
    """What a unit cost is taken of: every call, or those that state a user, session and the like."""
    if query.per is None:
        return _UNASKED
    return whole if PER[query.per] is None else extras.stated.get(raw, _NOBODY)


def _unit_cost(share: Share, count: int) -> Decimal | None:
    return None if share.cost is None else ratio(share.cost, count)


def label(found: Dimension, value: Any, tz: str) -> str | None:
    """A dimension's value as text; None stays None."""
    if value is None or not found.part:
        return value
    if found.part == "hour":
        return hour_label(value, zone(tz))
    return month_label(value) if found.part == "month" else day_label(value)
