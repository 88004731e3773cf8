"""Rates as small tables in the engine, and the SQL that multiplies quantities by them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from tokenomics.engine import Engine, fill
from tokenomics.pricing import Priced, is_assumed, is_undated, rate_of
from tokenomics.rate_keys import RateKey
from tokenomics.records import meters
from tokenomics.records.money import AMOUNT_TYPE, RATE_TYPE, ZERO

RATES = "tokenomics_rates"
OTHER_RATES = "tokenomics_other_rates"
STATED = "stated_cost"

_NUMBERS = ("epoch", "step", "until", "hours", "period")
_TYPES = {"billable": "BOOLEAN", "stated": "BOOLEAN", **dict.fromkeys(_NUMBERS, "BIGINT")}
_NEVER_NULL = ("provider", *_TYPES)
_EQUALS = {name: "=" if name in _NEVER_NULL else "IS NOT DISTINCT FROM" for name in RateKey._fields}


def distinguishing(found: Sequence[Priced], used: Sequence[str]) -> tuple[str, ...]:
    """The columns of the rate key that suffice to tell its rates apart.

    The dearest to compute are left out first, so a join compares no more than it must.
    """
    rates = [(item.key, _rates(item, used)) for item in found]
    kept = RateKey._fields
    for name in (
        "account",
        "period",
        "hours",
        "step",
        "epoch",
        "until",
        "stated",
        "context_tier",
        "variant",
        "region",
        "provider",
        *kept,
    ):
        rest = tuple(column for column in kept if column != name)
        if _decide(rest, rates):
            kept = rest
    return kept


def _decide(columns: Sequence[str], rates: Sequence[tuple[RateKey, object]]) -> bool:
    first: dict[tuple[object, ...], object] = {}
    return all(first.setdefault(_part(key, columns), mine) == mine for key, mine in rates)


def _part(key: RateKey, columns: Sequence[str]) -> tuple[object, ...]:
    return tuple(getattr(key, column) for column in columns)


def _rates(item: Priced, used: Sequence[str]) -> tuple[object, ...]:
    """Everything that the price of a call with this key depends on."""
    return (*_row(item, used), item.key.billable, item.as_stated, sorted(_others(item).items()))


def _row(item: Priced, used: Sequence[str]) -> tuple[object, ...]:
    """Each meter's rate, and whether it is undated and assumed."""
    return tuple(
        value
        for meter in used
        for value in (rate_of(item, meter), is_undated(item, meter), is_assumed(item, meter))
    )


def _others(item: Priced) -> dict[str, Decimal]:
    """The rates of meters that only the book knows."""
    rates = item.quote.rates.items()
    return {name: at.rate.rate for name, at in rates if name not in meters.BY_NAME}


def same_key_sql(columns: Sequence[str]) -> str:
    """SQL of the join between calls and rates on some columns of the rate key."""
    return " AND ".join(f"calls.{name} {_EQUALS[name]} rates.{name}" for name in columns) or "true"


def amount_type(used: Iterable[str]) -> str:
    """The SQL type that holds every amount exactly.

    A whole count times a rate has 18 decimals. A quantity has 6 decimals of its own: amounts
    then have 24, and room for 10^14.
    """
    whole = all(meters.is_whole(meters.BY_NAME[name]) for name in used)
    return AMOUNT_TYPE if whole else "DECIMAL(38,24)"


def amount_sql(used: Sequence[str], *, has_stated: bool = False) -> str:
    """SQL of the amount of a row of calls (or of a group of them) joined with its rates.

    `has_stated` says that calls have the column STATED, what their source says they cost.
    """
    total = amount_type(used)
    parts = [_product_sql(name, total) for name in used]
    if has_stated:
        parts.append(f"CASE WHEN rates.as_stated THEN CAST(calls.{STATED} AS {total}) ELSE 0 END")
    return " + ".join(parts) if parts else f"CAST(0 AS {total})"


def _product_sql(name: str, total: str) -> str:
    quantity = "DECIMAL(15,0)" if meters.is_whole(meters.BY_NAME[name]) else "DECIMAL(18,6)"
    product = f"CAST(calls.{name} AS {quantity}) * rates.{name}"
    return f"coalesce(CAST({product} AS {total}), 0)"


def load_rates(
    con: Engine,
    found: Sequence[Priced],
    used: Sequence[str],
    columns: Sequence[str],
    *,
    marked: Collection[RateKey],
) -> None:
    """Write the rates to two small tables, a row a combination of the rate key's `columns`.

    One has three columns a meter in `used`: the rate, null where there is none, and whether
    it is undated or assumed; `is_marked` holds where calls touch such a rate, `as_stated` where
    they cost what their source says; `other_meters` are those that only the book knows, null where
    there are none. The other has a row for each of these.
    """
    keys = {name: _TYPES.get(name, "VARCHAR") for name in columns}
    rates = {
        name: kind
        for meter in used
        for name, kind in (
            (meter, RATE_TYPE), (f"undated_{meter}", "BOOLEAN"), (f"assumed_{meter}", "BOOLEAN"),
        )
    }  # fmt: skip
    parts = {_part(item.key, columns): item for item in found}
    watched = {_part(key, columns) for key in marked}
    rows = [
        (*part, *_row(item, used), part in watched, item.as_stated, [*_others(item)] or None)
        for part, item in parts.items()
    ]
    marks = {"is_marked": "BOOLEAN", "as_stated": "BOOLEAN", "other_meters": "VARCHAR[]"}
    fill(con, RATES, {**keys, **rates, **marks}, rows)
    others = [
        (*part, name, ZERO if item.as_stated else rate)
        for part, item in parts.items()
        for name, rate in _others(item).items()
    ]
    fill(con, OTHER_RATES, {**keys, "meter": "VARCHAR", "rate": RATE_TYPE}, others)
