"""A method tried on a series' own past: from each origin it says what then already had happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tokenomics.forecasting.methods import WINDOW, Method
from tokenomics.forecasting.space import apart

# Enough to rank residuals by; more origins of the same weeks say the same again.
ORIGINS = 28


class Trial(NamedTuple):
    """What came of one origin: the steps after it, what they missed by one by one and as a total,
    and how far the total was off on the logarithmic scale.
    """

    steps: int
    path: float
    total: float
    residual: float


def equally_spaced(first: int, last: int, count: int) -> tuple[int, ...]:
    """At most `count` whole numbers from `first` to `last`, both included.

    >>> equally_spaced(14, 20, 3)
    (14, 17, 20)
    """
    if last < first:
        return ()
    span = last - first
    steps = min(count, span + 1)
    if steps == 1:
        return (last,)
    return tuple(first + round(span * step / (steps - 1)) for step in range(steps))


def trials(
    method: Method, values: Sequence[float], horizon: int, season: int, least: int, unit: float
) -> tuple[Trial, ...]:
    """The method from origins with at least `least` steps behind them, and up to `horizon` ahead."""
    return tuple(
        _trial(method, values, origin, min(horizon, len(values) - origin), season, unit)
        for origin in equally_spaced(least, len(values) - 1, ORIGINS)
    )


def _trial(
    method: Method, values: Sequence[float], origin: int, steps: int, season: int, unit: float
) -> Trial:
    path = method(recent(values[:origin], season), steps, season)
    actual = values[origin : origin + steps]
    missed = sum(abs(a - b) for a, b in zip(path, actual, strict=True))
    came, expected = sum(actual), sum(path)
    return Trial(steps, missed, abs(came - expected), apart(came, expected, steps, unit))


def recent(values: Sequence[float], season: int) -> Sequence[float]:
    """The whole seasons that a method looks at, and what lies before them up to one season more."""
    return values[-WINDOW * season :]
