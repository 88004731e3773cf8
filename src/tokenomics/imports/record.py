"""What every price list is read into: models with prices of kinds of calls, in periods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from tokenomics.books.parse import PER
from tokenomics.records.meters import BY_NAME
from tokenomics.records.money import EXACT, plain

STANDARD = "standard"
# In the place of a meter: what all token prices of a kind are multiplied by.
TIMES = "times"


class Kind(NamedTuple):
    """What a price is for: a meter, and the calls; `context_min` is the first token of a tier."""

    meter: str
    tier: str = STANDARD
    context_min: int = 0
    region: str = ""
    variant: str = ""
    hours: str = ""


# Prices of a single unit.
Prices = Mapping[Kind, Decimal]
# A price with the words of the list for it; no kind where there is no meter for it here.
Stated = tuple[Kind | None, Decimal, str]


class Period(NamedTuple):
    """Prices from a day on, until the next period; None: the list does not tell since when."""

    start: date | None
    prices: Prices


class Hours(NamedTuple):
    """A part of every week, as a pricebook writes it."""

    zone: str
    days: tuple[str, ...]
    daily: tuple[str, ...]


class Offer(NamedTuple):
    """A model as a list prices it, its periods by their start.

    `chats` says that its input and output are sold, so that neither can cost nothing;
    `free` that the list itself says that it costs nothing. `doubt` is why its prices can not be
    taken as they stand, else empty.
    """

    provider: str
    model: str
    periods: tuple[Period, ...]
    chats: bool = True
    embeds: bool = False
    free: bool = False
    doubt: str = ""


class Found(NamedTuple):
    """What was read of one entry of a list: none or several offers, what has no meter, and the
    hours that its prices name. `is_model` is false for what has no price of its own to miss.
    """

    label: str
    offers: tuple[Offer, ...]
    left: tuple[str, ...] = ()
    hours: Mapping[str, Hours] = MappingProxyType({})
    is_model: bool = True


class Reading(NamedTuple):
    """A price list as read.

    `unpriced` are models without any price. `left` are the names of what has no meter here, with
    the models that state it. `hours` are the parts of the week that prices name.
    """

    title: str
    offers: tuple[Offer, ...]
    unpriced: tuple[str, ...]
    left: Mapping[str, tuple[str, ...]]
    hours: Mapping[str, Hours]


def hours_name(hours: Hours) -> str:
    """The name of a part of the week: what it is."""
    return " ".join((hours.zone, *hours.days, *hours.daily))


def agreed(stated: Iterable[Stated]) -> dict[Kind, Decimal]:
    """The price of each kind, without those of which a list states two."""
    prices: dict[Kind, Decimal] = {}
    twice: set[Kind] = set()
    for kind, price, _ in stated:
        if kind is not None and prices.setdefault(kind, price) != price:
            twice.add(kind)
    return {kind: price for kind, price in prices.items() if kind not in twice}


def written(meter: str, rate: Decimal) -> Decimal:
    """The price of a unit as a pricebook writes it: of a million tokens, a thousand calls."""
    return EXACT.multiply(rate, Decimal(_units(meter)))


def per_unit(meter: str, price: Decimal) -> Decimal:
    """The price of a unit from the one that a pricebook writes."""
    return EXACT.divide(price, Decimal(_units(meter)))


def first_token(above: int, provider: str) -> int:
    """The first input token count of a tier: xAI counts the threshold itself as above it."""
    return above if not above or provider == "xai" else above + 1


def words(kind: Kind) -> str:
    """A kind as one says it: "input batch from 200,001"."""
    parts = (kind.meter, "" if kind.tier == STANDARD else kind.tier, kind.region, kind.variant)
    above = f"from {kind.context_min:,}" if kind.context_min else ""
    return " ".join(part for part in (*parts, above, kind.hours) if part)


def _units(meter: str) -> int:
    return PER.get(BY_NAME[meter].unit, 1) if meter in BY_NAME else 1


def unplaced(stated: Iterable[Stated], prices: Prices) -> tuple[str, ...]:
    """The words of the list for what did not become a price, each once."""
    return tuple(dict.fromkeys(key for kind, _, key in stated if kind not in prices))


def reading(title: str, entries: Iterable[Found]) -> Reading:
    """A price list of its entries."""
    found = tuple(entries)
    left: dict[str, list[str]] = defaultdict(list)
    for one in found:
        for what in one.left:
            left[what].append(one.label)
    return Reading(
        title,
        _joined(offer for one in found for offer in one.offers),
        tuple(one.label for one in found if one.is_model and not one.offers),
        {what: tuple(labels) for what, labels in sorted(left.items())},
        {name: hours for one in found for name, hours in one.hours.items()},
    )


def _joined(offers: Iterable[Offer]) -> tuple[Offer, ...]:
    """One offer a model: a list that names a model twice means all that it says, if it agrees."""
    found: dict[tuple[str, str], Offer] = {}
    for offer in offers:
        name = offer.provider, offer.model
        found[name] = _both(found[name], offer) if name in found else offer
    return tuple(found.values())


def _both(one: Offer, other: Offer) -> Offer:
    if one.periods == other.periods:
        return one
    if len(one.periods) != 1 or len(other.periods) != 1:
        return one._replace(doubt="its prices are dated in two ways")
    (first,), (second,) = one.periods, other.periods
    for kind in first.prices:
        prices = {period.prices.get(kind, first.prices[kind]) for period in (first, second)}
        if len(prices) > 1:
            both = " and ".join(plain(written(kind.meter, price)) for price in sorted(prices))
            return one._replace(doubt=f"two prices of {words(kind)}: {both}")
    return one._replace(periods=(Period(first.start, {**second.prices, **first.prices}),))
