"""Overheads in the currency of a question, whatever they were stated or billed in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tokenomics.costing import CostQuery
from tokenomics.engine import Engine
from tokenomics.outcomes.overheads import Overhead, overheads, touches
from tokenomics.outcomes.stated import Stated, drawn
from tokenomics.records.exchange import Converted, convert_at, rates_told
from tokenomics.records.money import Money


def all_overheads(
    con: Engine,
    stated: Sequence[Stated],
    query: CostQuery,
    *,
    besides: str,
    charges: str,
) -> tuple[list[Overhead], list[str]]:
    """The overheads of the ledger and of the configuration, and sentences about them.

    `besides` and `charges` are SQL of FROM items with the columns of overheads and charges. Raises
    PriceError as `in_currency` does.
    """
    of_config, lacking = drawn(con, stated, charges, query)
    found, rates = in_currency([*overheads(con, besides), *of_config], query, "overhead")
    return found, [*lacking, *rates_told("overheads", rates)]


def in_currency(
    found: Iterable[Overhead], query: CostQuery, what: str
) -> tuple[list[Overhead], list[Converted]]:
    """Overheads in the question's currency, and what of them was converted.

    Each is at the rate of the day on which it starts; what costs nothing in the question's period
    stays as it is. Raises PriceError, in which it is called `what`, where no rate is known that day.
    """
    every: list[Overhead] = []
    converted: list[Converted] = []
    for each in found:
        if each.currency == query.currency or not touches(each, query.since, query.until):
            every.append(each)
            continue
        money, named = Money(each.amount, each.currency), f"{what} {each.name!r}"
        of = convert_at(query.exchange, money, query.currency, each.start, named)
        every.append(each._replace(amount=of.money.amount, currency=of.money.currency))
        converted.append(of)
    return every, converted
