"""Models side by side."""

from __future__ import annotations

import pytest

from tokenomics.forecasting.backtest import Window
from tokenomics.forecasting.comparison import compared


def _window(*, expected: float, path: float, width: float = 10.0) -> Window:
    low, high = 50 - width / 2, 50 + width / 2
    return Window(0, 1.0, path, expected, 50.0, low, high, 1.0, called=False, lead=None)


def _series(path: float, expected: float = 40.0, width: float = 10.0) -> dict[str, list[Window]]:
    """A model beside a baseline that misses every step by 2 and the total of 50 by 10."""
    return {
        "mine": [_window(expected=expected, path=path, width=width)],
        "seasonal-naive": [_window(expected=60, path=2)],
    }


def test_series_count_alike() -> None:
    """Half the baseline's error on one series and twice on another: a ratio of 1; the mean error
    of totals is that of the series.
    """
    mine, naive = compared({"a": _series(1, expected=45), "b": _series(4, expected=30)})

    assert (mine.model, naive.model) == ("mine", "seasonal-naive")
    assert mine.path
    assert mine.path.value == pytest.approx(1)
    assert mine.total
    assert mine.total.value == pytest.approx((0.5 * 2) ** 0.5)
    assert mine.score.error == pytest.approx((5 / 50 + 20 / 50) / 2)
    assert mine.score.windows == 2
    assert naive.path == (1, 1, 1)


def test_width_is_that_of_the_middle_series() -> None:
    """One series with an interval a hundred times as wide does not make all of them wide."""
    found = compared({"a": _series(1, width=10), "b": _series(1, width=20), "c": _series(1, width=2000)})  # fmt: skip

    assert found[0].score.width == 20 / 50


def test_one_series_is_compared_over_its_windows() -> None:
    """Errors of 1 and 2 beside 2 and 2: three quarters, between a half and one."""
    first, second = _series(1), _series(2)
    mine, _ = compared({"only": {name: first[name] + second[name] for name in first}})

    assert mine.path == (0.75, 0.5, 1.0)


def test_nothing_compared_is_nothing() -> None:
    """Without a series there is no row."""
    assert compared({}) == ()
