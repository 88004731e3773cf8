"""What spending comes to: forecasts of totals with honest intervals, tested on their own past.

Pure functions over plain numbers; files, ledgers and prices are somebody else's.
"""

from tokenomics.forecasting.backtest import MODELS, Protocol, Score, Window, backtest, score
from tokenomics.forecasting.comparison import Comparison, compared
from tokenomics.forecasting.outlook import Certainty, Forecast, Reach, forecast
from tokenomics.forecasting.ratio import Ratio
from tokenomics.forecasting.rivals import rival_models
from tokenomics.forecasting.series import DAY, HOUR, regular

__all__ = [
    "DAY",
    "HOUR",
    "MODELS",
    "Certainty",
    "Comparison",
    "Forecast",
    "Protocol",
    "Ratio",
    "Reach",
    "Score",
    "Window",
    "backtest",
    "compared",
    "forecast",
    "regular",
    "rival_models",
    "score",
]
