"""What a series comes to over the next steps, how sure that is, and when it passes an amount.

Amounts are floats here: this is statistics, not accounting. What was spent stays exact where it is
counted; a caller adds the exact past to a forecast of the rest where it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from operator import attrgetter
from typing import Literal, NamedTuple

from tokenomics.forecasting import conformal
from tokenomics.forecasting.methods import METHODS, NAIVE, picked
from tokenomics.forecasting.rolling import Trial, recent, trials
from tokenomics.forecasting.series import begun, checked, filled, is_sparse, weekday_factors
from tokenomics.forecasting.space import TOTALS, apart, moved, unit_of
from tokenomics.records.errors import InputError

Certainty = Literal["insufficient", "low", "normal"]

NONE = "none"


class Reach(NamedTuple):
    """The first step, counted from 0, at which a sum is reached: early, middling and late.

    `p10` is the step by which one time in ten it is already reached. None where it is not within
    the horizon, or where nothing can be said.
    """

    p10: int | None
    p50: int | None
    p90: int | None


class Forecast(NamedTuple):
    """The expected path of the next steps, and sorted scenarios of their total.

    `path` is empty where there is no past at all. `totals` is empty where certainty is
    "insufficient". `weekdays` says of daily series what each day, Monday first, spends as a multiple
    of the average. `unit` is the amount a step that counts as nothing when totals are compared by
    ratio, and `span` the steps within which their errors do not grow.
    """

    method: str
    certainty: Certainty
    path: tuple[float, ...]
    totals: tuple[float, ...]
    weekdays: tuple[float, ...]
    unit: float
    span: int

    @property
    def total(self) -> float | None:
        """The expected total of the horizon, the middle of the scenarios; None without a past."""
        return sum(self.path) if self.path else None

    def quantile(self, p: float) -> float | None:
        """The total that is not passed with probability `p`, or None where nothing can be said.

        0.1 and 0.9 are the ends of the 80 % interval. Raises InputError unless 0 < p < 1.
        """
        if not 0 < p < 1:
            raise InputError(f"{p} is no probability between 0 and 1")
        return conformal.quantile(self.totals, p) if self.totals else None

    def probability_above(self, x: float) -> float | None:
        """How likely the total passes `x`, from 0 to 1, or None where nothing can be said."""
        return conformal.share_above(self.totals, x) if self.totals else None

    def cumulated(self, p: float = 0.5) -> tuple[float, ...] | None:
        """What is spent up to and with each step, not passed with probability `p`.

        The last one is `quantile(p)`; the way there spreads as errors grow with the horizon.
        """
        return _cumulated(self, p)

    def reach(self, x: float) -> Reach:
        """When the sum of the steps reaches `x`: the earliest is what high scenarios say."""
        high, middle, low = (self.cumulated(p) for p in (0.9, 0.5, 0.1))
        return Reach(*(_first(sums, x) for sums in (high, middle, low)))


def forecast(
    values: Sequence[float | None], horizon: int, *, season: int = 7, first_weekday: int = 0
) -> Forecast:
    """The next `horizon` steps of a daily or hourly series, oldest value first.

    `season` is 7 for days, 24 or 168 for hours. None is a step of which nothing is known; what lies
    before the first spending is left out. `first_weekday` is that of `values[0]`, Monday 0.

    Under two seasons the certainty is "insufficient" and there is no interval, under four it is
    "low". A method that would have done worse than the last season repeated, over this same past,
    gives way to it.

    Raises InputError for a value that is no finite number, and for a horizon or a season of no
    steps.

    >>> forecast([10.0] * 28, 3).path
    (10.0, 10.0, 10.0)
    """
    return _outlook(values, horizon, season, first_weekday, name=None)


def forecast_by(
    name: str, values: Sequence[float | None], horizon: int, *, season: int = 7
) -> Forecast:
    """The forecast of one method whatever its past says, with scenarios made as for any other.

    Names are those of `methods.METHODS`. Raises as `forecast` does.
    """
    return _outlook(values, horizon, season, 0, name=name)


def _outlook(
    values: Sequence[float | None],
    horizon: int,
    season: int,
    first_weekday: int,
    *,
    name: str | None,
) -> Forecast:
    if horizon < 1 or season < 2:
        raise InputError(f"no forecast of {horizon} steps with a season of {season}")
    checked(values)
    past = begun(values)
    if not past:
        return Forecast(NONE, "insufficient", (), (), (), 1.0, season)
    history = recent(filled(past, season), season)
    first = first_weekday + len(values) - len(history)
    weekdays = weekday_factors(history, first) if season == 7 else ()
    unit, span = _scale(history, season)
    known = sum(value is not None for value in past)
    if known < 2 * season:
        name = name or picked(history, season)
        path = METHODS[name](history, horizon, season)
        return Forecast(name, "insufficient", path, (), weekdays, unit, span)
    name, tried = _tested(history, horizon, season, unit, name)
    path = METHODS[name](history, horizon, season)
    deviations = conformal.deviations(tried, horizon, span)
    totals = conformal.totals(sum(path), horizon, deviations, unit)
    if min(history) >= 0:
        # What never was given back is not expected to be.
        totals = tuple(max(total, 0.0) for total in totals)
    certainty = "low" if known < 4 * season else "normal"
    return Forecast(name, certainty, path, totals, weekdays, unit, span)


def _scale(history: Sequence[float], season: int) -> tuple[float, int]:
    """What counts as nothing in a step, and the steps within which errors do not grow.

    Of spending that comes now and then an empty week says little, and more steps average more out.
    """
    if is_sparse(history, season):
        return unit_of(history), 4 * season
    return TOTALS * unit_of(history), season


def _tested(
    history: Sequence[float], horizon: int, season: int, unit: float, name: str | None
) -> tuple[str, tuple[Trial, ...]]:
    """The method asked for, or the one that its past does not speak against, and trials to judge
    its errors by.
    """
    least = season if len(history) < 4 * season else 2 * season

    def tried(name: str) -> tuple[Trial, ...]:
        return trials(METHODS[name], history, horizon, season, least, unit)

    if name is not None:
        return name, tried(name)
    name = picked(history, season)
    mine, naive = tried(name), tried(NAIVE)
    # The path that misses least of a spending that comes now and then is no spending at all.
    missed = attrgetter("total" if is_sparse(history, season) else "path")
    loses = sum(map(missed, mine)) > sum(map(missed, naive))
    # The errors of both: those of the one that happened to do better are too small for a promise.
    return NAIVE if loses else name, (*mine, *naive)


def _cumulated(forecast: Forecast, p: float) -> tuple[float, ...] | None:
    sums = tuple(accumulate(forecast.path))
    end = forecast.quantile(p)
    if end is None:
        return sums or None if p == 0.5 else None
    horizon, unit, span = len(sums), forecast.unit, forecast.span
    deviation = apart(end, sums[-1], horizon, unit)
    spread = tuple(
        moved(total, steps, deviation * conformal.growth(steps, horizon, span), unit)
        for steps, total in enumerate(sums, 1)
    )
    if min(forecast.path) < 0:
        return spread
    # Without credits a sum only rises: no step's may be above a later one's, or below nothing.
    backwards = accumulate(reversed(spread), min)
    return tuple(max(total, 0.0) for total in reversed(tuple(backwards)))


def _first(sums: Sequence[float] | None, x: float) -> int | None:
    """The first step whose sum is at least `x`."""
    return next((step for step, total in enumerate(sums or ()) if total >= x), None)
