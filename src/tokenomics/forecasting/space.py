"""Amounts on a logarithmic scale that knows zero and credits: the inverse hyperbolic sine.

Far above its unit it is the logarithm, far below a straight line, so a day of nothing is no
catastrophe and a refund no error.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from statistics import fmean

# Totals vary around their forecast by factors; this share of a step's mean counts as nothing.
TOTALS = 0.1


def unit_of(values: Sequence[float]) -> float:
    """The mean size of the values, one where they are all zero."""
    return fmean(abs(value) for value in values) or 1.0 if values else 1.0


def log(value: float, unit: float) -> float:
    """The value on the logarithmic scale."""
    return math.asinh(value / unit)


def exp(value: float, unit: float) -> float:
    """The amount back from the logarithmic scale."""
    # Beyond it a float has no sine: such an amount is no forecast any more.
    return unit * math.sinh(min(max(value, -700.0), 700.0))


def logs(values: Iterable[float], unit: float) -> tuple[float, ...]:
    """Each value on the logarithmic scale."""
    return tuple(log(value, unit) for value in values)


def exps(values: Iterable[float], unit: float) -> tuple[float, ...]:
    """Each amount back from the logarithmic scale."""
    return tuple(exp(value, unit) for value in values)


def moved(total: float, steps: int, by: float, unit: float) -> float:
    """A total of some steps, shifted on the scale of its mean step."""
    return steps * exp(log(total / steps, unit) + by, unit) if by else total


def apart(actual: float, expected: float, steps: int, unit: float) -> float:
    """How far a total of some steps came out from what was expected: about the log of their ratio."""
    return log(actual / steps, unit) - log(expected / steps, unit)
