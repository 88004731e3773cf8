"""What a pricebook is made of: dated rates, and the names that lead to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from tokenomics.books.hours import Hours

STANDARD = "standard"
ANY = "*"


class Rate(NamedTuple):
    """The price of one single unit of a meter, for calls of one kind, in one window of time.

    `service_tier`, `context_min` (first total input token count of the tier, 0 = base), `region`,
    `variant` and `hours` say which calls; None is the base region, the plain variant and every
    hour that has no rate of its own. `start` is the first instant and `end` the first one after,
    in UTC; None is open. `end_expected` is until when a price was promised that holds until
    something else is known. `known_at` and `retracted_at` say when the book learned of the rate
    and when it stopped to believe it. `disputed` says who states another price. `undated` says
    that no source tells since when the price holds.
    """

    provider: str
    model: str
    meter: str
    rate: Decimal
    currency: str
    service_tier: str
    context_min: int
    region: str | None
    variant: str | None
    hours: str | None
    start: datetime | None
    end: datetime | None
    end_expected: datetime | None
    known_at: date | None
    retracted_at: date | None
    source: str
    checked: date | None
    note: str
    disputed: str
    undated: bool


class RateKey(NamedTuple):
    """What two rates may not share in one instant."""

    provider: str
    model: str
    meter: str
    service_tier: str
    context_min: int
    region: str | None
    variant: str | None
    hours: str | None


class Gap(NamedTuple):
    """Prices that are known to be missing, and why. Empty `meters` or `tiers` mean all."""

    provider: str
    models: tuple[str, ...]
    meters: tuple[str, ...]
    tiers: tuple[str, ...]
    start: datetime | None
    end: datetime | None
    why: str


class Alias(NamedTuple):
    """Another name of a model, in a window of time; None is open."""

    model: str
    start: datetime | None
    end: datetime | None


class Fallback(NamedTuple):
    """The meter whose rate a meter without one takes; `to` None says that it takes none.

    `assumed` marks what the provider does not say. `models` confines the rule; empty means all.
    """

    meter: str
    to: str | None
    assumed: bool
    models: tuple[str, ...]


class Provider(NamedTuple):
    """What a book says of a provider besides its prices.

    `prefixes` and `suffixes` may stand around a model's name without changing its price,
    `region_prefixes` tell the region as served. `opaque_names` says why a name may tell nothing.
    `tiers`, `regions` and `variants` map names as served to the book's own; "" is the base,
    and the name "*" stands for every other. What is not in them has no price. `hours` are the
    parts of the week that rates may name.
    """

    name: str
    synonyms: tuple[str, ...]
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    region_prefixes: Mapping[str, str]
    opaque_names: str
    tiers: Mapping[str, str]
    regions: Mapping[str, str]
    variants: Mapping[str, str]
    hours: Mapping[str, Hours]
    fallbacks: tuple[Fallback, ...]
    aliases: Mapping[str, tuple[Alias, ...]]


class Layer(NamedTuple):
    """One file of a book: its name, the SHA-256 of its content, and when it was compiled."""

    name: str
    digest: str
    known_at: date | None


def key_of(rate: Rate) -> RateKey:
    """What the rate may not share with another one in the same instant."""
    return RateKey(*rate[:3], *rate[5:10])


def rules_for(provider: Provider, model: str) -> dict[str, Fallback]:
    """The fall-back of each meter; a rule for the model stands before one for all."""
    general = {rule.meter: rule for rule in provider.fallbacks if not rule.models}
    return general | {rule.meter: rule for rule in provider.fallbacks if model in rule.models}


def plain_provider(name: str) -> Provider:
    """A provider of which nothing is said: the usual tiers, and one price for all regions."""
    tiers = {tier: tier for tier in (STANDARD, "batch", "flex", "priority")}
    tiers["default"] = STANDARD
    return Provider(name, (), (), (), {}, "", tiers, {ANY: ""}, {STANDARD: ""}, {}, (), {})
