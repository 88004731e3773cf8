"""Tests of models_dev.py."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tokenomics.imports.models_dev import read
from tokenomics.imports.record import Kind, Reading

TIER = {"input": 10, "tier": {"type": "context", "size": 272_000}}


def _read(cost: Any, provider: str = "acme", **more: Any) -> Reading:
    models = {"m": {"id": "m", "cost": cost, **more}}
    return read({provider: {"id": provider, "models": models}}, "models.dev")


def _prices(cost: Any, provider: str = "acme") -> dict[Kind, Decimal]:
    return dict(_read(cost, provider).offers[0].periods[0].prices)


def test_prices_are_by_the_million() -> None:
    """2.5 dollars a million tokens are 0.0000025 a token."""
    assert _prices({"input": Decimal("2.5"), "output_audio": 80}) == {
        Kind("input"): Decimal("0.0000025"),
        Kind("output_audio"): Decimal("0.00008"),
    }


def test_a_tier_begins_after_its_size() -> None:
    """The older field for more than 200,000 counts only where no tier is stated."""
    old = {"input": 9}

    assert set(_prices({"input": 5, "tiers": [TIER], "context_over_200k": old})) == {
        Kind("input"),
        Kind("input", context_min=272_001),
    }
    assert _prices({"input": 5, "context_over_200k": old})[
        Kind("input", context_min=200_001)
    ] == Decimal("0.000009")


def test_xai_counts_the_threshold_as_above_it() -> None:
    """Its tier begins with the token of its size."""
    assert Kind("input", context_min=272_000) in _prices({"input": 5, "tiers": [TIER]}, "xai")


def test_what_has_no_meter_is_named() -> None:
    """An unknown price, a tier of another type and experimental modes are named."""
    cost = {
        "input": 5,
        "hologram": 7,
        "tiers": [{"output": 3, "tier": {"type": "moon", "size": 1}}],
    }
    reading = _read(cost, experimental={"modes": {"fast": {}}})

    assert set(reading.left) == {"hologram", "output", "experimental modes"}


def test_a_model_without_a_cost_is_unpriced() -> None:
    """It is named with its provider."""
    assert _read(None).unpriced == ("acme/m",)
