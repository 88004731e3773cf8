"""Rates for usage: one question to the pricebook a rate key, never one a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from tokenomics.books import Book, Quote, agreed, quote
from tokenomics.rate_keys import Cuts, RateKey, calls_of
from tokenomics.records import meters
from tokenomics.records.errors import PriceError
from tokenomics.records.exchange import NO_RATES, Exchange, day_of, unknown_rate
from tokenomics.records.money import ZERO


class Priced(NamedTuple):
    """A rate key with the pricebook's answer to it.

    `as_stated` says that its buckets cost what their source says, because they reach over a
    change of price.
    """

    key: RateKey
    quote: Quote
    as_stated: bool = False


def priced(
    book: Book,
    keys: Iterable[RateKey],
    where: Cuts,
    currency: str,
    exchange: Exchange = NO_RATES,
) -> list[Priced]:
    """The pricebook's answer for each rate key.

    Raises PriceError where a rate is in another currency than the report, for none of `exchange` is
    of its time.
    """
    found = [_priced(book, key, where) for key in keys]
    for item in found:
        check_currency(item.quote, currency, calls_of(item.key, where)[0].at, exchange)
    return found


def _priced(book: Book, key: RateKey, where: Cuts) -> Priced:
    answers = [quote(book, call) for call in calls_of(key, where)]
    certain = agreed(answers)
    return Priced(key, certain, as_stated=key.stated and certain != answers[0])


def check_currency(quote: Quote, currency: str, at: datetime, exchange: Exchange) -> None:
    """Raise PriceError where one of the rates, asked for an instant, is in another currency."""
    for found in quote.rates.values():
        if found.rate.currency != currency:
            why = unknown_rate(exchange, found.rate.currency, currency, day_of(exchange, at))
            raise PriceError(
                f"{quote.provider} {quote.model} is priced in {found.rate.currency} and the report"
                f" is in {currency}: {why}"
            )


def rate_of(item: Priced, meter: str) -> Decimal | None:
    """The rate of one unit of a meter, None where there is none.

    It is 0 for what is not billed, and where the whole cost is stated.
    """
    if not item.key.billable or item.as_stated:
        return ZERO
    found = item.quote.rates.get(meter)
    if found is not None:
        return found.rate.rate
    known = meters.BY_NAME.get(meter)
    return ZERO if known is not None and known.fee else None


def is_undated(item: Priced, meter: str) -> bool:
    """Whether a meter is charged at a rate of which no source tells since when it holds."""
    found = item.quote.rates.get(meter)
    return item.key.billable and found is not None and found.rate.undated


def is_assumed(item: Priced, meter: str) -> bool:
    """Whether a meter is charged at the rate of another one by assumption."""
    found = item.quote.rates.get(meter)
    return item.key.billable and found is not None and found.assumed


def gaps(
    found: Iterable[Priced], quantities: Mapping[RateKey, Mapping[str, Decimal | int]]
) -> dict[RateKey, tuple[str, ...]]:
    """The meters of each rate key that are used and have no rate; keys without any left out."""
    missing = {
        item.key: tuple(
            meter
            for meter, quantity in quantities[item.key].items()
            if quantity and rate_of(item, meter) is None
        )
        for item in found
    }
    return {key: names for key, names in missing.items() if names}


def is_marked(item: Priced, used: Mapping[str, Decimal | int]) -> bool:
    """Whether any meter in use has no rate, or an undated or assumed one."""
    return any(
        quantity
        and (rate_of(item, meter) is None or is_undated(item, meter) or is_assumed(item, meter))
        for meter, quantity in used.items()
    )
