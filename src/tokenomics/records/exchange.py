"""Dated exchange rates: what one unit of a currency is in another, from the start of a day on."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tokenomics.records.errors import PriceError
from tokenomics.records.money import EXACT, Money, plain, round_fraction, rounded
from tokenomics.records.words import amount


class Era(NamedTuple):
    """A rate that holds from the start of a day on, until the next one's."""

    start: date
    rate: Decimal


class Pair(NamedTuple):
    """What one unit of `base` is in `quote`, in order of time."""

    base: str
    quote: str
    eras: tuple[Era, ...]


class Exchange(NamedTuple):
    """All rates that are known, each pair in one direction; days begin in the zone `tz`."""

    pairs: tuple[Pair, ...] = ()
    tz: ZoneInfo = ZoneInfo("UTC")


NO_RATES = Exchange()


class Converted(NamedTuple):
    """Money as it counts in another currency, and the rate that it was converted at."""

    money: Money
    stated: Money
    era: Era


def eras(exchange: Exchange, base: str, quote: str) -> tuple[Era, ...]:
    """What one unit of `base` is in `quote`, in order of time; empty where nobody says.

    The rates of the pair, or of the reversed one their inverse, half-even to 18 decimals. No third
    currency is gone through.
    """
    stated = _stated(exchange, base, quote)
    return tuple(_towards(quote, stated, era) for era in stated.eras) if stated else ()


def era_on(exchange: Exchange, base: str, quote: str, day: date) -> Era | None:
    """The rate that holds on a day, None where none does."""
    stated = _stated(exchange, base, quote)
    if stated is None:
        return None
    begun = bisect_right(stated.eras, day, key=lambda era: era.start)
    return _towards(quote, stated, stated.eras[begun - 1]) if begun else None


def _stated(exchange: Exchange, base: str, quote: str) -> Pair | None:
    """The pair of two currencies, in the direction in which it is stated."""
    both = {base, quote}
    return next((pair for pair in exchange.pairs if {pair.base, pair.quote} == both), None)


def _towards(quote: str, stated: Pair, era: Era) -> Era:
    """The rate of a pair as what one unit is in `quote`."""
    if stated.quote == quote:
        return era
    return Era(era.start, round_fraction(1 / Fraction(era.rate)))


def day_of(exchange: Exchange, at: datetime) -> date:
    """The day of an instant, by which its rate is found."""
    return at.astimezone(exchange.tz).date()


def convert(exchange: Exchange, money: Money, currency: str, day: date, what: str) -> Converted:
    """Money in a currency at the rate of a day: amount x rate, half-even to 18 decimals.

    Raises PriceError, which begins with `what`, where no rate is known that day.
    """
    era = era_on(exchange, money.currency, currency, day)
    if era is None:
        raise PriceError(f"{what}: {unknown_rate(exchange, money.currency, currency, day)}")
    counted = rounded(EXACT.multiply(money.amount, era.rate))
    return Converted(Money(counted, currency), money, era)


def convert_at(
    exchange: Exchange, money: Money, currency: str, at: datetime, what: str
) -> Converted:
    """The same at the rate of an instant's day."""
    return convert(exchange, money, currency, day_of(exchange, at), what)


def unknown_rate(exchange: Exchange, base: str, quote: str, day: date) -> str:
    """That no rate is known on a day, and what to write where."""
    missing = f"no exchange rate of {base} in {quote} is known on {day}"
    if stated := _stated(exchange, base, quote):
        return (
            f"{missing}, the first is of {stated.eras[0].start}: in tokenomics.toml put"
            f' {{ from = {day}, rate = "..." }} before it in [fx] "{stated.base}/{stated.quote}"'
        )
    return (
        f"{missing}: add to tokenomics.toml, below [fx],"
        f' "{base}/{quote}" = [{{ from = {day}, rate = "..." }}]'
    )


def rates_told(what: str, found: Iterable[Converted]) -> Iterator[str]:
    """A sentence for each currency that something was converted from, with its rates."""
    used: dict[tuple[str, str], set[Era]] = defaultdict(set)
    for each in found:
        used[each.stated.currency, each.money.currency].add(each.era)
    for (base, quote), several in sorted(used.items()):
        yield f"{what} in {base} count {rates_words(base, quote, several)}"


def converted_words(of: Converted) -> str:
    """`1,000.00 EUR, 1,080.00 USD at 1.08 USD a EUR, the rate of 2026-01-01`."""
    rate = rates_words(of.stated.currency, of.money.currency, [of.era])
    return f"{amount(*of.stated)}, {amount(*of.money)} {rate}"


def rates_words(base: str, quote: str, several: Iterable[Era]) -> str:
    """`at 1.08 USD a EUR, the rate of 2026-01-01`, or from the least to the greatest of many."""
    days, rates = zip(*sorted(several), strict=True)
    if len(days) == 1:
        return f"at {plain(rates[0])} {quote} a {base}, the rate of {days[0]}"
    return (
        f"at {plain(min(rates))} to {plain(max(rates))} {quote} a {base},"
        f" {len(days)} rates of {days[0]} to {days[-1]}"
    )
