"""Lines of bills as FOCUS rows, a row a line, and what of the usage they charge for.

A bill and the usage that caused it are the same money. So a line whose model's usage has rows of its own
charges BilledCost alone: quantity, list and effective cost are in the rows of usage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from tokenomics.books import Book
from tokenomics.books.clouds import provider_of
from tokenomics.costing import CostQuery
from tokenomics.engine import Engine
from tokenomics.focus.columns import AI, CORRECTION, GENERATIVE, subcategories
from tokenomics.focus.row import Costs, Prices, Row, Whose, json_of, row_of
from tokenomics.focus.units import PIECE, billed
from tokenomics.focus.usage import Line, Used
from tokenomics.queries import literal, sql
from tokenomics.reconciling.lines import USAGE, model_of
from tokenomics.reconciling.lines import Line as Compared
from tokenomics.reconciling.matching import Matched, Telling, matched
from tokenomics.reconciling.sides import STANDARD, Amount, Group, Way
from tokenomics.reconciling.usage import Metered
from tokenomics.records.money import EXACT, ZERO
from tokenomics.timezones import from_micros

UTC = "UTC"
_OTHER = "Other"
_UNKNOWN = "unknown"
# What FOCUS calls the kinds of lines; all others are usage.
_CATEGORIES = {
    "commitment": "Purchase", "credit": "Credit", "refund": "Adjustment", "tax": "Tax", "correction": "Adjustment",
}  # fmt: skip


class Charge(NamedTuple):
    """A line of a bill."""

    first: datetime
    last: datetime
    scope_id: str | None
    provider: str | None
    service: str | None
    model: str | None
    kind: str
    description: str | None
    region: str | None
    sku: str | None
    meter: str | None
    tier: str | None
    quantity: Decimal | None
    unit: str | None
    currency: str
    billed: Decimal
    effective: Decimal | None
    listed: Decimal | None
    contracted: Decimal | None
    tags: Mapping[str, str]


class Bills(NamedTuple):
    """The lines of bills, what of them is comparable with usage, and the book that names them."""

    charges: Sequence[Charge]
    compared: Sequence[Compared]
    sides: Matched
    book: Book

    def covers(self, line: Line) -> bool:
        """Whether a bill of its provider reaches over the day of a line of usage."""
        group = _group(line, self.book)
        tells = self.sides.telling.get(group.provider)
        return tells is not None and tells.covers(tells.group(group, line.priced_meter))


def charges_of(con: Engine, charges: str, query: CostQuery) -> list[Charge]:
    """The lines that begin in the query's period; `charges` is SQL of a FROM item with the columns of charges."""
    conditions = [
        f"charges.ts {sign} {literal(at.isoformat())}::TIMESTAMPTZ"
        for sign, at in ((">=", query.since), ("<", query.until))
        if at is not None
    ]
    text = sql("charge_lines", charges=charges, conditions=" AND ".join(conditions) or "true")
    return [_charge(row) for row in con.execute(text).fetchall()]


def _charge(row: Sequence[Any]) -> Charge:
    first, last, *rest = row
    start = from_micros(first)
    end = from_micros(last) if last is not None and last > first else start + timedelta(days=1)
    found = Charge(start, end, *rest)
    return found._replace(kind=found.kind or USAGE[0], tags=found.tags or {})


def bills_of(charges: Sequence[Charge], usage: Iterable[Used], book: Book) -> Bills:
    """The lines beside the usage that they may charge for."""
    compared = [_compared(charge, book) for charge in charges]
    metered = [
        Metered(_group(of.line, book), Way(of.line.priced_meter, STANDARD), _amount(of))
        for of in usage
        if of.line.found is not None and of.line.meter != "requests"
    ]
    return Bills(charges, compared, matched(compared, metered, UTC), book)


def _amount(of: Used) -> Amount:
    return Amount(Fraction(of.quantity), Fraction(of.cost))


def _group(line: Line, book: Book) -> Group:
    return Group(line.day, *_named(book, line.provider, line.model))


@lru_cache(maxsize=10_000)
def _named(book: Book, provider: str, model: str | None) -> tuple[str, str | None]:
    """The book's names of a provider and a model."""
    name = book.names.get(provider.lower(), provider)
    return name, model_of(book, name, model)


def _compared(of: Charge, book: Book) -> Compared:
    provider = provider_of(book, of.provider, of.service)
    model = model_of(book, provider, of.model)
    return Compared(
        of.first, of.last, provider, of.service, model, of.meter, of.tier, of.kind, 1, of.quantity, of.billed,
        of.listed,
    )  # fmt: skip


def rows(bills: Bills) -> Iterator[Row]:
    """A row a line, in order of time."""
    metered = {(group.provider, group.model) for group in bills.sides.used}
    foreign = {(each.provider, each.service) for each in bills.sides.foreign}
    for charge, each in zip(bills.charges, bills.compared, strict=True):
        tells = bills.sides.telling.get(each.provider)
        is_foreign = (each.provider, each.service) in foreign
        has_rows = not is_foreign and each.kind in USAGE and _is_metered(each, tells, metered)
        yield _row(charge, has_rows=has_rows, is_foreign=is_foreign)


def _is_metered(of: Compared, tells: Telling | None, metered: set[tuple[str, str | None]]) -> bool:
    """Whether usage of the line's model, as finely as the bill tells it, has rows of its own."""
    if tells is None:
        return False
    group = tells.group(Group(of.first.date(), of.provider, of.model), of.meter)
    return (group.provider, group.model) in metered


def _row(of: Charge, *, has_rows: bool, is_foreign: bool) -> Row:
    category = _CATEGORIES.get(of.kind, "Usage")
    costs = _costs(of, has_rows=has_rows)
    prices = _prices(costs) if category in {"Usage", "Purchase"} else None
    consumed, unit = _consumed(of) if category == "Usage" else (None, None)
    service = _OTHER if is_foreign else AI
    sku = of.sku or "/".join(filter(None, (of.provider, of.service, of.model, of.meter, of.tier)))
    return row_of(
        costs, prices, (of.first, of.last), Whose(of.provider or _UNKNOWN, of.scope_id, of.region, of.currency),
        ChargeCategory=category, ChargeFrequency="Usage-Based" if category == "Usage" else "One-Time",
        ChargeClass=CORRECTION if category == "Adjustment" else None,
        ChargeDescription=of.description or of.meter or of.kind,
        ConsumedQuantity=ZERO if has_rows else consumed, ConsumedUnit=unit,
        PricingCategory=_OTHER if prices else None,
        ServiceCategory=service,
        ServiceSubcategory=GENERATIVE if service == AI else subcategories(_OTHER)[-1],
        ServiceName=of.service or of.provider or _UNKNOWN,
        SkuId=sku or of.kind if prices else None, SkuMeter=of.meter if prices else None,
        SkuPriceId=f"{sku or of.kind}/as-billed" if prices else None,
        SkuPriceDetails=json_of({"x_ModelId": of.model}) if prices else None, Tags=json_of(of.tags),
        x_BilledQuantity=consumed if has_rows else None,
        x_Estimated=False, x_LineKind=of.kind, x_ListAssumed=of.listed is None and not has_rows, x_Meter=of.meter,
        x_Model=of.model, x_RateAssumed=False, x_RateUndated=False, x_ServiceTier=of.tier,
    )  # fmt: skip


def _costs(of: Charge, *, has_rows: bool) -> Costs:
    """What a line states, else what follows: a cost without discounts of its own is the one below it.

    A commitment is effective in the charges that it is spent on, unless its bill says otherwise.
    """
    if has_rows:
        return Costs(of.billed, ZERO, ZERO, ZERO)
    contracted = of.billed if of.contracted is None else of.contracted
    effective = ZERO if of.kind == "commitment" else of.billed
    return Costs(
        of.billed,
        contracted if of.listed is None else of.listed,
        contracted,
        effective if of.effective is None else of.effective,
    )


def _prices(costs: Costs) -> Prices:
    """A bill's line as one piece, for it states no price: minus one where it pays back."""
    sign = Decimal(-1 if min(costs.listed, costs.contracted) < 0 else 1)
    return Prices(
        sign,
        PIECE.priced,
        EXACT.multiply(costs.listed, sign),
        EXACT.multiply(costs.contracted, sign),
    )


def _consumed(of: Charge) -> tuple[Decimal, str]:
    """What a line measures; a line that measures nothing is one piece."""
    return (Decimal(1), PIECE.consumed) if of.quantity is None else billed(of.quantity, of.unit)
