"""Split-conformal scenarios of a total, from how far totals of the own past were off.

A short past knows short horizons only. From there errors are taken to grow with the square root of
the horizon, as those of a level that wanders do: the total of a steadier series is less uncertain
than said. Within a span, a season or more, they do not grow: there the noise of single days averages
out as fast as the level wanders.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from tokenomics.forecasting.rolling import Trial
from tokenomics.forecasting.space import moved


def growth(steps: int, known: int, span: int) -> float:
    """By what errors over `steps` exceed those over `known` steps."""
    return math.sqrt(max(steps, span) / max(known, span))


def deviations(trials: Iterable[Trial], horizon: int, span: int) -> tuple[float, ...]:
    """How far a total of `horizon` steps may be off: each past error up and down, sorted.

    Errors count in both directions, so the middle is the forecast itself and a handful of them
    does not pass for a bias.
    """
    sizes = [abs(trial.residual) * growth(horizon, trial.steps, span) for trial in trials]
    return tuple(sorted([-size for size in sizes] + ([0.0] if sizes else []) + sizes))


def totals(
    expected: float, steps: int, deviations: Sequence[float], unit: float
) -> tuple[float, ...]:
    """The scenarios of a total, sorted, equally likely."""
    return tuple(moved(expected, steps, deviation, unit) for deviation in deviations)


def quantile(scenarios: Sequence[float], p: float) -> float:
    """The value below which a share `p` of what may come lies, of at least one sorted scenario.

    The i-th of n stands at i / (n + 1): with scenarios in pairs around the forecast, the middle
    80 % are the split-conformal interval. Beyond the outermost nothing is known: they are returned.
    """
    rank = p * (len(scenarios) + 1) - 1
    low = min(max(int(rank // 1), 0), len(scenarios) - 1)
    high = min(low + 1, len(scenarios) - 1)
    part = min(max(rank - low, 0.0), 1.0)
    return scenarios[low] + part * (scenarios[high] - scenarios[low])


def share_above(scenarios: Sequence[float], x: float) -> float:
    """How likely a value above `x` is, the inverse of `quantile`.

    Not certain either way, as one more scenario could lie beyond all there are, unless they are all
    the same.
    """
    if scenarios[0] == scenarios[-1]:
        return float(scenarios[0] > x)
    below, through = bisect_left(scenarios, x), bisect_right(scenarios, x)
    if below != through or below in {0, len(scenarios)}:
        rank = (below + through + 1) / 2
    else:
        low, high = scenarios[below - 1], scenarios[below]
        rank = below + (x - low) / (high - low)
    return 1 - rank / (len(scenarios) + 1)
