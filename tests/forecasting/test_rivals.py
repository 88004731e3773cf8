"""The models of statsforecast."""

from __future__ import annotations

import pytest

from tokenomics.forecasting.rivals import INSTALL, NAMES, is_installed, rival_models


def test_without_the_extra_there_are_no_rivals(monkeypatch: pytest.MonkeyPatch) -> None:
    """A backtest runs without statsforecast, with fewer models."""
    monkeypatch.setattr("tokenomics.forecasting.rivals.find_spec", lambda _name: None)

    assert not is_installed()
    assert rival_models() == {}


def test_rivals_forecast_amounts() -> None:
    """Each continues weeks that repeat themselves near what they were, and has no interval."""
    if not is_installed():
        pytest.skip(f"statsforecast's models are NOT tried: {INSTALL}")
    found = rival_models()
    week = [10.0, 11, 12, 11, 10, 3, 2]

    assert tuple(found) == NAMES
    for name, model in found.items():
        forecast = model([value + day % 3 for day, value in enumerate(week * 8)], 14, 7)
        assert forecast.method == name
        assert forecast.totals == ()
        assert forecast.path == pytest.approx([value + 1 for value in week * 2], rel=0.5)
