"""Series of equal steps."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tokenomics.forecasting.series import (
    HOUR,
    begun,
    checked,
    filled,
    is_sparse,
    phases,
    regular,
    weekday_factors,
)
from tokenomics.records.errors import InputError


def test_days_without_an_amount_cost_nothing() -> None:
    """Gaps are zeros, days that are unknown are None, the end is left out."""
    first, last = date(2026, 8, 1), date(2026, 8, 5)
    amounts = {first: 2.5, date(2026, 8, 3): 1.0, last: 9.0}

    assert regular(amounts, first, last, unknown=[date(2026, 8, 4)]) == (2.5, 0.0, 1.0, None)


def test_hours_are_counted_alike() -> None:
    """Instants an hour apart make an hourly series."""
    start, end = (datetime(2026, 8, 1, hour, tzinfo=UTC) for hour in (22, 23))

    assert regular({start: 3.0}, start, end, step=HOUR) == (3.0,)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_no_number_is_refused(value: float) -> None:
    """What is no finite number is named with its place and what to give instead."""
    with pytest.raises(InputError, match=r"value 1 of the series .* None"):
        checked([1.0, value, None])


def test_history_begins_with_spending() -> None:
    """Zeros and unknown steps before the first spending are no history."""
    assert begun([0.0, None, 0.0, 4.0, 0.0, None]) == (4.0, 0.0, None)
    assert begun([0.0] * 9) == ()


def test_unknown_steps_take_after_their_phase() -> None:
    """An unknown step is the mean of the nearest of its phase: (2 + 6) / 2, and 3 at the end."""
    assert filled([2.0, 3.0, None, 3.0, 6.0, None], 2) == (2.0, 3.0, 4.0, 3.0, 6.0, 3.0)


def test_unknown_phases_get_the_average() -> None:
    """A phase of which nothing is known is as the rest, or nothing where nothing is."""
    assert filled([2.0, None, 4.0, None], 2) == (2.0, 3.0, 4.0, 3.0)
    assert filled([None, None], 2) == (0.0, 0.0)


def test_phases_are_the_steps_of_one_place_in_the_season() -> None:
    """Every second value, from the first and from the second."""
    assert phases([1.0, 2.0, 3.0], 2) == ((1.0, 3.0), (2.0,))


def test_weekdays_as_multiples_of_an_average_day() -> None:
    """A Thursday that spends 8 among days of 1 is 8 / 2 = 4 times the average of (6 + 8) / 7."""
    thursday_first = [8.0, 1, 1, 1, 1, 1, 1] * 2

    factors = weekday_factors(thursday_first, 3)
    assert factors == (0.5, 0.5, 0.5, 4.0, 0.5, 0.5, 0.5)
    assert sum(factors) == 7


def test_no_whole_week_no_factors() -> None:
    """Of less than a week, and of no spending, nothing is said of weekdays."""
    assert weekday_factors([1.0, 2.0], 0) == weekday_factors([0.0] * 20, 0) == (1.0,) * 7


def test_sparse_is_what_is_often_nothing() -> None:
    """Nine days of ten are gaps; weekends alone are none."""
    assert is_sparse(([0.0] * 9 + [50.0]) * 6, 7)
    assert not is_sparse([5.0, 5, 5, 5, 5, 0, 0] * 6, 7)
    assert is_sparse([5.0] + [0.0] * 30, 7)
    assert not is_sparse([0.0] * 30, 7)
