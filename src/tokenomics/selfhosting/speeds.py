"""How fast a unit serves: tokens a second as they were measured, one by one or read and written apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from tokenomics.records.errors import ConfigError
from tokenomics.records.words import percent
from tokenomics.selfhosting.given import named, number, required
from tokenomics.selfhosting.parts import text

_SIDES = ("input", "output")


class Read(NamedTuple):
    """The share of all tokens that is read, and whether somebody assumed it."""

    share: Fraction
    is_assumed: bool


class Speed(NamedTuple):
    """Tokens a second under the name of a precision, how that is known, and what is assumed for it."""

    precision: str | None
    rate: Fraction
    how: str
    assumed: tuple[str, ...] = ()


def are_apart(stated: Sequence[str]) -> bool:
    """Whether a speed depends on how many of the tokens are read."""
    return any("," in each for each in stated)


def speeds(stated: Sequence[str], factors: Sequence[str], read: Read) -> Iterator[Speed]:
    """The speed of each precision: measured, or a factor of the first that was.

    Raises ConfigError for what cannot be read, and where nothing is stated.
    """
    found: dict[str | None, Speed] = {}
    for each in stated:
        speed = _apart(each, read) if "," in each else _plain(each)
        if speed.precision in found:
            raise ConfigError(
                f"tokens_per_second is there twice for {speed.precision or 'no precision'}"
            )
        found[speed.precision] = speed
    if not found:
        raise ConfigError(
            "tokens_per_second is missing: what the hardware serves, as you measured it"
        )
    yield from found.values()
    base = next(iter(found.values()))
    for each in factors:
        name, sign, factor = (part.strip() for part in each.partition("="))
        if not sign or not name:
            raise ConfigError(
                f"precision {each!r}: write NAME=FACTOR, such as fp8=1.5, as you measured it"
            )
        if name in found:
            raise ConfigError(f"precision {name!r} is there twice")
        times = number(f"precision {name}", factor)
        found[name] = Speed(
            name, base.rate * times, f"{base.how}, x {text(times)} as stated", base.assumed
        )
        yield found[name]


def _plain(stated: str) -> Speed:
    name, _, value = stated.rpartition("=")
    if name.strip() in _SIDES:
        raise ConfigError(f"tokens_per_second {stated!r}: write input=…,output=…, both of them")
    rate = number("tokens_per_second", value)
    return Speed(name.strip() or None, rate, f"{text(rate)} tokens a second, as measured")


def _apart(stated: str, read: Read) -> Speed:
    """The tokens of a second where each is either read or written, in the shares of the mix."""
    sides = named("tokens_per_second", stated, _SIDES)
    required("tokens_per_second", sides, *_SIDES)
    fast, slow = (number(f"tokens_per_second {side}", sides[side]) for side in _SIDES)
    rate = 1 / (read.share / fast + (1 - read.share) / slow)
    shown = text(Fraction(round(rate * 10), 10))
    share = percent(read.share.numerator, read.share.denominator)
    how = (
        f"{text(fast)} tokens read or {text(slow)} written a second, as measured, are {shown} where "
        f"{share} are read"
    )
    return Speed(None, rate, how, ("mix",) if read.is_assumed else ())
