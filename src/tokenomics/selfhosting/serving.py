"""What serving tokens costs on hardware of one's own: plain arithmetic on exact fractions.

A unit is the least that serves: one GPU, or all that one copy of the model needs. What more tokens
need is another unit, so costs rise in steps. Nothing here is rounded; who shows a figure does.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Literal, NamedTuple

MILLION = 1_000_000
SECONDS = 3_600
# What a part of the costs grows with: units, spare ones too; nothing; or the tokens served.
Per = Literal["unit", "all", "token"]


class Part(NamedTuple):
    """One of the costs: of a unit or of everything a month, or of a token; `how` says it in words.

    `assumed` names what of it was not stated.
    """

    name: str
    amount: Fraction
    per: Per
    how: str
    assumed: tuple[str, ...] = ()


class Hosting(NamedTuple):
    """What serves: `speed` tokens a second from one unit, in `hours` of a month that are paid.

    Of units there are `spare` more than are needed, and each counts `factor` times.
    """

    parts: tuple[Part, ...]
    speed: Fraction
    hours: Fraction
    spare: int = 0
    factor: Fraction = Fraction(1)


class BreakEven(NamedTuple):
    """The least volume a month at which one's own hardware costs no more, and the units it takes.

    From `always_from` tokens on it never costs more again, however many units are added; None where
    each unit must be full for that.
    """

    tokens: Fraction
    units: int
    cost: Fraction
    always_from: Fraction | None


def capacity(of: Hosting, utilisation: Fraction) -> Fraction:
    """The tokens that one unit serves in a month."""
    return of.speed * SECONDS * of.hours * utilisation


def sum_of(of: Hosting, per: Per) -> Fraction:
    """What all parts come to that grow with the same."""
    return sum((part.amount for part in of.parts if part.per == per), Fraction(0))


def paid_units(of: Hosting, units: int) -> Fraction:
    """The units that are paid for where `units` serve."""
    return units * of.factor + of.spare


def monthly(of: Hosting, units: int = 1) -> Fraction:
    """What `units` cost a month before they serve a token."""
    return sum_of(of, "all") + sum_of(of, "unit") * paid_units(of, units)


def cost_per_token(of: Hosting, utilisation: Fraction, units: int = 1) -> Fraction:
    """What a token costs where so many units are as busy as that."""
    return monthly(of, units) / (units * capacity(of, utilisation)) + sum_of(of, "token")


def units_for(of: Hosting, utilisation: Fraction, tokens: Fraction) -> int:
    """The units that a monthly volume takes, at least one."""
    return max(1, ceil(tokens / capacity(of, utilisation)))


def cost_of(of: Hosting, utilisation: Fraction, tokens: Fraction) -> Fraction:
    """What a monthly volume costs, with all the units that it takes."""
    return monthly(of, units_for(of, utilisation, tokens)) + tokens * sum_of(of, "token")


def break_even(of: Hosting, utilisation: Fraction, price: Fraction) -> BreakEven | None:
    """Where an API at `price` a token and one's own hardware cost the same a month.

    None where another unit costs more than the API asks for all that it serves: no volume is enough.
    """
    saved = price - sum_of(of, "token")
    room = saved * capacity(of, utilisation)
    gain = room - sum_of(of, "unit") * of.factor
    fixed = sum_of(of, "all") + sum_of(of, "unit") * of.spare
    if saved <= 0 or gain < 0 or (gain == 0 and fixed > 0):
        return None
    units = max(1, ceil(fixed / gain)) if gain else 1
    tokens = monthly(of, units) / saved
    # The units of which the first token already pays: one fewer is the last that begins too dear.
    steady = ceil((fixed + room) / gain) if gain else None
    always = None if steady is None else monthly(of, max(steady - 1, units)) / saved
    return BreakEven(tokens, units, tokens * price, always)


def least_utilisation(of: Hosting, price: Fraction) -> Fraction | None:
    """How busy one unit must be for a token to cost no more than `price`; None where no use is enough.

    It is above 1 where the hardware cannot serve at that price.
    """
    saved = price - sum_of(of, "token")
    if saved <= 0:
        return None
    return monthly(of) / (saved * capacity(of, Fraction(1)))
