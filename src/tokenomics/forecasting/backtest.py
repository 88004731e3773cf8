"""Forecasts tried on the past they did not see: how far off, how sure, and what they warned of.

From origins at equal distances each model sees the same steps before, and is compared with the same
steps after. Sums are put into proportion to what was really spent, so series of any size compare.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from statistics import fmean
from types import MappingProxyType
from typing import NamedTuple

from tokenomics.forecasting.methods import AVERAGE, NAIVE, RUN_RATE
from tokenomics.forecasting.outlook import Forecast, forecast, forecast_by
from tokenomics.forecasting.rolling import equally_spaced
from tokenomics.forecasting.series import begun, checked, filled
from tokenomics.records.errors import InputError

# History, horizon and season in, a forecast out.
Model = Callable[[Sequence[float], int, int], Forecast]

OURS = "forecast"
QUANTILES = (0.1, 0.5, 0.9)


def _named(name: str) -> Model:
    return lambda history, horizon, season: forecast_by(name, history, horizon, season=season)


MODELS: Mapping[str, Model] = MappingProxyType(
    {
        OURS: lambda history, horizon, season: forecast(history, horizon, season=season),
        NAIVE: _named(NAIVE),
        AVERAGE: _named(AVERAGE),
        RUN_RATE: _named(RUN_RATE),
    }
)


class Protocol(NamedTuple):
    """How a backtest is run: steps of history, horizon, origins, season, where the first origin is
    (by default after one history), and the budget of a horizon.

    Without a budget it is a tenth more than the history's average would come to.
    """

    history: int = 56
    horizon: int = 30
    origins: int = 8
    season: int = 7
    first: int | None = None
    budget: float | None = None


class Window(NamedTuple):
    """One origin of one model: what was expected of the horizon, and what came.

    `scale` is how far a step of the history lay from the one a season before, on average; `path`
    the same of the forecast from what came. `low`, `high` and `pinball` are None without an
    interval. `lead` counts the steps until the budget was passed, None where it was not.
    """

    origin: int
    scale: float
    path: float
    expected: float
    actual: float
    low: float | None
    high: float | None
    pinball: float | None
    called: bool
    lead: int | None


class Score(NamedTuple):
    """What a model's windows come to.

    `mase` is None where no history ever varied. `bias`, `error`, `pinball` and `width` (of the 80 %
    interval) are shares of what was really spent, None where that was nothing; `coverage` is how
    often the total lay within. `lead` is how many steps before a budget was passed it was said, on
    average, a breach that was not foreseen counting as zero.
    """

    windows: int
    mase: float | None
    bias: float | None
    error: float | None
    pinball: float | None
    coverage: float | None
    width: float | None
    breaches: int
    missed: int
    false: int
    lead: float | None


def backtest(
    values: Sequence[float | None], protocol: Protocol, models: Mapping[str, Model] = MODELS
) -> dict[str, tuple[Window, ...]]:
    """The windows of each model, from the first spending on; unknown steps are as their phase.

    Raises InputError for a value that is no number, and where the series is too short for a single
    origin.
    """
    checked(values)
    known = filled(begun(values), protocol.season)
    first = protocol.history if protocol.first is None else protocol.first
    origins = equally_spaced(first, len(known) - protocol.horizon, protocol.origins)
    if not origins or first < protocol.history:
        raise InputError(
            f"{len(known)} steps are too few to try forecasts on: "
            f"{first} of history and {protocol.horizon} after them are needed"
        )
    return {
        name: tuple(_window(model, known, origin, protocol) for origin in origins)
        for name, model in models.items()
    }


def _window(model: Model, values: Sequence[float], origin: int, protocol: Protocol) -> Window:
    horizon, season = protocol.horizon, protocol.season
    history = values[origin - protocol.history : origin]
    actual = values[origin : origin + horizon]
    found = model(history, horizon, season)
    path = found.path or (0.0,) * horizon
    budget = protocol.budget
    if budget is None:
        budget = 1.1 * horizon * fmean(history)
    quantiles = [found.quantile(p) for p in QUANTILES]
    return Window(
        origin,
        fmean(abs(a - b) for a, b in zip(history[season:], history, strict=False)),
        fmean(abs(a - b) for a, b in zip(path, actual, strict=True)),
        sum(path),
        sum(actual),
        quantiles[0],
        quantiles[-1],
        _pinball(quantiles, sum(actual)),
        _calls(found, budget),
        next((step for step, total in enumerate(accumulate(actual), 1) if total > budget), None),
    )


def _pinball(quantiles: Sequence[float | None], actual: float) -> float | None:
    """The mean loss of the quantiles of a total: what they are too low costs p, too high 1 - p."""
    losses = [
        (p if actual >= value else p - 1) * (actual - value)
        for p, value in zip(QUANTILES, quantiles, strict=True)
        if value is not None
    ]
    return fmean(losses) if losses else None


def _calls(found: Forecast, budget: float) -> bool:
    """Whether a forecast says that a budget will be passed: more likely than not."""
    chance = found.probability_above(budget)
    return sum(found.path) > budget if chance is None else chance > 0.5


def score(windows: Sequence[Window]) -> Score:
    """The windows of one model and one series, or of several, in figures."""
    spent = sum(abs(window.actual) for window in windows)
    scaled = [window.path / window.scale for window in windows if window.scale]
    ranged = [(w, w.low, w.high) for w in windows if w.low is not None and w.high is not None]
    pinballs = [window.pinball for window in windows if window.pinball is not None]
    breached = [window for window in windows if window.lead is not None]
    leads = [window.lead or 0 if window.called else 0 for window in breached]

    def share(amounts: Sequence[float], of: int) -> float | None:
        # In proportion to the windows counted: not every one need have an interval.
        return sum(amounts) / spent * len(windows) / of if spent and of else None

    return Score(
        windows=len(windows),
        mase=fmean(scaled) if scaled else None,
        bias=share([w.expected - w.actual for w in windows], len(windows)),
        error=share([abs(w.expected - w.actual) for w in windows], len(windows)),
        pinball=share(pinballs, len(pinballs)),
        coverage=fmean(low <= w.actual <= high for w, low, high in ranged) if ranged else None,
        width=share([high - low for _, low, high in ranged], len(ranged)),
        breaches=len(breached),
        missed=sum(not window.called for window in breached),
        false=sum(window.called for window in windows if window.lead is None),
        lead=fmean(leads) if leads else None,
    )
