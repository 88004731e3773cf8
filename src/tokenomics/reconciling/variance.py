"""The difference between a bill and what was metered, split by what explains it. Pure and exact.

A cost is quantity x rate, by meter and tier. Quantities differ by three things: what only one side has,
what one side counts at another tier, and what it counts as read from or written to a cache. These and the
rates are factors; each has its Shapley value, as in `tokenomics drivers`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from fractions import Fraction
from typing import TypeVar

from tokenomics.analysis.factors import input_of, known_pair
from tokenomics.analysis.shapley import shapley, summed
from tokenomics.reconciling.sides import Side, Way, cost_of, is_metered

QUANTITY, CACHE, TIER, PRICE = FACTORS = ("quantity", "cache", "tier", "price")
DISCOUNT, UNPRICED = "discount", "unpriced"

K = TypeVar("K", bound=Hashable)


def explained(used: Side, billed: Side) -> Mapping[str, Fraction]:
    """The parts of `billed` less `used` that something explains, by name; what is left has no reason.

    Where the bill states a cost without a meter or a quantity nothing can be told but its discount.
    `unpriced` is what the bill charges for quantities that have no price here.
    """
    discount = sum(
        (
            of.cost - of.listed
            for of in billed.values()
            if of.cost is not None and of.listed is not None
        ),
        Fraction(),
    )
    parts = {DISCOUNT: discount} if discount else {}
    if not is_metered(billed):
        return parts
    ways = list(dict.fromkeys((*used, *billed)))
    rates = {way: known_pair(*(_rate(side, way) for side in (used, billed))) for way in ways}
    before = {way: _quantity(used, way) for way in ways}
    changes = _changes({way: _quantity(billed, way) - before[way] for way in ways})

    def value(moved: frozenset[str]) -> Fraction:
        return sum(
            (
                (before[way] + sum((changes[name][way] for name in moved - {PRICE}), Fraction()))
                * rates[way][PRICE in moved]
                for way in ways
            ),
            Fraction(),
        )

    unpriced = value(frozenset()) - cost_of(used)
    return summed([parts, shapley(FACTORS, value), {UNPRICED: unpriced} if unpriced else {}])


def _changes(change: Mapping[Way, Fraction]) -> Mapping[str, Mapping[Way, Fraction]]:
    """What other quantities consist of, by factor: of a way the three sum to its change."""
    tier = _swapped(change, {way: way.meter for way in change})
    left = {way: change[way] - tier[way] for way in change}
    cache = _swapped(left, {way: input_of(way.meter or "") for way in change})
    return {TIER: tier, CACHE: cache, QUANTITY: {way: left[way] - cache[way] for way in change}}


def _swapped(change: Mapping[K, Fraction], among: Mapping[K, Hashable]) -> Mapping[K, Fraction]:
    """What of the changes only moved from one to another of the same group: more here, as much less there."""
    more: dict[Hashable, Fraction] = defaultdict(Fraction)
    less: dict[Hashable, Fraction] = defaultdict(Fraction)
    for each, by in change.items():
        (more if by > 0 else less)[among[each]] += abs(by)
    return {
        each: by * min(more[group], less[group]) / (more if by > 0 else less)[group]
        if by
        else Fraction()
        for each, by in change.items()
        for group in (among[each],)
    }


def _quantity(side: Side, way: Way) -> Fraction:
    return (side[way].quantity if way in side else None) or Fraction()


def _rate(side: Side, way: Way) -> Fraction | None:
    return side[way].rate if way in side else None
