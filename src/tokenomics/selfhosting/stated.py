"""What a user states of hardware of their own, and the hosting that it comes to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from tokenomics.records.errors import ConfigError
from tokenomics.selfhosting import parts
from tokenomics.selfhosting.given import named, number
from tokenomics.selfhosting.parts import text
from tokenomics.selfhosting.serving import Hosting, Part
from tokenomics.selfhosting.speeds import Read, speeds

# A month of a year of 365 days, and the longest one there is.
MONTH, LONGEST = Fraction(8_760, 12), 744
# Three tokens are read for one that is written where nobody states it.
USUAL_READ = Read(Fraction(3, 4), is_assumed=True)
_SPARE = re.compile(r"^\s*N\s*\+\s*([0-9]{1,3})\s*$", re.IGNORECASE)


class Stated(NamedTuple):
    """Texts as they are written, None or empty where nothing is.

    `hourly` is the price of an hour of one GPU, `tokens_per_second` what all `gpus` of a unit serve
    together, each under the name of its precision where it has one, or read and written apart;
    `precision` are names with a factor of that. `hours` are those of a month that are paid. What the others may say is in `parts`.
    """

    hourly: str | None = None
    tokens_per_second: Sequence[str] = ()
    gpus: int = 1
    hours: str | None = None
    owned: str | None = None
    precision: Sequence[str] = ()
    redundancy: str | None = None
    energy: str | None = None
    network: str | None = None
    engineering: str | None = None
    fixed: Sequence[str] = ()
    capital: Sequence[str] = ()
    staff: str | None = None


class Served(NamedTuple):
    """A hosting under the name of its precision, None where it has none, and how its speed is known.

    `assumed` names what of the speed nobody stated.
    """

    precision: str | None
    hosting: Hosting
    how: str
    assumed: tuple[str, ...] = ()


def served(stated: Stated, currency: str, read: Read = USUAL_READ) -> list[Served]:
    """What serves tokens of which a share is read, one for each precision. Raises ConfigError for what cannot be read or is missing."""
    if stated.gpus < 1:
        raise ConfigError(f"gpus {stated.gpus} must be 1 or more")
    hours = _hours(stated)
    found = Hosting(
        tuple(_parts(stated, hours, currency)), Fraction(0), hours, *_redundancy(stated.redundancy)
    )
    return [
        Served(each.precision, found._replace(speed=each.rate), each.how, each.assumed)
        for each in speeds(stated.tokens_per_second, stated.precision, read)
    ]


def assumed(stated: Stated, of: Served) -> list[str]:
    """The names of what is assumed, for nobody stated it."""
    hours = [] if stated.hours or _by_staff(stated) else ["hours"]
    parts_of = (name for part in of.hosting.parts for name in part.assumed)
    return [*hours, *dict.fromkeys((*parts_of, *of.assumed))]


def left_out(stated: Stated) -> list[str]:
    """The names of costs that nobody stated, and that are in no figure."""
    energy = stated.energy is None and stated.owned is not None
    return [
        *(["redundancy"] if stated.redundancy is None else []),
        *(["energy"] if energy else []),
        *(["network"] if stated.network is None else []),
        *(["engineering"] if stated.engineering is None else []),
        *(["training"] if not stated.capital else []),
    ]


def _by_staff(stated: Stated) -> bool:
    """Whether the machines of people are what serves, for nothing else is stated."""
    return stated.staff is not None and stated.hourly is None and stated.owned is None


def _hours(stated: Stated) -> Fraction:
    if not _by_staff(stated):
        hours = MONTH if stated.hours is None else number("hours", stated.hours)
    elif stated.hours is not None:
        raise ConfigError("hours: of machines of staff write them as --staff …,hours=…")
    else:
        found = named("staff", stated.staff or "", parts.STAFF)
        if "hours" not in found:
            raise ConfigError(
                "staff needs hours=…, those of a month in which the machines can serve"
            )
        hours = number("staff hours", found["hours"])
    if hours > LONGEST:
        raise ConfigError(f"{text(hours)} hours: a month has at most {LONGEST}")
    return hours


def _parts(stated: Stated, hours: Fraction, currency: str) -> Iterator[Part]:
    if stated.hourly is not None and stated.owned is not None:
        raise ConfigError("hourly and owned are two ways to pay for one thing: leave one out")
    if stated.hourly is not None:
        yield parts.rented(
            stated.hourly, stated.gpus, hours, currency, energy_apart=stated.energy is not None
        )
    elif stated.owned is not None:
        yield parts.owned(stated.owned, stated.gpus, currency)
    elif stated.staff is None:
        raise ConfigError("say what the hardware costs: hourly, owned or staff")
    if stated.energy is not None:
        yield parts.energy(stated.energy, hours, currency)
    if stated.staff is not None:
        yield parts.staff(stated.staff, currency)._replace(
            per="unit" if _by_staff(stated) else "all"
        )
    if stated.network is not None:
        yield parts.network(stated.network, currency)
    if stated.engineering is not None:
        yield parts.engineering(stated.engineering, currency)
    yield from parts.fixed(stated.fixed, currency)
    yield from parts.capital(stated.capital, currency)


def _redundancy(stated: str | None) -> tuple[int, Fraction]:
    """Units to spare, and how often each one counts."""
    if stated is None:
        return 0, Fraction(1)
    if (found := _SPARE.match(stated)) is not None:
        return int(found[1]), Fraction(1)
    if (factor := number("redundancy", stated)) < 1:
        raise ConfigError(
            f"redundancy {stated!r}: write N+1 for a spare unit, or a factor of 1 or more"
        )
    return 0, factor
