"""Provisioned capacity: what was paid for it, how much of the time it was used, what it served.

Capacity costs the same whether it is used or not. What it cost is what bills say; no price is
supposed. How full an hour was nobody states, so that only hours without any call are called idle,
which is the least that can be said.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from tokenomics.analysis.stakes import Base
from tokenomics.books.clouds import provider_of
from tokenomics.costing.answer import CostQuery, CostReport
from tokenomics.costing.run import costs_by
from tokenomics.queries import sql
from tokenomics.records.errors import PriceError
from tokenomics.records.exchange import Converted, convert_at, rates_told
from tokenomics.records.meters import is_token
from tokenomics.records.money import Money, round_fraction, total
from tokenomics.records.words import visible
from tokenomics.timezones import from_micros

_HOUR = timedelta(hours=1)
_MICRO = timedelta(microseconds=1)
_ON_CAPACITY = "calls.asked AND calls.billing = 'provisioned'"

# Hours since 1970 in which calls were on capacity, in order.
Hours = Sequence[int]


class Capacity(NamedTuple):
    """What is known of capacity in the time that calls are logged of.

    `bought` is what bills charge for it, None where they charge none. Of `paid` hours, those of
    different providers counted apart, `empty` had no call, and cost `idle`: None where that cannot be
    told; `idle_of` has that by provider. `calls` with `tokens` were on it; `listed` is what they would have cost by the token, None
    where something of it has no price. `remarks` say what is not known.
    """

    bought: Decimal | None
    idle: Decimal | None
    paid: Fraction
    empty: Fraction
    calls: int
    tokens: int
    listed: Decimal | None
    remarks: tuple[str, ...]
    idle_of: Mapping[str, Decimal] = MappingProxyType({})


class Line(NamedTuple):
    """What a provider charges for capacity from one instant to another."""

    provider: str
    start: datetime
    end: datetime
    amount: Decimal


def capacity(base: Base, charges: str, report: CostReport, which: str = "true") -> Capacity:
    """What capacity cost and how it was used while the calls of a report were logged.

    `charges` is SQL of a FROM item with the columns of charges, `which` a condition on them. Of a charge that reaches beyond the
    first or last logged hour counts the part between them.
    """
    lines, remarks = _lines(base, charges, report, which)
    relation = f"(SELECT calls.* FROM {base.relation} AS calls WHERE {_ON_CAPACITY})"  # noqa: S608
    used = costs_by(base.con, relation, base.used, base.book, base.query, dims=())
    found = Capacity(
        bought=None, idle=None, paid=Fraction(0), empty=Fraction(0),
        calls=used.totals.requests,
        tokens=sum(int(n) for name, n in used.totals.meters.items() if is_token(name)),
        listed=None if used.totals.has_unpriced else used.totals.cost,
        remarks=(),
    )  # fmt: skip
    inside = list(filter(None, (_within(line, report) for line in lines)))
    if not inside:
        missing = [
            "no bill of the period charges provisioned capacity: what of it is idle is not known"
        ]
        return found._replace(remarks=(*remarks, *(missing if found.calls else ())))
    return _used(base, inside, found, remarks)


def _used(base: Base, lines: Sequence[Line], found: Capacity, remarks: list[str]) -> Capacity:
    """How much of the time that lines charge had no call on capacity of their provider."""
    busy = _hours(base)
    idle: dict[str, list[Decimal]] = defaultdict(list)
    seen: set[tuple[str, datetime, datetime]] = set()
    paid = empty = Fraction(0)
    for line in lines:
        if line.provider not in busy:
            continue
        hours = Fraction((line.end - line.start) // _MICRO, _HOUR // _MICRO)
        without = hours - _busy(busy[line.provider], line, hours)
        idle[line.provider].append(round_fraction(Fraction(line.amount) * without / hours))
        if line[:3] not in seen:
            seen.add(line[:3])
            paid, empty = paid + hours, empty + without
    remarks += [
        f"{visible(name)} charges capacity and no call on it is logged: whether it was used is not known"
        for name in sorted({line.provider for line in lines} - busy.keys())
    ]
    idle_of = {provider: total(amounts) for provider, amounts in idle.items()}
    return found._replace(
        bought=total(line.amount for line in lines),
        idle=total(idle_of.values()) if idle_of else None,
        idle_of=idle_of,
        paid=paid,
        empty=empty,
        remarks=tuple(remarks),
    )


def _lines(
    base: Base, charges: str, report: CostReport, which: str
) -> tuple[list[Line], list[str]]:
    """The charges for capacity, and what is said of those that cannot be used."""
    lines: list[Line] = []
    converted: list[Converted] = []
    left_out: dict[str, str] = {}
    endless = 0
    text = sql("capacity_bought", charges=charges, conditions=which)
    for provider, first, last, currency, amount in base.con.execute(text).fetchall():
        if last is None or last <= first:
            endless += 1
            continue
        of = provider_of(base.book, provider)
        line = Line(of, from_micros(first), from_micros(last), amount)
        if currency == base.query.currency:
            lines.append(line)
        elif _within(line, report) is not None:
            try:
                found = _converted(base.query, line, currency)
            except PriceError as error:
                left_out.setdefault(currency, str(error))
            else:
                lines.append(line._replace(amount=found.money.amount))
                converted.append(found)
    remarks = [*left_out.values(), *rates_told("charges of capacity", converted)]
    if endless:
        says = (
            "charge of capacity does not say" if endless == 1 else "charges of capacity do not say"
        )
        left = "it is" if endless == 1 else "they are"
        remarks.append(f"{endless:,} {says} until when: {left} left out")
    return lines, remarks


def _converted(query: CostQuery, line: Line, currency: str) -> Converted:
    """What a line charges in the currency of the question, at the rate of the day on which it begins."""
    money, what = (
        Money(line.amount, currency),
        f"charges of capacity in {visible(currency)} are left out",
    )
    return convert_at(query.exchange, money, query.currency, line.start, what)


def _within(line: Line, report: CostReport) -> Line | None:
    """The part of a charge that lies between the first and the last logged hour."""
    if report.first is None or report.last is None:
        return None
    until = report.query.until or datetime.max.replace(tzinfo=line.end.tzinfo)
    start = max(line.start, _floor(report.first), report.query.since or line.start)
    end = min(line.end, _floor(report.last) + _HOUR, until)
    if start >= end:
        return None
    share = Fraction((end - start) // _MICRO, (line.end - line.start) // _MICRO)
    return Line(line.provider, start, end, round_fraction(Fraction(line.amount) * share))


def _floor(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _hours(base: Base) -> Mapping[str, Hours]:
    """The hours with calls on capacity, by provider."""
    text = sql(
        "capacity_hours", calls=base.relation, conditions=_ON_CAPACITY,
        last=f"greatest(calls.ts, coalesce({base.column('ts_end')} - INTERVAL 1 MICROSECOND, calls.ts))",
    )  # fmt: skip
    found: dict[str, set[int]] = defaultdict(set)
    for provider, first, last in base.con.execute(text).fetchall():
        found[provider_of(base.book, provider)].update(range(first, last + 1))
    return {provider: sorted(hours) for provider, hours in found.items()}


def _busy(hours: Hours, line: Line, most: Fraction) -> Fraction:
    """How many of a line's hours had a call, an hour that it only touches counted whole."""
    since = int(line.start.timestamp()) // 3600
    until = -(-int(line.end.timestamp()) // 3600)
    return min(Fraction(bisect_left(hours, until) - bisect_left(hours, since)), most)
