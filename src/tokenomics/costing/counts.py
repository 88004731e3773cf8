"""Requests and people counted record by record, because sums of groups cannot tell them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tokenomics import pricing
from tokenomics.costing import rate_table
from tokenomics.costing.coverage import Touched
from tokenomics.costing.graduation import NO_PERIOD, period_sql
from tokenomics.costing.scope import calls_sql
from tokenomics.costing.tally import Tally, ask, dims_sql, grouping_sql, part_sql
from tokenomics.dimensions import Dimension
from tokenomics.pricing import Priced
from tokenomics.queries import sql
from tokenomics.rate_keys import RateKey
from tokenomics.timezones import instant_sql

_TESTS: Mapping[str, Callable[[Priced, str], bool]] = {
    "unpriced": lambda item, meter: pricing.rate_of(item, meter) is None,
    "undated": pricing.is_undated,
    "assumed": pricing.is_assumed,
}
_CONDITIONS = {
    "unpriced": "(calls.{0} > 0 AND rates.{0} IS NULL)",
    "undated": "(calls.{0} > 0 AND rates.undated_{0})",
    "assumed": "(calls.{0} > 0 AND rates.assumed_{0})",
}


def touched(
    tally: Tally,
    found: Sequence[Priced],
    quantities: Mapping[RateKey, Mapping[str, Any]],
    same: Sequence[str],
    *,
    others: bool,
) -> Touched:
    """Count the requests that touch a meter without a rate, or an undated or assumed rate.

    `others` says that a meter outside the meter table has no rate. Without any such meter
    the records are not looked at.
    """
    meters = {mark: _meters(found, quantities, test) for mark, test in _TESTS.items()}
    conditions = {
        mark: [_CONDITIONS[mark].format(name) for name in names] for mark, names in meters.items()
    }
    same_key = rate_table.same_key_sql(same)
    if others:
        conditions["unpriced"].append(sql("other_gap"))
    if not any(conditions.values()):
        return Touched({}, 0, 0)
    named = {"provider", "model", "billable", "requests", *same}.union(*meters.values())
    columns = {name: tally.columns[name] for name in sorted(named)}
    text = sql(
        "touched",
        calls=calls_sql(tally.scope, {**columns, **({"other": "other"} if others else {})}),
        rates=rate_table.RATES,
        same_key=same_key,
        watched="true" if others else "rates.is_marked",
        **{mark: f"coalesce({' OR '.join(c) or 'false'}, false)" for mark, c in conditions.items()},
    )
    rows = ask(tally.con, tally.scope, text)
    return Touched(
        unpriced={(row[0], row[1]): int(row[2]) for row in rows if row[2]},
        undated=sum(int(row[3]) for row in rows),
        assumed=sum(int(row[4]) for row in rows),
    )


def _meters(
    found: Sequence[Priced],
    quantities: Mapping[RateKey, Mapping[str, Any]],
    test: Callable[[Priced, str], bool],
) -> tuple[str, ...]:
    """The meters in use that pass a test for any rate key."""
    names = {
        meter
        for item in found
        for meter, quantity in quantities[item.key].items()
        if quantity and test(item, meter)
    }
    return tuple(sorted(names))


def count_distinct(tally: Tally, value: str) -> dict[tuple[Any, ...], int]:
    """How many different values, which is SQL, each combination of the dimensions has.

    The key () holds the number over everything.
    """
    counts: dict[tuple[Any, ...], int] = {}
    for dims in {(), tally.dims}:
        calls = {**{name: tally.columns[name] for name in dims}, "counted": value}
        text = sql(
            "distinct",
            dimensions=dims_sql(dims),
            calls=calls_sql(tally.scope, calls),
            grouping=grouping_sql(dims),
        )
        counts |= {tuple(row[:-1]): int(row[-1]) for row in ask(tally.con, tally.scope, text)}
    return counts


def straddling(tally: Tally, by: Sequence[Dimension]) -> int:
    """Requests of buckets that reach over the end of the period, a group's time or a period whose
    quantity counts.
    """
    if not tally.has_buckets or "ts_end" not in tally.scope.used:
        return 0
    last = "ts_end - INTERVAL 1 MICROSECOND"
    columns = {
        "grain": "grain",
        "requests": tally.columns["requests"],
        "starts": "ts",
        "ends": "ts_end",
    }
    pairs = [
        (part_sql(d, "ts", tally.pieces), part_sql(d, f"({last})", tally.pieces))
        for d in by
        if d.part
    ]
    reaches = [f"{start} <> {end}" for start, end in pairs]
    if tally.columns["period"] != NO_PERIOD:
        start, end = (period_sql(tally.graduation, ts) for ts in ("ts", f"({last})"))
        reaches.append(f"({tally.columns['period']} > 0 AND {start} <> {end})")
    if tally.scope.until:
        end = instant_sql(tally.scope.until)
        reaches.append(f"(ts < {end} AND ts_end > {end})")
    columns["reaches"] = " OR ".join(reaches) or "false"
    text = sql("straddling", calls=calls_sql(tally.scope, columns))
    return int(ask(tally.con, tally.scope, text)[0][0])
