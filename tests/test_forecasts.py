"""What is to come, as a notebook asks it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

import tokenomics as tk
from support.usage import call, kept
from tokenomics.records.errors import ConfigError

CONFIG = """
[[budget]]
name = "all"
amount = "65 USD"
[[scenario]]
name = "launch"
[[scenario.event]]
name = "launch"
date = 2026-11-21
factor = 1.5
"""


@pytest.fixture
def handle(tmp_path: Path) -> tk.Handle:
    """A million tokens of gpt-4-0613 at 30 dollars each on each of 28 days before 1 November."""
    first = datetime(2026, 10, 4, 10, tzinfo=UTC)
    used = {"provider": "openai", "model_served": "gpt-4-0613", "input": 1_000_000}
    kept(tmp_path, *(call(ts=first + timedelta(days=n), **used) for n in range(28)))
    (tmp_path / "tokenomics.toml").write_text(CONFIG, "utf-8")
    return tk.open(tmp_path / "ledger", config=tmp_path / "tokenomics.toml")


def test_a_month_is_forecast(handle: tk.Handle) -> None:
    """30 days x 30 dollars; without a past there is a row and nothing is expected of it."""
    found = tk.forecast(handle, now="2026-11-01")
    nothing = tk.forecast(handle, now="2026-11-01", where={"team": "nobody"})

    assert found["expected"].to_list() == [Decimal(900)]
    assert nothing["expected"].to_list() == [None]
    assert found.columns[:2] == ["spent", "use"]


def test_a_scenario_is_named(handle: tk.Handle) -> None:
    """Half as much again from the 21st on: 10 x 15 more; alone and in a list, of forecasts and budgets."""
    found = tk.forecast(handle, scenario="launch", now="2026-11-01")
    stand = tk.budgets(handle, now="2026-11-01", scenario=["launch"])

    assert (found["events"].item(), found["expected"].item()) == (Decimal(150), Decimal(1050))
    assert stand["expected"].to_list() == [Decimal(1050)]
    with pytest.raises(ConfigError, match="did you mean 'launch'"):
        tk.forecast(handle, scenario="lunch")


def test_budgets_stand(handle: tk.Handle) -> None:
    """A budget of the configuration, whatever is spent of it."""
    found = tk.budgets(handle, now="2026-11-01")

    assert found["budget"].to_list() == ["all"]
    assert (found["limit"].item(), found["expected"].item()) == (Decimal(65), Decimal(900))


def test_scenarios_are_side_by_side(handle: tk.Handle) -> None:
    """November's 900 and 1,050, December's 930 and 1,395."""
    found = tk.scenarios(handle, "month", months=2, now="2026-11-01")

    assert found["scenario"].to_list() == ["baseline", "launch"] * 2
    assert found["expected"].to_list() == [
        Decimal(900), Decimal(1050), Decimal(930), Decimal(1395),
    ]  # fmt: skip
