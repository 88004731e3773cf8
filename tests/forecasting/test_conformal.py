"""Scenarios of a total from errors of the past."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenomics.forecasting.conformal import deviations, growth, quantile, share_above, totals
from tokenomics.forecasting.rolling import Trial

NINE = [float(value) for value in range(1, 10)]


def test_errors_grow_with_the_root_of_the_horizon() -> None:
    """Over four times as many steps errors are twice as large, but not within a season."""
    assert growth(28, 7, 7) == 2
    assert growth(28, 1, 7) == 2
    assert growth(3, 1, 7) == growth(30, 30, 7) == 1


def test_errors_count_both_ways() -> None:
    """Two errors over the whole horizon make five scenarios, the forecast in the middle."""
    tried = [Trial(30, 0, 0, 0.2), Trial(30, 0, 0, -0.1)]

    assert deviations(tried, 30, 7) == (-0.2, -0.1, 0.0, 0.1, 0.2)
    assert deviations([], 30, 7) == ()


def test_shorter_horizons_are_scaled() -> None:
    """An error of a tenth over a week is two tenths over four."""
    assert deviations([Trial(7, 0, 0, 0.1)], 28, 7) == pytest.approx((-0.2, 0, 0.2))


def test_scenarios_are_factors_of_the_total() -> None:
    """A deviation of log 2 doubles and halves what is expected."""
    found = totals(300, 30, [-math.log(2), 0.0, math.log(2)], unit=1e-6)

    assert found == pytest.approx((150, 300, 600))


def test_quantiles_are_split_conformal() -> None:
    """The 80 % interval of four errors ends at the ceil((4 + 1) 0.8) = 4th, the largest."""
    scenarios = [-4.0, -3, -2, -1, 0, 1, 2, 3, 4]

    assert [quantile(scenarios, p) for p in (0.1, 0.5, 0.9)] == [-4, 0, 4]
    assert quantile(scenarios, 0.75) == 2.5
    assert quantile(scenarios, 0.001) == -4
    assert quantile(scenarios, 0.999) == 4


def test_shares_between_beside_and_at_scenarios() -> None:
    """Of nine scenarios three lie above 6: 1 - 6 / 10; halfway to 7 it is 0.35."""
    assert share_above(NINE, 6) == pytest.approx(0.4)
    assert share_above(NINE, 6.5) == pytest.approx(0.35)
    assert share_above(NINE, 0) == pytest.approx(0.95)
    assert share_above(NINE, 99) == pytest.approx(0.05)


def test_equal_scenarios_are_certain() -> None:
    """What always came out the same comes out the same, and does not pass itself."""
    assert share_above([5.0] * 9, 4.9) == 1
    assert share_above([5.0] * 9, 5.0) == share_above([5.0] * 9, 5.1) == 0


@given(
    st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=40, unique=True), st.floats(0, 1)
)
def test_share_is_the_inverse_of_quantile(found: list[int], p: float) -> None:
    """Asked for the share above a quantile, its probability comes back."""
    scenarios = sorted(float(value) for value in found)
    inside = (1 + p * (len(scenarios) - 1)) / (len(scenarios) + 1)

    assert share_above(scenarios, quantile(scenarios, inside)) == pytest.approx(
        1 - inside, abs=1e-3
    )
