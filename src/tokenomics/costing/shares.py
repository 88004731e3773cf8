"""The share of costs whose calls state a user, session and the like: only that is a cost of them.

The rows are parted by one more column while they are priced and joined afterwards, so that both
come of one pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from tokenomics.costing.answer import PER, CostQuery
from tokenomics.costing.scope import Scope, column_sql, task_sql
from tokenomics.costing.tally import ROWS, Tally, ask, dims_sql, grouping_sql
from tokenomics.queries import sql

# No name of the rate key, which has one for buckets whose cost is stated.
STATED = "states_unit"


class Share(NamedTuple):
    """What the calls of a row cost that state it: None where nothing of it could be priced."""

    cost: Decimal | None
    has_unpriced: bool


# By the raw values of the dimensions; () is the share of everything.
Shares = Mapping[tuple[Any, ...], Share]


def unit_sql(scope: Scope, query: CostQuery) -> str | None:
    """SQL of which user, session, customer or step a call is of; None where calls are all that is counted.

    A step is one of a task: the same name in two tasks is two steps.
    """
    column = PER[query.per] if query.per else None
    if column is None or column != "step":
        return column and column_sql(scope, column)
    task = task_sql(scope, query.task_ids)
    return f"({task} || chr(31) || {column_sql(scope, column)})"


def parted(tally: Tally, unit: str) -> Tally:
    """The tally with one more dimension: whether a call states the unit, which is SQL."""
    stated = f"({unit} IS NOT NULL)"
    return tally._replace(dims=(*tally.dims, STATED), columns={**tally.columns, STATED: stated})


def joined(tally: Tally) -> tuple[Tally, Shares]:
    """The tally before it was parted, its priced rows joined again, and what the stated part cost."""
    whole = tally._replace(dims=tally.dims[:-1])
    shares: dict[tuple[Any, ...], Share] = {}
    for dims in {(), whole.dims}:
        shares |= _shares(tally, dims)
    names = ("requests", *tally.meters)
    text = sql(
        "joined",
        dimensions=dims_sql(whole.dims),
        sums=", ".join(f"sum(calls.{name}) AS {name}" for name in names),
        rows=ROWS,
        grouping=grouping_sql(whole.dims),
    )
    ask(tally.con, tally.scope, f"CREATE OR REPLACE TEMP TABLE {ROWS} AS {text}")
    return whole, shares


def _shares(tally: Tally, dims: tuple[str, ...]) -> dict[tuple[Any, ...], Share]:
    text = sql("stated", dimensions=dims_sql(dims), rows=ROWS, grouping=grouping_sql(dims))
    found = ask(tally.con, tally.scope, text)
    return {tuple(row[:-2]): Share(*row[-2:]) for row in found}
