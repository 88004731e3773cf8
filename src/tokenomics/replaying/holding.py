"""Whether quality holds where another model does the work: pure comparisons of judged tasks."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from tokenomics.analysis.choices import ENOUGH
from tokenomics.analysis.intervals import Interval, newcombe, wilson
from tokenomics.records.money import EXACT, ZERO, rounded

# So many points fewer successes are no loss that anybody would see: what is surely above holds.
MARGIN = Decimal("0.05")
# Of fewer judged tasks a model is not chosen, whatever they say.
LEAST_CHOSEN = 200
# Where bands of a task's greatest input begin, in tokens, and what they are called.
BOUNDS = (1_000, 10_000, 100_000)
BANDS = ("<1k input", "1k-10k input", "10k-100k input", ">=100k input")

Standing = Literal["worse", "unclear", "no evidence", "holds"]
STANDINGS: tuple[Standing, ...] = ("worse", "unclear", "no evidence", "holds")


class Tally(NamedTuple):
    """How many judged tasks succeeded; several models worked on `mixed` of them."""

    successes: int
    judged: int
    mixed: int = 0

    @property
    def interval(self) -> Interval:
        """Where the share of successes lies with 95 % confidence."""
        return wilson(self.successes, self.judged)


NO_TALLY = Tally(0, 0)


def added(one: Tally, other: Tally) -> Tally:
    """Both together."""
    return Tally(*(a + b for a, b in zip(one, other, strict=True)))


def together(parts: Sequence[tuple[int, Tally]]) -> tuple[Decimal, Interval]:
    """The share of successes of different work, each with its weight, and its interval of 95 %.

    Each part has judged tasks, and tasks of its own. The ends lie as far off as those of the parts do
    together, by the root of their squares, as Newcombe's do.
    """
    whole = sum(weight for weight, _ in parts)
    middle, below, above = ZERO, ZERO, ZERO
    for weight, tally in parts:
        low, high = (end or ZERO for end in tally.interval)
        by = EXACT.divide(Decimal(weight), Decimal(whole))
        share = EXACT.divide(Decimal(tally.successes), Decimal(tally.judged))
        middle = EXACT.add(middle, EXACT.multiply(by, share))
        below = EXACT.add(below, _square(EXACT.multiply(by, EXACT.subtract(share, low))))
        above = EXACT.add(above, _square(EXACT.multiply(by, EXACT.subtract(high, share))))
    ends = (EXACT.subtract(middle, EXACT.sqrt(below)), EXACT.add(middle, EXACT.sqrt(above)))
    return rounded(middle), Interval(*map(rounded, ends))


def _square(value: Decimal) -> Decimal:
    return EXACT.multiply(value, value)


def standing(then: Tally, now: Tally, again: Decimal = ZERO) -> Standing:
    """How tasks stand with another model, by the interval of the difference of its successes and those now.

    `again` is the share of calls that is asked of one more model: so many may yet succeed, so that
    quality falls only where it would even then.
    """
    if min(then.judged, now.judged) < ENOUGH:
        return "no evidence"
    low, high = newcombe(then[:2], now[:2])
    if high is None or low is None:
        return "no evidence"
    if EXACT.add(high, again) < 0:
        return "worse"
    return "holds" if low > -MARGIN else "unclear"


def is_held(tally: Tally, quality: Decimal) -> bool:
    """Whether a model surely succeeds in that share of tasks or more, by enough of them."""
    low = tally.interval.low
    return tally.judged >= LEAST_CHOSEN and low is not None and low >= quality
