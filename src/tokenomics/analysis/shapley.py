"""What each of several named factors did to an amount, so that the parts sum to the change.

A factor's part is its Shapley value: what its move from the base to the head changes, on average over
every order in which the factors may move. No order is preferred, so no name and no position decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import combinations
from math import factorial
from types import MappingProxyType
from typing import TypeVar

from tokenomics.records.money import EXACT, SCALE, largest_remainder

K = TypeVar("K")
Value = Callable[[frozenset[str]], Fraction]


def shapley(factors: Sequence[str], value: Value) -> dict[str, Fraction]:
    """The part of each factor; `value` is the amount where some factors are at the head, the others at the base.

    The parts sum to `value(all) - value(none)`. It asks for the 2 ** n values of n factors, each once.
    """
    values = {moved: value(moved) for moved in _sets(tuple(factors))}
    return {
        factor: sum(
            (
                weight * (values[others | {factor}] - values[others])
                for others, weight in _weights(tuple(factors), factor).items()
            ),
            Fraction(),
        )
        for factor in factors
    }


def in_decimals(parts: Mapping[K, Fraction], change: Decimal) -> dict[K, Decimal]:
    """Exact parts rounded by largest remainder so that they sum to the change to its last digit.

    They have 18 decimals, more only where the change has. `change` is the sum of the parts.
    """
    exponent = change.normalize(EXACT).as_tuple().exponent
    places = max(SCALE, -exponent) if isinstance(exponent, int) else SCALE
    exact = [
        EXACT.divide(Decimal(part.numerator), Decimal(part.denominator)) for part in parts.values()
    ]
    return dict(zip(parts, largest_remainder(exact, places), strict=True))


def summed(parts: Iterable[Mapping[str, Fraction]]) -> dict[str, Fraction]:
    """The parts of several amounts as those of their sum."""
    total: dict[str, Fraction] = {}
    for each in parts:
        for name, part in each.items():
            total[name] = total.get(name, Fraction()) + part
    return total


@cache
def _sets(factors: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset(chosen)
        for size in range(len(factors) + 1)
        for chosen in combinations(factors, size)
    )


@cache
def _weights(factors: tuple[str, ...], factor: str) -> Mapping[frozenset[str], Fraction]:
    """How often, of all orders, exactly these other factors have moved before a factor does."""
    count = len(factors)
    others = _sets(tuple(name for name in factors if name != factor))
    return MappingProxyType(
        {
            moved: Fraction(
                factorial(len(moved)) * factorial(count - len(moved) - 1), factorial(count)
            )
            for moved in others
        }
    )
