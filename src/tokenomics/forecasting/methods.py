"""Ways to continue a series, each a function of its values, a horizon and the season's length.

All return one expected value a step. A method is picked by how much history there is:

=========  ====================  =======================================================
seasons    method                why
=========  ====================  =======================================================
under 2    run-rate              an average is all that can be said
2 to 4     seasonal-average      three weeks' average of each weekday
from 4     combination           that and a damped theta, averaged on a logarithmic scale
sparse     run-rate              logarithms would leave out most of what is spent at once
=========  ====================  =======================================================
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean
from types import MappingProxyType

from tokenomics.forecasting.series import is_sparse, phases
from tokenomics.forecasting.space import exps, logs, unit_of
from tokenomics.forecasting.theta import theta

Path = tuple[float, ...]
Method = Callable[[Sequence[float], int, int], Path]

RUN_RATE = "run-rate"
AVERAGE = "seasonal-average"
COMBINATION = "combination"
NAIVE = "seasonal-naive"

SEASONS = 3
# Weight, in observations, of the overall average against what one phase of a season shows.
SHRINKAGE = 1
# Older steps say less of the next ones than they cost in time.
WINDOW = 12


def picked(values: Sequence[float], season: int) -> str:
    """The name of the method for a series, before its own past has been asked."""
    if len(values) < 2 * season or is_sparse(values, season):
        return RUN_RATE
    return AVERAGE if len(values) < 4 * season else COMBINATION


def run_rate(values: Sequence[float], horizon: int, season: int) -> Path:
    """The average step, each phase of a season moved towards what it showed.

    >>> run_rate([2.0, 4.0], 3, 7)
    (3.0, 3.0, 3.0)
    """
    level = fmean(values) if values else 0.0
    if len(values) < season:
        return (level,) * horizon
    rates = [
        (sum(phase) + SHRINKAGE * level) / (len(phase) + SHRINKAGE)
        for phase in phases(values, season)
    ]
    return _repeated(rates, len(values), horizon)


def seasonal_naive(values: Sequence[float], horizon: int, season: int) -> Path:
    """The last season again; at least one season is needed.

    >>> seasonal_naive([1.0, 2.0, 3.0], 4, 2)
    (2.0, 3.0, 2.0, 3.0)
    """
    return _repeated(values[-season:], 0, horizon)


def seasonal_average(values: Sequence[float], horizon: int, season: int) -> Path:
    """The average of the last three seasons, or of as many whole ones as there are.

    >>> seasonal_average([9.0, 1.0, 2.0, 3.0, 4.0], 2, 2)
    (2.0, 3.0)
    """
    seasons = min(SEASONS, len(values) // season)
    recent = values[len(values) - seasons * season :]
    return _repeated([fmean(phase) for phase in phases(recent, season)], 0, horizon)


def combination(values: Sequence[float], horizon: int, season: int) -> Path:
    """The mean of the seasonal average and of the damped theta, both on the logarithmic scale."""
    unit = unit_of(values)
    scaled = logs(values, unit)
    average = seasonal_average(scaled, horizon, season)
    trend = seasonal_theta(scaled, horizon, season)
    path = exps((fmean(pair) for pair in zip(average, trend, strict=True)), unit)
    # Effects of weekdays may lead below nothing, where there was never a credit.
    return tuple(max(value, 0.0) for value in path) if min(values) >= 0 else path


def seasonal_theta(values: Sequence[float], horizon: int, season: int) -> Path:
    """The damped theta of a series without its season, and the season again."""
    effects = seasonal_effects(values, season)
    level = [value - effects[index % season] for index, value in enumerate(values)]
    season_ahead = _repeated(effects, len(values), horizon)
    ahead = theta(level, horizon)
    return tuple(value + effect for value, effect in zip(ahead, season_ahead, strict=True))


def seasonal_effects(values: Sequence[float], season: int) -> tuple[float, ...]:
    """How each phase lies from the season around it, moved towards nothing; they sum to zero."""
    half = season // 2
    # An even season's window has one step more than the season, its two ends count half.
    ends = 0.5 if season % 2 == 0 else 1.0
    inside = range(half, len(values) - half)
    around = {
        at: (
            sum(values[at - half + 1 : at + half]) + ends * (values[at - half] + values[at + half])
        )
        / season
        for at in inside
    }
    found: list[list[float]] = [[] for _ in range(season)]
    for at in inside:
        found[at % season].append(values[at] - around[at])
    effects = [sum(phase) / (len(phase) + SHRINKAGE) for phase in found]
    return tuple(effect - fmean(effects) for effect in effects)


def _repeated(season: Sequence[float], start: int, horizon: int) -> Path:
    """A season over and over, beginning with the phase of step `start`."""
    return tuple(season[(start + step) % len(season)] for step in range(horizon))


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        RUN_RATE: run_rate,
        AVERAGE: seasonal_average,
        COMBINATION: combination,
        NAIVE: seasonal_naive,
    }
)
