"""The logarithmic scale that knows zero."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenomics.forecasting.space import apart, exp, exps, log, logs, moved, unit_of

AMOUNTS = st.floats(-1e12, 1e12, allow_nan=False)


@given(AMOUNTS, st.floats(1e-6, 1e6))
def test_there_and_back(value: float, unit: float) -> None:
    """An amount comes back from the scale as it went there, zero and credits too."""
    assert exp(log(value, unit), unit) == pytest.approx(value, rel=1e-9, abs=unit * 1e-12)


def test_large_amounts_are_logarithms() -> None:
    """A doubling far above the unit is log 2; around zero the scale is straight."""
    assert log(2e6, 1) - log(1e6, 1) == pytest.approx(math.log(2))
    assert log(0.002, 1) == pytest.approx(2 * log(0.001, 1), rel=1e-5)
    assert log(0, 5) == 0


def test_no_amount_overflows() -> None:
    """What lies beyond all floats comes back as a float."""
    assert math.isfinite(exp(1e6, 1e-3))


def test_many_at_once() -> None:
    """Each value of a series goes there and back."""
    assert exps(logs([1.0, 0.0, -2.0], 3), 3) == pytest.approx((1, 0, -2))


def test_unit_is_the_mean_size() -> None:
    """(4 + 2) / 2 = 3, and one where there is nothing."""
    assert unit_of([4.0, -2.0]) == 3
    assert unit_of([0.0, 0.0]) == unit_of([]) == 1


def test_totals_move_by_what_they_are_apart() -> None:
    """A total of 30 steps moved by its distance from another one is the other one."""
    by = apart(4500, 3000, 30, unit=10)

    assert by == pytest.approx(math.log(1.5), abs=0.01)
    assert moved(3000, 30, by, unit=10) == pytest.approx(4500)
    assert moved(3000, 30, 0.0, unit=10) == 3000
