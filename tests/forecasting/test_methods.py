"""Ways to continue a series."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenomics.forecasting.methods import (
    METHODS,
    combination,
    picked,
    run_rate,
    seasonal_average,
    seasonal_effects,
    seasonal_naive,
    seasonal_theta,
)

WEEK = [100.0, 110, 120, 110, 100, 30, 20]


@pytest.mark.parametrize(
    ("days", "name"),
    [(1, "run-rate"), (13, "run-rate"), (14, "seasonal-average"), (27, "seasonal-average"), (28, "combination")],
)  # fmt: skip
def test_history_picks_the_method(days: int, name: str) -> None:
    """Under two weeks the run-rate, under four a weekday average, then the combination."""
    assert picked([5.0] * days, 7) == name


def test_sparse_spending_has_a_run_rate() -> None:
    """What comes now and then is expected on average, however long its past."""
    assert picked(([0.0] * 9 + [50.0]) * 6, 7) == "run-rate"


def test_run_rate_of_a_few_days_is_their_average() -> None:
    """(2 + 4) / 2 = 3 each day; nothing from nothing."""
    assert run_rate([2.0, 4.0], 3, 7) == (3.0, 3.0, 3.0)
    assert run_rate([], 2, 7) == (0.0, 0.0)


def test_run_rate_of_a_week_knows_weekdays_by_half() -> None:
    """One Monday of 8 in a week of 2 a day on average: (8 + 2) / 2 = 5, others (1 + 2) / 2."""
    path = run_rate([8.0, 1, 1, 1, 1, 1, 1], 8, 7)

    assert path == (5.0, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 5.0)
    assert sum(path[:7]) == 14


def test_run_rate_begins_where_history_ends() -> None:
    """After nine days the next one is of the third phase."""
    week = [float(day) for day in range(7)]

    assert run_rate(week + week[:2], 1, 7)[0] == pytest.approx((2 + (21 + 1) / 9) / 2)


def test_seasonal_naive_repeats_the_last_week() -> None:
    """Whatever stood in the last week stands in each one to come."""
    assert seasonal_naive([9.0, *WEEK], 9, 7) == (*WEEK, *WEEK[:2])


def test_seasonal_average_takes_three_weeks() -> None:
    """The first of four weeks no longer counts: (20 + 30 + 40) / 3 = 30."""
    past = [float(level) for level in (10, 20, 30, 40) for _ in range(7)]

    assert seasonal_average(past, 8, 7) == (30.0,) * 8
    assert seasonal_average(past[:14], 1, 7) == (15.0,)


def test_seasonal_average_begins_after_an_unfinished_week() -> None:
    """Nine values of a season of two: whole seasons are counted from the end."""
    assert seasonal_average([9.0, 1.0, 2.0, 3.0, 4.0], 2, 2) == (2.0, 3.0)


@pytest.mark.parametrize("season", [2, 7, 24])
def test_seasonal_effects_find_the_season(season: int) -> None:
    """Of a season without noise each phase's effect is its distance from the mean, moved towards
    nothing as if one observation more had shown none.
    """
    shape = [float(phase) for phase in range(season)]
    effects = seasonal_effects(shape * 20, season)

    mean = (season - 1) / 2
    assert sum(effects) == pytest.approx(0, abs=1e-9)
    assert effects == pytest.approx([(phase - mean) * 19 / 20 for phase in shape], abs=0.1 * season)


def test_theta_keeps_the_season() -> None:
    """A season without noise or drift comes again, but for what its effects were moved."""
    assert seasonal_theta(WEEK * 8, 7, 7) == pytest.approx(WEEK, abs=10)


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("season", [7, 24])
def test_methods_continue_an_exact_season(name: str, season: int) -> None:
    """A season that never varied goes on, within a tenth of its mean, from any phase."""
    shape = [10.0 + phase % 5 for phase in range(season)]
    past = (shape * 9)[: 8 * season + 3]

    path = METHODS[name](past, season, season)
    assert path == pytest.approx([*shape[3:], *shape[:3]], abs=1.2)


@pytest.mark.parametrize("name", METHODS)
@given(
    st.lists(st.floats(0, 1e6), min_size=14, max_size=60), st.floats(1e-6, 1e6), st.integers(1, 40)
)
def test_units_of_money_do_not_matter(
    name: str, past: list[float], factor: float, horizon: int
) -> None:
    """In another currency the same is expected: methods know no amount of their own."""
    path = METHODS[name](past, horizon, 7)
    scaled = METHODS[name]([value * factor for value in past], horizon, 7)

    size = max(past) * factor
    assert len(path) == horizon
    assert scaled == pytest.approx([value * factor for value in path], rel=1e-3, abs=1e-3 * size)


def test_combination_lies_between_its_parts() -> None:
    """After a jump four days ago it is above the weekday average and no higher than the new level."""
    past = [10.0] * 38 + [20.0] * 4

    path = combination(past, 7, 7)
    assert sum(seasonal_average(past, 7, 7)) < sum(path) < 7 * 20
