"""What spending comes to: forecasts of totals with honest intervals, tested on their own past.

Pure functions over plain numbers; files, ledgers and prices are somebody else's.
"""

from tokenomics.forecast.outlook import Certainty, Forecast, Reach, forecast
from tokenomics.forecast.series import DAY, HOUR, regular

__all__ = ["DAY", "HOUR", "Certainty", "Forecast", "Reach", "forecast", "regular"]
