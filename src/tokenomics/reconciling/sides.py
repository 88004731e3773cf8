"""What is compared: amounts by meter and tier, of a model of a provider on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

STANDARD = "standard"


class Group(NamedTuple):
    """The finest that bill and usage both tell: a day, or the first of a month, a provider and a model.

    `model` is None where the bill names none.
    """

    at: date
    provider: str
    model: str | None


class Way(NamedTuple):
    """What is charged for, and at which tier; `meter` is None where a bill does not say."""

    meter: str | None
    tier: str = STANDARD


class Amount(NamedTuple):
    """A quantity in units of its meter and what it costs; None is not known.

    Of a bill `listed` is what it would be without discounts, where the bill says so.
    """

    quantity: Fraction | None
    cost: Fraction | None
    listed: Fraction | None = None

    def plus(self, other: Amount) -> Amount:
        """Both together; what is not known of one is not known of both."""
        return Amount(
            *(
                None if mine is None or its is None else mine + its
                for mine, its in zip(self, other, strict=True)
            )
        )

    @property
    def rate(self) -> Fraction | None:
        """What one unit costs, without discounts where that is known."""
        cost = self.cost if self.listed is None else self.listed
        return cost / self.quantity if self.quantity and cost is not None else None


Side = Mapping[Way, Amount]
Sides = Mapping[Group, Side]


def cost_of(side: Side) -> Fraction:
    """What of a side has a cost."""
    return sum((amount.cost for amount in side.values() if amount.cost is not None), Fraction())


def is_metered(side: Side) -> bool:
    """Whether each amount has a meter and a quantity."""
    return all(way.meter is not None and of.quantity is not None for way, of in side.items())
