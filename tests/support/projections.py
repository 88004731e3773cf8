"""A month of steady use at prices that change: October's calls, and November to come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from support.usage import call

# Per million tokens: 4 dollars, and 8 from 15 November on; `flat` is always 2.
PRICES = """
provider = "acme"
known_at = 2026-10-01
[[price]]
model = "moving"
from = 2026-01-01
until = 2026-11-15
source = "old page"
rates = [{ input = 4, output = 8 }]
[[price]]
model = "moving"
from = 2026-11-15
source = "new page"
rates = [{ input = 8, output = 16 }]
[[price]]
model = "flat"
from = 2026-01-01
source = "a page"
rates = [{ input = 2 }]
"""
START, NOW = datetime(2026, 10, 4, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
END = datetime(2026, 12, 1, tzinfo=UTC)


def days(model: str = "moving", count: int = 28, tokens: int = 1_000_000, **columns: Any) -> Any:
    """A call a day at ten o'clock."""
    return [
        call(ts=START + timedelta(days=n, hours=10), model_served=model, input=tokens, **columns)
        for n in range(count)
    ]
