"""Costs that are no model calls, and their shares: exact parts that sum to the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tokenomics.dimensions import of_scope
from tokenomics.engine import duckdb
from tokenomics.queries import sql
from tokenomics.records.errors import PriceError
from tokenomics.records.money import SCALE, ZERO, largest_remainder, round_fraction
from tokenomics.timezones import from_micros

_MICRO = timedelta(microseconds=1)


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
    """What a group of tasks weighs: the same measures that overheads are shared out by."""

    values: Mapping[str, str | None]
    requests: int
    tokens: int
    cost: Decimal
    tasks: int


def overheads(con: duckdb.DuckDBPyConnection, relation: str) -> list[Overhead]:
    """The overheads of a relation with their columns. Without a word they are opex, by cost."""
    rows = con.execute(sql("overheads", overheads=relation)).fetchall()
    return [
        Overhead(
            name=name,
            nature=nature or "opex",
            start=from_micros(first),
            end=None if last is None else from_micros(last),
            amount=amount,
            currency=currency,
            scope={of_scope(name).name: value for name, value in (scope or {}).items()},
            allocate_by=by or "cost",
        )
        for name, nature, first, last, amount, currency, scope, by in rows
    ]


def within(found: Overhead, since: datetime | None, until: datetime | None) -> Decimal:
    """The part of the amount that belongs to a period, by time, half-even to 18 decimals."""
    if found.end is None or found.end <= found.start:
        inside = (since is None or found.start >= since) and (until is None or found.start < until)
        return found.amount if inside else ZERO
    first = max(found.start, since or found.start)
    last = min(found.end, until or found.end)
    if last <= first:
        return ZERO
    share = Fraction((last - first) // _MICRO, (found.end - found.start) // _MICRO)
    return round_fraction(Fraction(found.amount) * share)


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
    if found.allocate_by == "even":
        return Fraction(1 if share.requests else 0)
    return Fraction(getattr(share, found.allocate_by))


def scopes(found: Sequence[Overhead]) -> Iterator[str]:
    """The dimensions that overheads are confined by, each once."""
    yield from dict.fromkeys(name for each in found for name in each.scope)
