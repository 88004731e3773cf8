"""`[fx]`: dated exchange rates, read strictly."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Annotated

from msgspec import Meta, Struct

from tokenomics.records.errors import ConfigError
from tokenomics.records.exchange import Era, Pair

_PAIR = r"([A-Z]{3})/([A-Z]{3})"
# So that the inverse of a rate is not rounded to nothing.
_MOST = Decimal(10) ** 17
# Days that begin in every time zone.
_YEARS = (1970, 9999)


class FxConfig(Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from"}):
    """`[fx]`: exchange rates by pair, `"EUR/USD" = [{ from = 2026-01-01, rate = "1.08" }]`, in order of time."""

    start: Annotated[date, Meta(description="First day on which the rate holds.")]
    rate: Annotated[Decimal, Meta(description="What one unit of the first currency is then.")]


def pairs_of(given: Mapping[str, Sequence[FxConfig]]) -> tuple[Pair, ...]:
    """The rates by pair, `EUR/USD` being what one euro is in dollars.

    Raises ConfigError, naming the key, for what is no pair, for a pair in both directions, for days
    that do not follow one another, and for a rate that is not more than nothing.
    """
    for name in given:
        if "/".join(reversed(_currencies(name))) in given:
            raise ConfigError(f"fx.{name}: is stated the other way round too: keep one of both")
    return tuple(Pair(*_currencies(name), _eras(name, rates)) for name, rates in given.items())


def _currencies(name: str) -> tuple[str, str]:
    found = re.fullmatch(_PAIR, name)
    if found is None:
        raise ConfigError(f"fx: {name!r} is no pair of currencies: write it like 'EUR/USD'")
    if found[1] == found[2]:
        raise ConfigError(f"fx: {name!r} is one currency twice")
    return found[1], found[2]


def _eras(name: str, rates: Sequence[FxConfig]) -> tuple[Era, ...]:
    if not rates:
        raise ConfigError(f"fx.{name}: names no rate: give one or leave it out")
    for nth, each in enumerate(rates):
        if not each.rate.is_finite() or not 0 < each.rate < _MOST:
            raise ConfigError(f"fx.{name}.{nth}.rate: {each.rate} is no rate")
        if not _YEARS[0] <= each.start.year < _YEARS[1]:
            raise ConfigError(f"fx.{name}.{nth}.from: no money counts from {each.start} on")
    for nth, (one, two) in enumerate(pairwise(rates), start=1):
        if two.start <= one.start:
            raise ConfigError(
                f"fx.{name}.{nth}.from: {two.start} does not come after {one.start}:"
                " write rates in order of time, one a day"
            )
    return tuple(Era(each.start, each.rate) for each in rates)
