"""Usage counted and priced in the engine: quantities and amounts of every group.

Where groups are few, records are first summed by group and rate key and the sums are
priced; where they are many, each record is priced. Both go through one query.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from tokenomics import pricing, rate_keys
from tokenomics.books import Book
from tokenomics.costing import rate_table
from tokenomics.costing.answer import CostQuery
from tokenomics.costing.coverage import Sum
from tokenomics.costing.gathering import gathered_sql
from tokenomics.costing.graduation import (
    Graduation,
    graduation_of,
    key_columns,
    providers_of,
    with_windows,
)
from tokenomics.costing.scope import NULL, Scope, bound, calls_sql, dimension_sql
from tokenomics.dimensions import Dimension, dimension
from tokenomics.engine import Engine, duckdb
from tokenomics.overlap.counted import UNLOGGED
from tokenomics.pricing import Priced
from tokenomics.queries import literal, sql
from tokenomics.rate_keys import Cuts, RateKey
from tokenomics.records import meters
from tokenomics.records.errors import InputError
from tokenomics.records.money import AMOUNT_TYPE, ZERO
from tokenomics.timezones import (
    Stretch,
    day_sql,
    from_micros,
    hour_sql,
    month_sql,
    stretches,
    week_sql,
    zone,
)

GROUPS = "tokenomics_groups"
ROWS = "tokenomics_rows"

_SPAN = {"first": "min", "last": "max"}
_COUNT = "CASE WHEN grain = 'request' THEN 1 ELSE 0 END"
_PARTS = {"hour": hour_sql, "day": day_sql, "week": week_sql, "month": month_sql}
_KEYS = RateKey._fields
_COVER = ("token_basis", "source", UNLOGGED)
_UNSTATED = f"CAST(NULL AS {AMOUNT_TYPE})"
_CONSTANT = (NULL, "0", "true", "false")
FEE = "(calls.requests > 0 AND rates.requests > 0)"


class Tally(NamedTuple):
    """What the queries of one report share.

    `columns` are the calls' columns, name -> SQL; `dims` those of them to group by;
    `meters` the meters in use apart from the count of requests.
    """

    con: Engine
    scope: Scope
    dims: tuple[str, ...]
    columns: Mapping[str, str]
    meters: tuple[str, ...]
    cuts: Cuts
    graduation: Graduation
    pieces: tuple[Stretch, ...]
    has_buckets: bool
    first: datetime
    last: datetime


def ask(con: Engine, scope: Scope, text: str) -> list[tuple[Any, ...]]:
    """The rows of a query with the scope's values bound.

    Raises InputError where a sum is too great for exact arithmetic.
    """
    try:
        return con.execute(text, bound(scope, text)).fetchall()
    except (duckdb.ConversionException, duckdb.OutOfRangeException, OverflowError) as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"a quantity is too great to be priced exactly: {reason}") from None


def tally_of(  # noqa: PLR0913
    con: Engine,
    scope: Scope,
    book: Book,
    query: CostQuery,
    *,
    by: Sequence[Dimension],
    counted: Graduation | None = None,
    also: Sequence[Book] = (),
    times: tuple[datetime, datetime] | None = None,
) -> Tally | None:
    """Look at the scope's records and prepare their SQL; None where there are none.

    The first look takes the span of time and the names of models, from which follow the
    clock changes, the cuts where prices change (those of other books `also`) and the prices by
    quantity, unless they are already `counted`. Buckets count up to their ends, so that
    one is known to reach over a change that no later record follows. `times` are the first and last
    instant that dimensions of time are of, where these are not the records' own.
    """
    model = dimension_sql(scope, dimension("model"))
    requests = f"coalesce(requests, {_COUNT})" if "requests" in scope.used else _COUNT
    naming = {"provider": "provider", "model": model, "grain": "grain", "ts": "ts"}
    named = gathered_sql(con, scope, lambda of: sql("names", calls=calls_sql(of, naming)), _SPAN)
    found = ask(con, scope, f"SELECT provider, model, grain, first, last FROM {named} AS named")  # noqa: S608
    if not found:
        return None
    first = from_micros(min(row[3] for row in found))
    last = from_micros(max(row[4] for row in found))
    names = tuple(sorted({(row[0], row[1]) for row in found}, key=lambda n: (n[0], n[1] or "")))
    has_buckets = any(row[2] == "bucket" for row in found)
    end = _end(con, scope, last) if has_buckets else last
    if counted is None:
        graduation = graduation_of(book, names, scope.used, first, end)
    else:
        graduation = counted._replace(providers=providers_of(book, names, counted.entries))
    found_in = [
        rate_keys.cuts(each, names, first, end, prices_at=query.prices_at) for each in (book, *also)
    ]
    cuts = _within_reach(rate_keys.merged(found_in), scope)
    if query.prices_at is None:
        cuts = with_windows(cuts, graduation, end)
    since, until = times or (first, end)
    pieces = stretches(zone(query.tz), min(first, since), max(end, until))
    same = scope.known.same
    used = tuple(name for name in meters.NAMES if name in scope.used and name != "requests")
    dims = {f"d{i}": _dim_sql(scope, found, pieces) for i, found in enumerate(by)}
    stated = _stated_sql(scope.used, query.currency)
    key = rate_keys.key_columns(
        scope.used, model, cuts, has_buckets=has_buckets, stated=_is_known(stated), same=same
    )
    columns = {
        **dims,
        **key,
        **({rate_table.STATED: stated} if key["stated"] != rate_keys.NO else {}),
        **key_columns(graduation, scope.used),
        **{name: literal(same[name]) if name in same else name for name in _COVER},
        UNLOGGED: UNLOGGED if UNLOGGED in scope.used else "false",
        "requests": requests,
        **{name: name for name in used},
    }
    return Tally(
        con, scope, tuple(dims), columns, used, cuts, graduation, pieces, has_buckets, first, last
    )


def _stated_sql(used: frozenset[str], currency: str) -> str:
    """SQL of what the source says that a whole bucket cost, in the report's currency."""
    if not used.issuperset(("reported_cost", "reported_currency")):
        return _UNSTATED
    rest = f" AND NOT {UNLOGGED}" if UNLOGGED in used else ""
    return (
        f"(CASE WHEN grain = 'bucket' AND reported_currency = {literal(currency)}{rest}"
        " THEN reported_cost END)"
    )


def _is_known(stated: str) -> str:
    return rate_keys.NO if stated == _UNSTATED else f"{stated} IS NOT NULL"


def _within_reach(cuts: Cuts, scope: Scope) -> Cuts:
    """The cuts without the context thresholds that no record can have reached."""
    parts = [name for name in meters.IN_CONTEXT if name in scope.used]
    greatest = [scope.known.greatest.get(name) for name in parts]
    if None in greatest:
        return cuts
    most = sum(filter(None, greatest))
    return cuts._replace(context=tuple(tokens for tokens in cuts.context if tokens <= most))


def _is_constant(expression: str) -> bool:
    return expression in _CONSTANT or expression.startswith("'")


def _end(con: Engine, scope: Scope, last: datetime) -> datetime:
    """The last instant that a record starts at or a bucket lasts until."""
    if "ts_end" not in scope.used:
        return last
    ends = calls_sql(scope, {"ts": "ts_end"})
    micros = ask(con, scope, sql("span", relation=ends))[0][1]
    return last if micros is None else max(last, from_micros(micros))


def _dim_sql(scope: Scope, found: Dimension, pieces: tuple[Stretch, ...]) -> str:
    at = found.columns[0]
    return part_sql(found, at, pieces) if found.part else dimension_sql(scope, found)


def part_sql(found: Dimension, ts: str, pieces: tuple[Stretch, ...]) -> str:
    """SQL of the hour, day, week or month of an instant, for a dimension of time."""
    return _PARTS[found.part or "hour"](ts, pieces)


def summarise(tally: Tally, *, by: bool) -> list[Sum]:
    """Sum the calls by rate key (and by dimensions, where `by`), kept in the engine.

    Returns the sums by rate key, token basis, source and grain.
    """
    keys = (*(tally.dims if by else ()), *_KEYS, *_COVER)
    names = ("requests", *tally.meters)
    summed = (*names, *_stated(tally))
    fixed = {name for name in keys if _is_constant(tally.columns[name])}
    # Calls that agree in everything are one group all the same.
    varying = [name for name in keys if name not in fixed] or [keys[0]]
    columns = {name: tally.columns[name] for name in (*varying, *summed)}

    def groups(scope: Scope) -> str:
        return sql(
            "groups",
            keys=", ".join(f"{tally.columns[n]} AS {n}" if n in fixed else n for n in keys),
            sums=sums_sql(summed),
            calls=calls_sql(scope, columns),
            varying=", ".join(varying),
        )

    found = gathered_sql(tally.con, tally.scope, groups, dict.fromkeys(summed, "sum"))
    listed = ", ".join((*keys, *summed))
    text = f"CREATE OR REPLACE TEMP TABLE {GROUPS} AS SELECT {listed} FROM {found} AS found"  # noqa: S608
    ask(tally.con, tally.scope, text)
    plain = ", ".join((*_KEYS, *_COVER))
    text = sql("summary", keys=plain, sums=sums_sql(summed), groups=GROUPS)
    rows = ask(tally.con, tally.scope, text)
    return [_sum(row, tally.meters) for row in rows]


def sums_sql(names: Sequence[str]) -> str:
    """The sums of some columns under their own names."""
    return ", ".join(f"sum({name}) AS {name}" for name in names)


def _stated(tally: Tally) -> tuple[str, ...]:
    """The column of what sources say that buckets cost, where it may be charged."""
    return (rate_table.STATED,) if rate_table.STATED in tally.columns else ()


def _sum(row: tuple[Any, ...], used: Sequence[str]) -> Sum:
    key, rest = RateKey(*row[: len(_KEYS)]), row[len(_KEYS) :]
    names = ("requests", *used)
    quantities = {
        name: whole(value)
        for name, value in zip(names, rest[3:], strict=False)
        if value is not None
    }
    stated = rest[3 + len(names)] if len(rest) > 3 + len(names) else None
    return Sum(
        key,
        rest[0],
        rest[1],
        int(rest[3] or 0),
        quantities,
        unlogged=rest[2],
        stated=stated or ZERO,
    )


def whole(value: Decimal | int) -> Decimal | int:
    """A quantity as an integer where it is one."""
    return int(value) if value == int(value) else value


class Loaded(NamedTuple):
    """Rates as tables in the engine, and what SQL needs to know to join calls with them.

    `same` are the columns of the rate key to join by, `charged` the meters that have any rate,
    `gaps` those that somewhere lack one.
    """

    same: tuple[str, ...]
    charged: tuple[str, ...]
    gaps: tuple[str, ...]


def load(
    tally: Tally,
    found: Sequence[Priced],
    quantities: Mapping[RateKey, Mapping[str, Decimal | int]],
) -> Loaded:
    """Write the rates of the rate keys to tables; `quantities` are those of each key."""
    missing = pricing.gaps(found, quantities).values()
    names = ("requests", *tally.meters)
    same = rate_table.distinguishing(found, names)
    marked = [item.key for item in found if pricing.is_marked(item, quantities[item.key])]
    rate_table.load_rates(tally.con, found, names, same, marked=marked)
    charged = tuple(m for m in names if any(pricing.rate_of(item, m) for item in found))
    return Loaded(same, charged, tuple(sorted({name for used in missing for name in used})))


def price(tally: Tally, rates: Loaded, *, by: bool) -> None:
    """Price the groups (or, unless `by`, each call) and keep one row a combination of dimensions."""
    names = ("requests", *tally.meters)
    stated = _stated(tally)
    calls = calls_sql(tally.scope, {name: tally.columns[name] for name in needed(tally, rates)})
    text = sql(
        "priced",
        dimensions=dims_sql(tally.dims),
        sums=", ".join(f"sum(calls.{name}) AS {name}" for name in names),
        amount=f"sum({rate_table.amount_sql(rates.charged, has_stated=bool(stated))})",
        priced=f"({_any(priced_sql(tally))} OR {_any(FEE)})" if is_patchy(tally, rates) else "true",
        unpriced=_any(unpriced_sql(rates)) if rates.gaps else "false",
        source=GROUPS if by else calls,
        rates=rate_table.RATES,
        same_key=rate_table.same_key_sql(rates.same),
        grouping=grouping_sql(tally.dims),
    )
    ask(tally.con, tally.scope, f"CREATE OR REPLACE TEMP TABLE {ROWS} AS {text}")


def needed(tally: Tally, rates: Loaded) -> tuple[str, ...]:
    """The calls' columns that pricing needs, by which they are grouped among them."""
    return (*tally.dims, *rates.same, "requests", *tally.meters, *_stated(tally))


def is_patchy(tally: Tally, rates: Loaded) -> bool:
    """Whether any call may be without a price."""
    return bool(rates.gaps) or "other" in tally.scope.used


def dims_sql(dims: Sequence[str]) -> str:
    """The dimensions as the head of a list of columns."""
    return "".join(f"calls.{name}, " for name in dims)


def grouping_sql(dims: Sequence[str]) -> str:
    """The clause that groups by the dimensions; empty where there are none."""
    return f"GROUP BY {', '.join(f'calls.{name}' for name in dims)}" if dims else ""


def priced_sql(tally: Tally) -> str:
    """SQL of whether a call has a meter with a rate."""
    names = tally.meters
    used = f"greatest({', '.join(f'calls.{name}' for name in names)}) > 0" if names else "false"
    return _test_sql(names, "IS NOT NULL", used)


def unpriced_sql(rates: Loaded) -> str:
    """SQL of whether a call has a meter without a rate."""
    return _test_sql(rates.gaps, "IS NULL", "false")


def _test_sql(names: Sequence[str], test: str, otherwise: str) -> str:
    """SQL of whether a call has a meter whose rate passes a test.

    Only calls whose rate key is marked are looked at closely; the others have all rates.
    """
    tests = " OR ".join(f"(calls.{name} > 0 AND rates.{name} {test})" for name in names) or "false"
    return f"CASE WHEN rates.is_marked THEN {tests} ELSE {otherwise} END"


def _any(test: str) -> str:
    return f"coalesce(bool_or({test}), false)"
