"""Methods tried on the past."""

from __future__ import annotations

import math

import pytest

from tokenomics.forecasting.methods import seasonal_naive
from tokenomics.forecasting.rolling import equally_spaced, recent, trials


@pytest.mark.parametrize(
    ("first", "last", "count", "expected"),
    [(14, 20, 3, (14, 17, 20)), (5, 6, 8, (5, 6)), (5, 5, 8, (5,)), (1, 9, 1, (9,)), (6, 5, 8, ())],
)
def test_equally_spaced(first: int, last: int, count: int, expected: tuple[int, ...]) -> None:
    """Both ends and as many between them as there may be."""
    assert equally_spaced(first, last, count) == expected


def test_trials_compare_with_what_came() -> None:
    """From day 7 the week of ones is repeated: 3 days of 2 miss by 1 each, 3 as a total, by the
    log of 2; from day 9 one day is missed.
    """
    past = [1.0] * 7 + [2.0] * 3

    first, *_, last = trials(seasonal_naive, past, 30, 7, 7, unit=1e-6)
    assert first[:3] == (3, 3.0, 3.0)
    assert first.residual == pytest.approx(math.log(2))
    assert last[:3] == (1, 1.0, 1.0)


def test_trials_look_no_further_than_the_horizon() -> None:
    """A horizon of two days is tried on two days."""
    assert {trial.steps for trial in trials(seasonal_naive, [1.0] * 20, 2, 7, 14, 1.0)} == {1, 2}


def test_no_trials_without_history() -> None:
    """Nothing is tried where too little lies behind."""
    assert trials(seasonal_naive, [1.0] * 7, 30, 7, 7, 1.0) == ()


def test_methods_see_twelve_seasons() -> None:
    """Of a long past the last 84 days count."""
    assert list(recent(list(range(100)), 7)) == list(range(16, 100))
