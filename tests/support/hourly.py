"""Weeks of calls, one an hour and flow, as a file and in a ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import tokenomics as tk
from tokenomics.ledger import Ledger, open_ledger

# A Monday.
START = datetime(2026, 9, 28, tzinfo=UTC)
# Per million tokens 2 dollars, so that a dollar is 500,000; `moving` doubles on 26 October.
PRICES = """
provider = "acme"
known_at = 2026-09-01
[[price]]
model = "small"
from = 2026-01-01
source = "a page"
rates = [{ input = 2 }]
[[price]]
model = "moving"
from = 2026-01-01
until = 2026-10-26
source = "old page"
rates = [{ input = 2 }]
[[price]]
model = "moving"
from = 2026-10-26
source = "new page"
rates = [{ input = 4 }]
"""
A_DOLLAR = 500_000

# The dollars of a call at an hour counted from START; no call where it is 0.
Dollars = Callable[[int], float]


def usual(hour: int) -> float:
    """A dollar an hour from eight to five on working days, and now and then a quarter more."""
    local = START + timedelta(hours=hour)
    works = local.weekday() < 5 and 8 <= local.hour < 17
    return (1 + 0.25 * (hour * 7919 % 5 == 0)) * works


def write(folder: Path, days: int, flows: Mapping[str, Dollars], model: str = "small") -> Path:
    """A file of calls, one an hour of each feature that costs something; teams are `team-FEATURE`."""
    lines = ["ts,provider,model,feature,team,input"]
    for hour in range(days * 24):
        for feature, dollars in flows.items():
            tokens = round(dollars(hour) * A_DOLLAR)
            ts = (START + timedelta(hours=hour, minutes=5)).isoformat()
            if tokens:
                lines.append(f"{ts},acme,{model},{feature},team-{feature},{tokens}")
    path = folder / "calls.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "prices.toml").write_text(PRICES, "utf-8")
    return path


def kept_hours(
    folder: Path, days: int, flows: Mapping[str, Dollars], model: str = "small"
) -> Ledger:
    """The same in a ledger."""
    tk.ingest(write(folder, days, flows, model), folder / "ledger")
    return open_ledger(folder / "ledger")
