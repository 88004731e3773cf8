"""How much of what is priced by quantity each account used, and what that makes of its rates.

A quantity is counted over all records that count, whatever a report leaves out: a report of one
day knows what was used in its month.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from tokenomics import pricing
from tokenomics.books import Book, Quote
from tokenomics.books.graduated import Graduated as Entry
from tokenomics.books.graduated import (
    graduated_rate,
    is_about,
    most_off,
    period_label,
    period_start,
)
from tokenomics.costing.answer import CostQuery
from tokenomics.costing.coverage import Effect, by_key
from tokenomics.costing.graduation import NO_PERIOD, uses_sql
from tokenomics.costing.scope import scope_of
from tokenomics.costing.tally import Tally, summarise, tally_of
from tokenomics.engine import Engine
from tokenomics.overlap import Counted
from tokenomics.pricing import Priced
from tokenomics.queries import sql
from tokenomics.rate_keys import RateKey, calls_of
from tokenomics.records.meters import BY_NAME
from tokenomics.records.money import EXACT, ZERO, round_fraction

Quantities = Mapping[RateKey, Mapping[str, Decimal | int]]


class Place(NamedTuple):
    """Whose use is counted together, and in which period: no account stands for all together."""

    account: str | None
    start: datetime


class Volumes(NamedTuple):
    """Prices by quantity, and of each what was used where."""

    entries: tuple[Entry, ...]
    used: Sequence[Mapping[Place, Fraction]]


NOTHING = Volumes((), ())


class Graduated(NamedTuple):
    """Rate keys with the rates that quantities make of the book's, and the effect of each price."""

    found: Sequence[Priced]
    effects: tuple[Effect, ...]


def volumes_of(tally: Tally, book: Book, query: CostQuery) -> Volumes:
    """What each account used in the periods that a tally's records lie in."""
    graduation = tally.graduation
    nothing = Volumes(graduation.entries, [{} for _ in graduation.entries])
    if tally.columns["period"] == NO_PERIOD:
        return nothing
    used = sql("graduated", relation=tally.scope.relation, uses=uses_sql(graduation))
    scope = tally.scope._replace(
        relation=f"({used})", since=graduation.starts[0], until=graduation.end, where=(), rules=()
    )
    whole = tally_of(tally.con, scope, book, query, by=(), counted=graduation)
    if whole is None:
        return nothing
    quantities = by_key(summarise(whole, by=False))
    found: Sequence[Priced] = pricing.priced(
        book, quantities, whole.cuts, query.currency, query.exchange
    )
    volumes: list[Mapping[Place, Fraction]] = []
    for entry in graduation.entries:
        volumes.append(_volume(entry, found, quantities, whole))
        found = [_charged(entry, item, volumes[-1], whole) for item in found]
    return Volumes(graduation.entries, volumes)


def volumes_at(con: Engine, usage: Counted, book: Book, query: CostQuery, at: datetime) -> Volumes:
    """What each account used in the periods of an instant."""
    if not book.graduated:
        return NOTHING
    last = at + timedelta(microseconds=1)
    scope = scope_of(usage.relation, usage.used, since=at, until=last)
    tally = tally_of(con, scope, book, query, by=())
    return NOTHING if tally is None else volumes_of(tally, book, query)


def graduated(
    found: Sequence[Priced], quantities: Quantities, tally: Tally, volumes: Volumes
) -> Graduated:
    """The rate keys at the rates of their accounts' quantities."""
    effects: list[Effect] = []
    for entry, volume in zip(volumes.entries, volumes.used, strict=True):
        after = [_charged(entry, item, volume, tally) for item in found]
        effects.append(_effect(entry, found, after, quantities, tally))
        found = after
    return Graduated(found, tuple(effects))


def charged(
    entry: Entry,
    answer: Quote,
    volume: Mapping[Place, Fraction],
    *,
    account: str | None,
    at: datetime,
    priced_at: datetime,
) -> Quote:
    """The answer to a call at the rates of its account's quantity; as it was where none is known."""
    place = _place(entry, account, at)
    if place is None or place not in volume:
        return answer
    whose = place.account or "all accounts"
    of = f"in {period_label(entry, place.start)} of {whose}"
    rates = {
        meter: known._replace(rate=graduated_rate(entry, known.rate, volume[place], of))
        for meter, known in answer.rates.items()
        if meter in BY_NAME and is_about(entry, known.rate, priced_at)
    }
    return answer._replace(rates=MappingProxyType({**answer.rates, **rates}))


def lacks_account(entry: Entry, account: str | None) -> bool:
    """Whether a call is charged in full because it names no account to count it for."""
    return account is None and not entry.pooled


def _place(entry: Entry, account: str | None, at: datetime) -> Place | None:
    if lacks_account(entry, account):
        return None
    return Place(None if entry.pooled else account, period_start(entry, at))


def _instant(key: RateKey, tally: Tally) -> datetime | None:
    """The first instant of the period in which the records of a rate key lie."""
    return tally.graduation.starts[key.period - 1] if key.period and key.billable else None


def _charged(entry: Entry, item: Priced, volume: Mapping[Place, Fraction], tally: Tally) -> Priced:
    at = _instant(item.key, tally)
    if at is None:
        return item
    priced_at = calls_of(item.key, tally.cuts)[0].at
    answer = charged(
        entry, item.quote, volume, account=item.key.account, at=at, priced_at=priced_at
    )
    return item._replace(quote=answer)


def _volume(
    entry: Entry, found: Sequence[Priced], quantities: Quantities, tally: Tally
) -> Mapping[Place, Fraction]:
    """What was used where: units, or money to the millionth, which no rounded rate can reach."""
    volume: dict[Place, Fraction] = defaultdict(Fraction)
    for item in found:
        at = _instant(item.key, tally)
        place = _place(entry, item.key.account, at) if at else None
        if place is not None:
            for meter, quantity in _touched(entry, item, quantities, tally):
                rate = item.quote.rates[meter].rate.rate
                of = Fraction(rate) if entry.measure == "cost" else 1
                volume[place] += Fraction(quantity) * of
    if entry.measure == "cost":
        return {place: round(money, 6) for place, money in volume.items()}
    return volume


def _touched(
    entry: Entry, item: Priced, quantities: Quantities, tally: Tally
) -> Iterator[tuple[str, Decimal | int]]:
    """The meters of a rate key that the entry is about, with their quantities."""
    if not item.key.billable:
        return
    at = calls_of(item.key, tally.cuts)[0].at
    for meter, quantity in quantities[item.key].items():
        known = item.quote.rates.get(meter)
        if known is not None and quantity and is_about(entry, known.rate, at):
            yield meter, quantity


def _effect(
    entry: Entry,
    before: Sequence[Priced],
    after: Sequence[Priced],
    quantities: Quantities,
    tally: Tally,
) -> Effect:
    listed, cost, nobodys = ZERO, ZERO, ZERO
    for old, new in zip(before, after, strict=True):
        if old.as_stated:
            continue
        for meter, quantity in _touched(entry, old, quantities, tally):
            amount = EXACT.multiply(Decimal(quantity), old.quote.rates[meter].rate.rate)
            listed = EXACT.add(listed, amount)
            now = EXACT.multiply(Decimal(quantity), new.quote.rates[meter].rate.rate)
            cost = EXACT.add(cost, now)
            if lacks_account(entry, old.key.account):
                nobodys = EXACT.add(nobodys, amount)
    return Effect(
        provider=entry.reach.provider,
        name=entry.name,
        per=entry.per,
        cost=cost,
        before=listed,
        unallocated=round_fraction(Fraction(nobodys) * most_off(entry)),
    )
