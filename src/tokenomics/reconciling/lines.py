"""The lines of bills, as they are compared: whose, for what, how much, in the currency of the question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from tokenomics.books import Book
from tokenomics.books.clouds import provider_of
from tokenomics.books.match import matches
from tokenomics.costing import CostQuery
from tokenomics.engine import Engine
from tokenomics.queries import literal, sql
from tokenomics.records import meters
from tokenomics.records.errors import InputError
from tokenomics.records.exchange import Converted, convert_at
from tokenomics.records.money import EXACT, Money, round_fraction
from tokenomics.timezones import from_micros

# What is used, and may be metered; the other kinds of lines follow it.
USAGE = ("usage", "tool", "storage")
# What is bought for a time, whoever uses it.
COMMITMENT = "commitment"
# What a line comes to at the rates of the question, beside what it does at the bill's own.
FX = "fx"
# How many of a meter's units a bill's unit is.
_UNITS = {
    "": 1, "token": 1, "tokens": 1, "1k tokens": 1_000, "1m tokens": 1_000_000,
    "1 tokens": 1, "1k": 1_000, "1m": 1_000_000,
}  # fmt: skip


class Line(NamedTuple):
    """Lines of a bill that are alike: when, whose, of which service, and for what.

    `tier` is None where the bill states none. `quantity` is in units of the meter, None where a line states none or the unit is not known;
    `listed` is the cost without discounts, None where a line does not state it.
    """

    first: datetime
    last: datetime
    provider: str
    service: str | None
    model: str | None
    meter: str | None
    tier: str | None
    kind: str
    lines: int
    quantity: Decimal | None
    billed: Decimal
    listed: Decimal | None


def bills_of(
    con: Engine, charges: str, book: Book, query: CostQuery
) -> tuple[list[Line], list[Converted]]:
    """The same as `lines_of`; raises InputError where there is no line."""
    found = lines_of(con, charges, book, query)
    if not found[0]:
        raise InputError(
            "the ledger has no bill of the period: ingest a cost export of the provider"
        )
    return found


def lines_of(
    con: Engine, charges: str, book: Book, query: CostQuery
) -> tuple[list[Line], list[Converted]]:
    """The lines that begin in the query's period, and what of them was converted to its currency.

    `charges` is SQL of a FROM item with the columns of charges. Raises PriceError where a line is in
    another currency and no rate of its day is known.
    """
    text = sql("bill_lines", charges=charges, conditions=begun(query))
    rates: list[Converted] = []
    rows = con.execute(text).fetchall()
    return [line for row in rows for line in _lines(row, book, query, rates)], rates


def begun(query: CostQuery) -> str:
    """A condition in SQL that a line of `charges` begins in the query's period."""
    conditions = [
        f"charges.ts {sign} {literal(at.isoformat())}::TIMESTAMPTZ"
        for sign, at in ((">=", query.since), ("<", query.until))
        if at is not None
    ]
    return " AND ".join(conditions) or "true"


def _lines(
    row: Sequence[Any], book: Book, query: CostQuery, rates: list[Converted]
) -> Iterator[Line]:
    """A line, and beside one that is in another currency what it costs by other exchange rates than the bill's."""
    first, last, provider, service, model, meter, unit, tier, kind, *money = row[:12]
    currency, priced_in, own_rate = money
    count, measured, listed, quantity, billed, list_cost = row[12:]
    start = from_micros(first)
    name = provider_of(book, provider, service)

    def worth(amount: Decimal) -> Decimal:
        if currency == query.currency:
            return amount
        of = convert_at(query.exchange, Money(amount, currency), query.currency, start, f"the bill of {provider}")  # fmt: skip
        rates.append(of)
        return of.money.amount

    known = meter if meter in meters.BY_NAME else None
    line = Line(
        start, from_micros(last) if last else start, name, service, model_of(book, name, model),
        known, tier, kind or USAGE[0], count,
        _quantity(quantity if measured == count else None, known, unit),
        worth(billed), worth(list_cost) if listed == count else None,
    )  # fmt: skip
    if own_rate is None or priced_in != query.currency or currency == query.currency:
        yield line
        return
    own = _at(own_rate, billed)
    yield line._replace(
        billed=own, listed=None if line.listed is None else _at(own_rate, list_cost)
    )
    if rest := EXACT.subtract(line.billed, own):
        # The line itself has been counted.
        yield line._replace(kind=FX, lines=0, quantity=None, listed=None, billed=rest)


def _at(rate: Decimal, amount: Decimal) -> Decimal:
    """An amount in the currency of a bill's prices, at the bill's own rate."""
    return round_fraction(Fraction(amount) / Fraction(rate))


def model_of(book: Book, provider: str, model: str | None) -> str | None:
    """The book's name for a model, where the name means one; else the name itself."""
    found = {match.model for match in matches(book, provider, model or "")}
    return found.pop() if len(found) == 1 else model


def _quantity(quantity: Decimal | None, meter: str | None, unit: str | None) -> Decimal | None:
    """The quantity in units of the meter; None where the unit of tokens is not known."""
    if quantity is None or meter is None or not meters.is_token(meter):
        return quantity
    factor = _UNITS.get((unit or "").strip().lower())
    return None if factor is None else quantity * factor
