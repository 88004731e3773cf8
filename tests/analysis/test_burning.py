"""Burn rates against the expected, by hand."""

from __future__ import annotations

from math import inf

import pytest

from tokenomics.analysis.burning import OF_A_DAY, OF_A_MONTH, Window, burning, furthest

# A dollar an hour, 720 in thirty days.
HOURS, BUDGET = [1.0] * 72, 720.0


def test_a_budget_that_burns_as_expected_is_no_alert() -> None:
    """A rate of 1, which is no reason: nothing is burnt beyond the expected."""
    assert burning(HOURS, HOURS, BUDGET) is None
    assert burning([0.0] * 72, HOURS, BUDGET) is None


@pytest.mark.parametrize(("cost", "told"), [(15.3, False), (15.5, True)])
def test_an_hour_that_burns_two_percent(cost: float, told: bool) -> None:
    """2 % of 720 are 14.40 beyond the dollar expected: the limit is 15.4."""
    found = burning([*HOURS[:-1], cost], HOURS, BUDGET, OF_A_MONTH[:1])

    assert (found is not None) == told
    if found:
        assert (found.rate, found.limit) == (15.5, pytest.approx(15.4))


def test_six_hours_that_burn_five_percent() -> None:
    """36 dollars beyond the 6 expected: 7.1 an hour are 42.6, a rate of 7.1 above 7; no hour burns 2 %."""
    found = burning([*HOURS[:-6], *[7.1] * 6], HOURS, BUDGET)

    assert found is not None
    assert (found.window.long, found.rate) == (6, pytest.approx(7.1))
    assert found.limit == pytest.approx(7)


def test_three_days_that_burn_ten_percent() -> None:
    """72 dollars beyond the 72 expected, at twice the rate: the published limit of 1 would tell it always."""
    found = burning([2.05] * 72, HOURS, BUDGET)

    assert found is not None
    assert (found.window.long, found.limit) == (72, pytest.approx(2))
    assert burning([1.9] * 72, HOURS, BUDGET) is None


def test_what_is_over_is_no_alert() -> None:
    """Forty dollars three hours ago, and a dollar since: the short window is back at 1."""
    assert burning([*HOURS[:-4], 40.0, 1.0, 1.0, 1.0], HOURS, BUDGET) is None


def test_nights_are_measured_by_what_is_expected_of_them() -> None:
    """Ten dollars an hour by day, expected: a rate of 1 however uneven the day is."""
    curve = [10.0 if 8 <= hour % 24 < 18 else 0.0 for hour in range(72)]

    assert burning(curve, curve, 3_000.0) is None


def test_where_nothing_is_expected_anything_burns() -> None:
    """Fifteen dollars in an hour of which nothing is expected: more than the 14.40."""
    found = burning([*[0.0] * 71, 15.0], [0.0] * 72, BUDGET)

    assert found is not None
    assert (found.rate, found.limit) == (inf, inf)


def test_a_short_past_has_short_windows() -> None:
    """Two hours cannot tell of six."""
    assert burning([7.1] * 2, [1.0] * 2, BUDGET) is None


def test_steps_and_budgets_must_be_given() -> None:
    """One expected step for two costs, or no budget."""
    with pytest.raises(ValueError, match="same steps"):
        burning([1.0, 2.0], [1.0], BUDGET)
    with pytest.raises(ValueError, match="above 0"):
        burning([1.0], [1.0], 0.0)


def test_what_strayed_before_may_do_so_again() -> None:
    """An hour was 20 dollars beyond the expected before: 30 more are told, and no less."""
    hour = OF_A_MONTH[:1]
    strayed = {hour[0]: 20.0}

    assert burning([*HOURS[:-1], 30.9], HOURS, BUDGET, hour, strayed) is None
    assert burning([*HOURS[:-1], 31.1], HOURS, BUDGET, hour, strayed) is not None


def test_a_budget_of_a_day_has_windows_of_its_own() -> None:
    """24 dollars a day: an hour may burn 4.80 beyond the expected, four hours 12."""
    assert burning([*HOURS[:3], 5.7], HOURS[:4], 24.0, OF_A_DAY) is None
    assert burning([*HOURS[:3], 5.9], HOURS[:4], 24.0, OF_A_DAY) is not None
    assert burning([4.1] * 4, HOURS[:4], 24.0, OF_A_DAY) is not None


def test_the_furthest_window_is_found_wherever_it_was() -> None:
    """Two hours of 3 and 2 where 1 each is expected are 3 beyond; less than expected is nothing."""
    assert furthest([1, 1, 3, 2, 1], [1.0] * 5, Window(2, 1, 0.1)) == 3
    assert furthest([0, 0, 0], [1.0] * 3, Window(2, 1, 0.1)) == 0
    assert furthest([9], [1.0], Window(2, 1, 0.1)) == 0
