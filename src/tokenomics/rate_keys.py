"""Rate keys: everything that the price of a record depends on, as columns of a query.

Instants at which prices change, thresholds of the context size and parts of the week with prices
of their own cut the records into epochs, steps and hours, so that within one rate key all prices
are constant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import product
from types import MappingProxyType
from typing import NamedTuple

from tokenomics.books import Book, Call, boundaries
from tokenomics.books.hours import MINUTE, SHIFTS, Hours, sides
from tokenomics.queries import literal
from tokenomics.records import meters
from tokenomics.records.kinds import UNBILLED
from tokenomics.timezones import Stretch, instant_sql, stretches, week_micros_sql, zone

NULL = "CAST(NULL AS VARCHAR)"
NO = "false"

# Context tiers as providers write them: "200k-1M" and "> 200k", "0-200k" and "≤ 200k".
_LONG = r"(?:>\s*)?([0-9]+)([kKmM])(?:-.*)?$"
_BASE = r"(?:0-|≤|<).*$"
_THOUSANDS = {"k": 1_000, "m": 1_000_000}

# What a record says of a part of the week: it lies inside, outside, or on both sides.
_INSIDE, _OUTSIDE = 1, 2
_SIDES = 4
_LAST = "(ts_end - INTERVAL 1 MICROSECOND)"


class RateKey(NamedTuple):
    """What the prices of a record depend on.

    `epoch` and `step` count the cuts before it. A bucket that ends in another epoch has that one
    in `until`. `hours` has two bits for each part of the week with prices of its own: inside and
    outside. `stated` says that the source states what a bucket cost. Where a price depends on the
    quantity that an account uses in a period, `account` is the billed one, and `period` counts the
    periods begun.
    """

    provider: str
    model: str | None
    service_tier: str | None
    context_tier: str | None
    region: str | None
    variant: str | None
    billable: bool
    epoch: int
    step: int
    until: int = 0
    hours: int = 0
    stated: bool = False
    account: str | None = None
    period: int = 0


class Week(NamedTuple):
    """A part of the week, and the offsets of its zone while there are records."""

    hours: Hours
    pieces: tuple[Stretch, ...]


class Cuts(NamedTuple):
    """Where prices may change: instants after `first`, total input token counts, and in the week."""

    first: datetime
    instants: tuple[datetime, ...]
    context: tuple[int, ...]
    weeks: tuple[Week, ...] = ()


def cuts(
    book: Book,
    names: Iterable[tuple[str, str | None]],
    first: datetime,
    last: datetime,
    *,
    prices_at: datetime | None = None,
) -> Cuts:
    """Every cut that the prices of these (provider, model) names have between two instants.

    With `prices_at` all records have the prices of that instant.
    """
    found = [boundaries(book, provider, model or "") for provider, model in names]
    instants = {at for bounds in found for at in bounds.instants if first < at <= last}
    context = {tokens for bounds in found for tokens in bounds.context if tokens > 0}
    hours = sorted({hours for bounds in found for hours in bounds.hours})
    weeks = tuple(Week(each, stretches(zone(each.zone), first, last)) for each in hours)
    if prices_at is not None:
        return Cuts(prices_at, (), tuple(sorted(context)), weeks)
    return Cuts(first, tuple(sorted(instants)), tuple(sorted(context)), weeks)


def merged(found: Sequence[Cuts]) -> Cuts:
    """The cuts of several books on the same records as one."""
    return Cuts(
        found[0].first,
        tuple(sorted({at for cuts in found for at in cuts.instants})),
        tuple(sorted({tokens for cuts in found for tokens in cuts.context})),
        tuple({week.hours: week for cuts in found for week in cuts.weeks}.values()),
    )


def key_columns(
    used: frozenset[str],
    model: str,
    where: Cuts,
    *,
    has_buckets: bool,
    stated: str = NO,
    same: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, str]:
    """The rate key's columns as SQL of a stored record: name -> expression.

    `used` are the record's columns that hold anything, `model` is SQL of the model's name,
    `has_buckets` says whether any record is a bucket, `stated` is SQL of whether a source states
    what a record cost, `same` what columns hold in all records.
    """

    def text(name: str) -> str:
        return name if name in used else NULL

    lasts = has_buckets and "ts_end" in used
    edges = [instant_sql(at) for at in where.instants]
    return {
        "provider": literal(same["provider"]) if "provider" in same else "provider",
        "model": model,
        **{name: text(name) for name in ("service_tier", "context_tier", "region", "variant")},
        "billable": _billable_sql(same.get("billing")),
        "epoch": step_sql("ts", edges),
        "step": _context_sql(used, where.context, has_buckets=has_buckets),
        "until": _of_bucket(step_sql(_LAST, edges)) if lasts and edges else "0",
        "hours": _hours_sql(where.weeks, lasts=lasts),
        "stated": stated if lasts and (edges or where.weeks) else NO,
    }


def _of_bucket(expression: str) -> str:
    return f"CASE WHEN grain = 'bucket' AND ts_end > ts THEN {expression} ELSE 0 END"


def _billable_sql(billing: str | None) -> str:
    """SQL of whether anybody is billed, by what all records say of it if they agree."""
    if billing is not None:
        return "false" if billing in UNBILLED else "true"
    return f"billing NOT IN ({', '.join(map(literal, UNBILLED))})"


def context_sql(used: frozenset[str]) -> str:
    """SQL of a record's total input, cache included."""
    parts = [f"coalesce({name}, 0)" for name in meters.IN_CONTEXT if name in used]
    return f"({' + '.join(parts)})" if parts else "0"


def _context_sql(used: frozenset[str], thresholds: Sequence[int], *, has_buckets: bool) -> str:
    """SQL of the context step; a bucket is no request, so its sum says nothing about it."""
    step = step_sql(context_sql(used), [str(tokens) for tokens in thresholds])
    return (
        f"CASE WHEN grain = 'bucket' THEN 0 ELSE {step} END" if thresholds and has_buckets else step
    )


def step_sql(value: str, bounds: Sequence[str]) -> str:
    """SQL of how many of the sorted bounds a value has reached, found by halving."""
    return f"({_halved(value, bounds, 0)})" if bounds else "0"


def _halved(value: str, bounds: Sequence[str], reached: int) -> str:
    if not bounds:
        return str(reached)
    middle = len(bounds) // 2
    below = _halved(value, bounds[:middle], reached)
    above = _halved(value, bounds[middle + 1 :], reached + middle + 1)
    return f"CASE WHEN {value} < {bounds[middle]} THEN {below} ELSE {above} END"


def _hours_sql(weeks: Sequence[Week], *, lasts: bool) -> str:
    """SQL of two bits for each part of the week: whether a record lies in it, and outside it."""
    parts = [f"{_side_sql(week, lasts=lasts)} * {_SIDES**i}" for i, week in enumerate(weeks)]
    return f"({' + '.join(parts)})" if parts else "0"


def _side_sql(week: Week, *, lasts: bool) -> str:
    """SQL of a record's bits for one part of the week; a call has no length, a bucket has one."""
    start = week_micros_sql("ts", week.pieces)
    length = "(epoch_us(ts_end) - epoch_us(ts))" if lasts else "0"
    length = _of_bucket(f"{length} - 1") if lasts else length
    spans = [
        (a * MINUTE + shift, b * MINUTE + shift) for a, b in week.hours.spans for shift in SHIFTS
    ]
    within = [f"({start} >= {a} AND {start} + {length} < {b})" for a, b in spans if b > 0]
    if not lasts:
        return f"(CASE WHEN {' OR '.join(within)} THEN {_INSIDE} ELSE {_OUTSIDE} END)"
    touches = [f"({start} < {b} AND {start} + {length} >= {a})" for a, b in spans]
    return (
        f"(CASE WHEN {' OR '.join(within)} THEN {_INSIDE}"
        f" WHEN {' OR '.join(touches)} THEN {_INSIDE + _OUTSIDE} ELSE {_OUTSIDE} END)"
    )


def stated_context(tier: str | None) -> int | None:
    """The least total input of a context tier that a source states; None where it states none.

    >>> stated_context("200k-1M"), stated_context("0-200k"), stated_context("standard")
    (200001, 0, None)
    """
    if tier is None:
        return None
    if re.match(_BASE, tier):
        return 0
    long = re.match(_LONG, tier)
    return int(long[1]) * _THOUSANDS[long[2].lower()] + 1 if long else None


def calls_of(key: RateKey, where: Cuts) -> tuple[Call, ...]:
    """The questions to the pricebook that stand for every record of a rate key.

    There is one, but for buckets that reach over a change: they ask for each of its sides.
    """
    stated = stated_context(key.context_tier)
    reached = where.context[key.step - 1] if key.step else 0
    epochs = range(key.epoch, max(key.epoch, key.until) + 1)
    call = Call(
        provider=key.provider,
        model=key.model or "",
        service_tier=key.service_tier,
        region=key.region,
        variant=key.variant,
        context_tokens=reached if stated is None else stated,
        at=where.first,
    )
    lies = {week.hours: _sides_of(key.hours // _SIDES**i) for i, week in enumerate(where.weeks)}
    return _at_all(call, [where.instants[n - 1] if n else where.first for n in epochs], lies)


def calls_over(book: Book, call: Call, last: datetime) -> tuple[Call, ...]:
    """The questions that stand for a bucket from a call's instant to a last one."""
    bounds = boundaries(book, call.provider, call.model)
    instants = [call.at, *(at for at in bounds.instants if call.at < at <= last)]
    return _at_all(call, instants, {each: sides(each, call.at, last) for each in bounds.hours})


def _sides_of(bits: int) -> list[bool]:
    return [inside for inside, bit in ((True, _INSIDE), (False, _OUTSIDE)) if bits & bit]


def _at_all(
    call: Call, instants: Iterable[datetime], lies: Mapping[Hours, Iterable[bool]]
) -> tuple[Call, ...]:
    """The call at each instant, in every way in which it may lie in the parts of the week."""
    ways = [
        frozenset(hours for hours, inside in zip(lies, chosen, strict=True) if inside)
        for chosen in product(*lies.values())
    ]
    return tuple(call._replace(at=at, hours=hours) for at in instants for hours in ways)
