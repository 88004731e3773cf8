"""Which model serves a feature worse and dearer than another one does: pure comparisons of what was measured."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tokenomics.analysis.intervals import Interval

# Fewer judged tasks than this prove nothing about a choice.
ENOUGH = 30


class Choice(NamedTuple):
    """A model that does a piece of work, and how well.

    `work` is what only equals are compared of, None where it is not known what the work is. `cost` is that
    of a success, `interval` how sure it is. `unknown` tasks were never judged. `is_priced` says that all
    of its calls have a price.
    """

    work: tuple[str | None, ...] | None
    model: str | None
    successes: int
    failures: int
    unknown: int
    cost: Decimal | None
    interval: Interval
    is_priced: bool

    @property
    def judged(self) -> int:
        """How many tasks somebody judged."""
        return self.successes + self.failures

    @property
    def rate(self) -> Fraction | None:
        """The share of judged tasks that succeeded."""
        return Fraction(self.successes, self.judged) if self.judged else None

    @property
    def is_small(self) -> bool:
        """Whether too few tasks were judged to prove anything."""
        return self.judged < ENOUGH

    @property
    def is_comparable(self) -> bool:
        """Whether enough is known of it to say that it is better or worse than another."""
        return (
            self.work is not None
            and self.model is not None
            and not self.is_small
            and self.is_priced
            and self.interval.low is not None
            and self.interval.high is not None
        )


def better(choice: Choice, among: Iterable[Choice]) -> Choice | None:
    """Of the choices that dominate one the cheapest, by name where two are as cheap; None without any."""
    found = [other for other in among if dominates(other, choice)]
    return min(found, key=lambda other: (other.cost, other.model), default=None)


def dominates(one: Choice, other: Choice) -> bool:
    """Whether one choice does the same work as another, not less successfully and surely cheaper.

    Both have ENOUGH judged tasks and a price for every call. The share of successes of `one` is not below
    that of `other`, and its interval of the cost per success lies below the other's, even if every task
    of the other that was never judged had succeeded.
    """
    if one.work != other.work or one.model == other.model:
        return False
    if not (one.is_comparable and other.is_comparable):
        return False
    return _rate(one) >= _rate(other) and _high(one) < _lowest(other)


def _rate(choice: Choice) -> Fraction:
    return choice.rate or Fraction(0)


def _high(choice: Choice) -> Fraction:
    return Fraction(choice.interval.high or 0)


def _lowest(choice: Choice) -> Fraction:
    low = Fraction(choice.interval.low or 0)
    return low * choice.successes / (choice.successes + choice.unknown)
