"""What a user states of hardware of their own, and the hosting that it comes to."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from tokenomics.records.errors import ConfigError
from tokenomics.records.money import plain, round_fraction
from tokenomics.selfhosting.given import amount, number
from tokenomics.selfhosting.serving import Hosting, Part

# A month of 365 days a year.
MONTH = Fraction(8_760, 12)


class Stated(NamedTuple):
    """Texts as they are written, None where nothing is.

    `hourly` is the price of an hour of one GPU, `tokens_per_second` what all `gpus` of a unit serve
    together, `hours` how many of a month are paid.
    """

    hourly: str | None = None
    tokens_per_second: str = ""
    gpus: int = 1
    hours: str | None = None


def hosting_of(stated: Stated, currency: str) -> Hosting:
    """What serves. Raises ConfigError for what cannot be read or is missing."""
    if not stated.tokens_per_second:
        raise ConfigError(
            "tokens_per_second is missing: what the hardware serves, as you measured it"
        )
    hours = MONTH if stated.hours is None else number("hours", stated.hours)
    if hours > 744:
        raise ConfigError(f"hours {stated.hours!r}: a month has at most 744")
    return Hosting(
        tuple(_parts(stated, hours, currency)),
        number("tokens_per_second", stated.tokens_per_second),
        hours,
    )


def _parts(stated: Stated, hours: Fraction, currency: str) -> Iterator[Part]:
    if stated.hourly is None:
        raise ConfigError("hourly is missing: what an hour of one GPU costs")
    if stated.gpus < 1:
        raise ConfigError(f"gpus {stated.gpus} must be 1 or more")
    price = amount("hourly", stated.hourly, currency)
    yield Part(
        "GPU hours", price * stated.gpus * hours, "unit",
        f"{stated.gpus} x {text(price)} {currency} an hour x {text(hours)} hours",
        is_default=stated.hours is None,
    )  # fmt: skip


def text(value: Fraction) -> str:
    """A figure as it was written."""
    return plain(round_fraction(value))
