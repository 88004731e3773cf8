"""Tests of hardware.py."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import tokenomics as tk
from support.usage import NOW, PRICES, call, kept
from tokenomics.records.errors import ConfigError


def test_hardware_is_asked_about_without_a_ledger(tmp_path: Path) -> None:
    """Figures as texts or numbers; several under their names as a mapping: 6,132 + 182.50."""
    (tmp_path / "prices.toml").write_text(PRICES, "utf-8")
    found = tk.selfhost(
        Decimal("8.40"), 1_400, ["1.0", "0.5"], energy={"power": 1, "kwh": "0.25"},
        capital=[{"amount": 100, "months": 1}], against="acme/small",
        mix={"input": 1, "output": 1}, pricebooks=[tmp_path / "prices.toml"], now=NOW,
    )  # fmt: skip

    assert found["cost_per_month"].to_list() == [Decimal("6414.5")] * 2
    assert found["api_cost_per_million_tokens"].to_list() == [5, 5]
    assert found["assumed"].to_list() == ["hours, pue"] * 2


def test_hardware_is_asked_about_beside_calls(tmp_path: Path) -> None:
    """Their price is that of now: since the 15th 3 a million, and 4 at their own time."""
    (tmp_path / "prices.toml").write_text(PRICES, "utf-8")
    kept(tmp_path, call(model_served="moving", input=100_000))
    calls = tk.open(tmp_path / "ledger")
    stated: dict[str, Any] = {"calls": calls, "pricebooks": [tmp_path / "prices.toml"], "now": NOW}
    found = [
        ask("8.40", "1400", "1", **stated)["api_cost_per_million_tokens"].to_list()
        for ask in (tk.selfhost, partial(tk.selfhost, prices_at="2026-11-02"))
    ]

    assert found == [[3], [4]]


def test_parts_are_had_too() -> None:
    """In columns of their own."""
    found = tk.selfhost("8.40", 1_400, parts=True)

    assert found["part"].to_list() == ["GPU hours"]


def test_what_cannot_be_read_is_one_sentence() -> None:
    """As on the command line."""
    with pytest.raises(ConfigError, match="tokens_per_second is missing"):
        tk.selfhost("8.40")
