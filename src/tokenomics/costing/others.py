"""Meters that a source names and the meter table does not: counted, and priced where a book can."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tokenomics.costing import rate_table
from tokenomics.costing.scope import calls_sql
from tokenomics.costing.tally import ROWS, Tally, ask, dims_sql, grouping_sql, whole
from tokenomics.queries import sql

OTHERS = "tokenomics_others"
PREFIX = "other:"

_Quantities = dict[tuple[Any, ...], dict[str, Decimal | int]]


def price_others(tally: Tally, same: Sequence[str]) -> None:
    """Price the calls' other meters and add them to the rows."""
    tabulate_others(tally, same)
    names = ("requests", *tally.meters)
    merged = sql(
        "merged",
        dimensions=dims_sql(tally.dims),
        sums=", ".join(f"sum(calls.{name}) AS {name}" for name in names),
        names=", ".join(f"calls.{name}" for name in names),
        nulls=", ".join("0" if name == "requests" else "NULL" for name in names),
        rows=ROWS,
        others=OTHERS,
        grouping=grouping_sql(tally.dims),
    )
    ask(tally.con, tally.scope, f"CREATE OR REPLACE TEMP TABLE {ROWS} AS {merged}")


def tabulate_others(tally: Tally, same: Sequence[str]) -> None:
    """Price the calls' other meters into the table OTHERS, a row a group, model and meter."""
    items = {**tally.columns, "item": "unnest(other)"}
    wanted = {*tally.dims, "provider", "model", "billable", *same, "item"}
    priced = sql(
        "others",
        dimensions=dims_sql(tally.dims),
        rate="(CASE WHEN calls.billable THEN rates.rate ELSE 0 END)",
        calls=calls_sql(tally.scope, {name: items[name] for name in sorted(wanted)}),
        other_rates=rate_table.OTHER_RATES,
        same_key=rate_table.same_key_sql(same),
    )
    ask(tally.con, tally.scope, f"CREATE OR REPLACE TEMP TABLE {OTHERS} AS {priced}")


def other_quantities(tally: Tally, dims: Sequence[str]) -> _Quantities:
    """The quantities of other meters, each under `other:METER`, by the values of `dims`."""
    return _quantities(tally, dims, "quantity")


def unpriced_others(tally: Tally) -> _Quantities:
    """The quantities of other meters that have no rate, by provider and model."""
    return _quantities(tally, ("provider", "model"), "lacking")


def _quantities(tally: Tally, names: Sequence[str], quantity: str) -> _Quantities:
    text = sql("other_quantities", names=dims_sql(names), quantity=quantity, others=OTHERS)
    found: _Quantities = {}
    for *key, meter, amount in ask(tally.con, tally.scope, text):
        found.setdefault(tuple(key), {})[f"{PREFIX}{meter}"] = whole(amount)
    return found
