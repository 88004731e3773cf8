"""What a budget comes to by the end of its period, how sure that is, and when its money is gone.

What is spent is exact; what is to come is a projection. Statistics are rounded to six decimals, dates
to a step.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from tokenomics.budgeting.periods import Period
from tokenomics.forecasting import Certainty
from tokenomics.projection import Layer, Projection
from tokenomics.records.money import EXACT, rounded

_PLACES, _LIKELY_PLACES = 6, 3


class Gone(NamedTuple):
    """The hour or day in which the limit is reached: early (one time in ten by then), middling, late.

    None where that is not before the period ends.
    """

    early: Period | None
    middle: Period | None
    late: Period | None


NOT_GONE = Gone(None, None, None)


class Sums(NamedTuple):
    """What will have been spent by the end of a step, not passed with 10, 50 and 90 % probability."""

    step: Period
    low: float | None
    expected: float
    high: float | None


class Outlook(NamedTuple):
    """What will have been spent by the end of a period.

    `low` and `high` are amounts that are not passed with 10 and 90 % probability, `expected` lies
    between them; `overrun` is how likely more than the limit is spent, from 0 to 1. `known` is the
    number of steps that it rests on. Under two weeks of them (`certainty` insufficient) only
    `expected` and the middling step are told, and nothing without any. `layers` are what makes up
    the part that is to come, `path` the way there.
    """

    certainty: Certainty
    known: int
    low: Decimal | None
    expected: Decimal | None
    high: Decimal | None
    overrun: Decimal | None
    gone: Gone
    layers: tuple[Layer, ...] = ()
    path: tuple[Sums, ...] = ()


def outlook(coming: Projection, known: int, spent: Decimal, limit: Decimal) -> Outlook:
    """What a budget comes to that has spent so much of its limit, by what is to come of it."""
    left = EXACT.subtract(limit, spent)
    low, high = (_more(spent, coming.quantile(p)) for p in (0.1, 0.9))
    return Outlook(
        coming.learnt.certainty,
        known,
        low,
        _more(spent, coming.expected),
        high,
        _overrun(coming, left),
        Gone(*(_gone(coming, left, p) for p in (0.9, 0.5, 0.1))) if left > 0 else NOT_GONE,
        coming.layers,
        tuple(_path(coming, spent)),
    )


def _more(spent: Decimal, rest: Decimal | None) -> Decimal | None:
    return None if rest is None else EXACT.add(spent, rounded(rest, _PLACES))


def _overrun(coming: Projection, left: Decimal) -> Decimal | None:
    """How likely the rest is more than what is left; sure where that is less than nothing already."""
    if left < 0:
        return Decimal(1)
    likely = coming.probability_above(left)
    return None if likely is None else rounded(Decimal(str(likely)), _LIKELY_PLACES)


def _gone(coming: Projection, left: Decimal, p: float) -> Period | None:
    step = coming.reached(left, p)
    return None if step is None else Period(step.start, step.end)


def _path(coming: Projection, spent: Decimal) -> list[Sums]:
    """The way to the end, from what is spent on."""
    low, middle, high = (coming.cumulated(p) for p in (0.1, 0.5, 0.9))
    start = float(spent)
    return [
        Sums(
            Period(step.start, step.end),
            None if low is None else start + low[i],
            start + level,
            None if high is None else start + high[i],
        )
        for i, (step, level) in enumerate(zip(coming.steps, middle or (), strict=False))
    ]
