"""Costs that are no model calls, and their shares: exact parts that sum to the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tokenomics.dimensions import of_scope
from tokenomics.engine import duckdb
from tokenomics.queries import sql
from tokenomics.records.errors import PriceError
from tokenomics.records.money import SCALE, ZERO, largest_remainder, round_fraction, total
from tokenomics.timezones import from_micros

_MICRO = timedelta(microseconds=1)
# A period that is stated in days ends with the last microsecond of one, which it includes.
_SECOND = 1_000_000


class Overhead(NamedTuple):
    """A cost of a period, confined to a scope (dimension's name -> value), and how it is shared out.

    `end` None says that it falls due at `start`. `allocate_by` is requests, tokens, cost, tasks or
    even.
    """

    name: str
    nature: str
    start: datetime
    end: datetime | None
    amount: Decimal
    currency: str
    scope: Mapping[str, str]
    allocate_by: str


class Share(NamedTuple):
    """What a part of a report's group weighs: the same measures that overheads are shared out by.

    `group` is the key of the group that it is a part of.
    """

    values: Mapping[str, str | None]
    requests: int
    tokens: int
    cost: Decimal
    tasks: int
    group: tuple[str | None, ...] = ()


def overheads(con: duckdb.DuckDBPyConnection, relation: str) -> list[Overhead]:
    """The overheads of a relation with their columns. Without a word they are opex, by cost."""
    rows = con.execute(sql("overheads", overheads=relation)).fetchall()
    return [
        Overhead(
            name=name,
            nature=nature or "opex",
            start=from_micros(first),
            end=None if last is None else from_micros(last + (last % _SECOND == _SECOND - 1)),
            amount=amount,
            currency=currency,
            scope={of_scope(name).name: value for name, value in (scope or {}).items()},
            allocate_by=by or "cost",
        )
        for name, nature, first, last, amount, currency, scope, by in rows
    ]


def touches(found: Overhead, since: datetime | None, until: datetime | None) -> bool:
    """Whether any time of an overhead belongs to a period."""
    if until is not None and found.start >= until:
        return False
    if found.end is None or found.end <= found.start:
        return since is None or found.start >= since
    return since is None or found.end > since


def within(found: Overhead, since: datetime | None, until: datetime | None) -> Decimal:
    """The part of the amount that belongs to a period, by time, half-even to 18 decimals."""
    if not touches(found, since, until):
        return ZERO
    if found.end is None or found.end <= found.start:
        return found.amount
    first = max(found.start, since or found.start)
    last = min(found.end, until or found.end)
    share = Fraction((last - first) // _MICRO, (found.end - found.start) // _MICRO)
    return round_fraction(Fraction(found.amount) * share)


def due(
    found: Iterable[Overhead], since: datetime | None, until: datetime | None
) -> list[tuple[Overhead, Decimal]]:
    """The overheads that cost anything in a period, with what they do; equal ones are joined."""
    alike: dict[tuple[object, ...], list[Overhead]] = defaultdict(list)
    for each in found:
        scope = tuple(sorted(each.scope.items()))
        alike[each.name, each.nature, each.currency, each.allocate_by, scope].append(each)
    amounts = [
        (equal[0], total(within(each, since, until) for each in equal)) for equal in alike.values()
    ]
    return [(each, amount) for each, amount in amounts if amount]


def shared(
    found: Overhead, amount: Decimal, among: Sequence[Share], currency: str
) -> list[Decimal]:
    """What of the amount each group bears; nothing where no group is in its scope.

    The parts sum to the amount. Raises PriceError for an amount in another currency.
    """
    if found.currency != currency:
        raise PriceError(
            f"overhead {found.name!r} is in {found.currency} and the report is in {currency}:"
            " no exchange rate is known"
        )
    weights = [_weight(found, share) for share in among]
    if found.allocate_by == "even":
        weights = _even(weights, among)
    whole = sum(weights, Fraction(0))
    if not whole:
        return [ZERO for _ in among]
    parts = [_exact(Fraction(amount) * weight / whole) for weight in weights]
    return largest_remainder(parts, SCALE)


def _exact(value: Fraction) -> Decimal:
    """A fraction with more decimals than money has, so that remainders can be told apart."""
    return Decimal(round(value * 10 ** (2 * SCALE))).scaleb(-2 * SCALE)


def _weight(found: Overhead, share: Share) -> Fraction:
    if any(share.values.get(name) != value for name, value in found.scope.items()):
        return Fraction(0)
    return Fraction(
        share.tasks if found.allocate_by == "even" else getattr(share, found.allocate_by)
    )


def _even(weights: Sequence[Fraction], among: Sequence[Share]) -> list[Fraction]:
    """The same weight for each group, whatever its parts weigh together."""
    whole: dict[tuple[str | None, ...], Fraction] = defaultdict(Fraction)
    for weight, share in zip(weights, among, strict=True):
        whole[share.group] += weight
    return [
        weight / whole[share.group] if weight else weight
        for weight, share in zip(weights, among, strict=True)
    ]


def scopes(found: Sequence[Overhead]) -> Iterator[str]:
    """The dimensions that overheads are confined by, each once."""
    yield from dict.fromkeys(name for each in found for name in each.scope)
