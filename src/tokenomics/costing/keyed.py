"""Usage with the rates it is charged, a row a flow and rate key, for comparing two reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from tokenomics.costing.answer import CostReport
from tokenomics.costing.tally import GROUPS, ROWS, Tally, ask, dims_sql, summarise, sums_sql
from tokenomics.engine import Engine, fill
from tokenomics.pricing import Priced
from tokenomics.queries import sql
from tokenomics.rate_keys import Cuts, RateKey

# All flows that are not named.
REST = -1

_COUNTED = "counted"
_FLOWS = "tokenomics_flows"


class Keyed(NamedTuple):
    """A report, and its usage in a table of the engine with everything that its prices depend on.

    `answers` are the rates of the rate keys, `cuts` say what their steps mean, `meters` are those in
    use. Without any record there is no table, and `cuts` is None.
    """

    report: CostReport
    table: str
    dims: tuple[str, ...] = ()
    meters: tuple[str, ...] = ()
    answers: Mapping[RateKey, Priced] = MappingProxyType({})
    cuts: Cuts | None = None


class Cell(NamedTuple):
    """What a flow used at the same rates: the flow's number, REST for all others.

    `counted` says that the source states how many requests it is.
    """

    flow: int
    priced: Priced
    counted: bool
    requests: int
    quantities: Mapping[str, Decimal | int]


def keep(tally: Tally, table: str) -> None:
    """Keep the groups that a report was just made of in a table of that name.

    Buckets may be without a count of requests, and are summed again for it.
    """
    if tally.has_buckets:
        columns = {**tally.columns, _COUNTED: f"coalesce({tally.columns['requests']} > 0, false)"}
        summarise(tally._replace(dims=(*tally.dims, _COUNTED), columns=columns), by=True)
    counted = _COUNTED if tally.has_buckets else "true"
    page = sql("page", dimensions=dims_sql(tally.dims), names="requests", rows=ROWS, ordering="")
    ask(tally.con, tally.scope, f"CREATE OR REPLACE TEMP TABLE {_groups(table)} AS {page}")
    names = ("requests", *tally.meters)
    keys = ", ".join((*tally.dims, *RateKey._fields))
    text = sql("keyed", keys=keys, counted=counted, sums=sums_sql(names), groups=GROUPS)
    ask(tally.con, tally.scope, f"CREATE OR REPLACE TEMP TABLE {table} AS {text}")


def groups_of(kept: Keyed) -> str:
    """The table of the report's groups: the dimensions, `requests`, and the cost as `shown`."""
    return _groups(kept.table)


def _groups(table: str) -> str:
    return f"{table}_groups"


def cells(con: Engine, kept: Keyed, flows: Sequence[tuple[str | None, ...]]) -> Iterable[Cell]:
    """The usage of the flows with these values of the dimensions, each by its place in `flows`."""
    if kept.cuts is None:
        return
    _write_flows(con, kept.dims, flows)
    same = " AND ".join(f"kept.{name} IS NOT DISTINCT FROM flows.{name}" for name in kept.dims)
    keys = RateKey._fields
    text = sql(
        "keyed_flows",
        keys=", ".join(f"kept.{name}" for name in keys),
        sums=", ".join(f"sum(kept.{name}) AS {name}" for name in kept.meters),
        kept=kept.table,
        flows=_FLOWS,
        same_flow=same or "true",
    )
    for flow, *row in con.execute(text).fetchall():
        values, counted, sums = row[: len(keys)], row[len(keys)], row[len(keys) + 1 :]
        used = {n: v for n, v in zip(kept.meters, sums, strict=True) if v is not None}
        priced = kept.answers[RateKey(*values)]
        yield Cell(flow, priced, counted, int(used.get("requests", 0)), used)


def _write_flows(con: Engine, dims: Sequence[str], flows: Sequence[tuple[str | None, ...]]) -> None:
    columns = {**dict.fromkeys(dims, "VARCHAR"), "flow": "INTEGER"}
    fill(con, _FLOWS, columns, [(*values, number) for number, values in enumerate(flows)])
