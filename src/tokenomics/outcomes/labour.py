"""What the time of people costs who review what models made, and mend it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from tokenomics.records.money import ZERO, round_fraction, shared_out, total

K = TypeVar("K")


def labour_cost(minutes: Decimal, hourly: Decimal | None) -> Decimal:
    """What minutes cost, half-even to 18 decimals; nothing where an hour has no price."""
    return ZERO if hourly is None else round_fraction(Fraction(minutes) * Fraction(hourly) / 60)


def labour_costs(minutes: Mapping[K, Decimal], hourly: Decimal | None) -> dict[K, Decimal]:
    """What the minutes of each group cost; the parts sum to what all minutes do, however they are grouped."""
    whole = labour_cost(total(minutes.values()), hourly)
    if not whole:
        return dict.fromkeys(minutes, ZERO)
    parts = shared_out(whole, [Fraction(spent) for spent in minutes.values()])
    return dict(zip(minutes, parts, strict=True))
