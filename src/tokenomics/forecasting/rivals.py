"""The models of statsforecast, an extra: they compete in backtests and forecast nothing else."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any

from tokenomics.forecasting.backtest import Model
from tokenomics.forecasting.outlook import Forecast
from tokenomics.forecasting.space import exps, logs, unit_of

INSTALL = "pip install 'tokenomics-finops[forecast]'"
NAMES = ("DynamicOptimizedTheta", "AutoETS", "AutoARIMA")


def is_installed() -> bool:
    """Whether statsforecast is there."""
    return find_spec("statsforecast") is not None


def rival_models() -> Mapping[str, Model]:
    """Its models on the logarithmic scale, by name; none where it is not installed."""
    if not is_installed():
        return {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import statsforecast.models as theirs  # noqa: PLC0415 # pyright: ignore[reportMissingImports] - seconds that only a backtest needs
    return {name: _model(getattr(theirs, name)) for name in NAMES}


def _model(kind: Any) -> Model:
    def forecast(history: Sequence[float], horizon: int, season: int) -> Forecast:
        import numpy  # noqa: ICN001, PLC0415 # pyright: ignore[reportMissingImports] - see above

        unit = unit_of(history)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            scaled = numpy.array(logs(history, unit))
            path = kind(season_length=season).forecast(scaled, horizon)["mean"]
        return Forecast(kind.__name__, "normal", exps(map(float, path), unit), (), (), unit, season)

    return forecast
