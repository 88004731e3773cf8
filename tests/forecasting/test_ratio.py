"""Errors in proportion to a baseline's."""

from __future__ import annotations

import math

import pytest

from tokenomics.forecasting.ratio import over_series, over_windows


def test_series_count_by_their_proportion() -> None:
    """Half of a large error and twice a small one even out: the root of 1/2 x 2 is 1."""
    found = over_series([(500.0, 1000.0), (2.0, 1.0)])

    assert found
    assert found.value == pytest.approx(1)
    assert (found.low, found.high) == pytest.approx((0.5, 2.0))


def test_windows_count_by_their_error() -> None:
    """(500 + 2) / (1000 + 1) of one series' errors."""
    found = over_windows([(500.0, 1000.0), (2.0, 1.0)])

    assert found
    assert found.value == pytest.approx(502 / 1001)
    assert (found.low, found.high) == pytest.approx((0.5, 2.0))


def test_equal_proportions_leave_nothing_to_luck() -> None:
    """Where a model is as much better everywhere the interval is a point."""
    found = over_series([(0.8 * size, size) for size in (1.0, 7.0, 300.0)])

    assert found
    assert found == pytest.approx((0.8, 0.8, 0.8))


def test_equal_figures_have_equal_intervals() -> None:
    """What is drawn depends on the figures alone, and on all of them."""
    pairs = [(math.sqrt(size), float(size)) for size in range(1, 16)]

    assert over_series(pairs) == over_series(list(pairs))
    found, other = over_series(pairs), over_series([*pairs, (9.0, 1.0)])
    assert found
    assert other
    assert found.low < found.value < found.high < other.high


def test_no_error_no_proportion() -> None:
    """Pairs without an error are left out; without any pair there is no ratio."""
    assert over_series([(0.0, 1.0), (1.0, 0.0)]) is None
    assert over_windows([(1.0, 0.0)]) is over_windows([]) is None
    assert over_windows([(0.0, 2.0), (1.0, 2.0)]) == (0.25, 0.0, 0.5)
