"""What spending comes to: forecasts of totals with honest intervals, tested on their own past.

Pure functions over plain numbers; files, ledgers and prices are somebody else's.
"""

from tokenomics.forecast.backtest import MODELS, Protocol, Score, Window, backtest, score
from tokenomics.forecast.comparison import Comparison, compared
from tokenomics.forecast.outlook import Certainty, Forecast, Reach, forecast
from tokenomics.forecast.ratio import Ratio
from tokenomics.forecast.rivals import rival_models
from tokenomics.forecast.series import DAY, HOUR, regular

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
