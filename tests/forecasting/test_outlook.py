"""The forecast that others ask for."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenomics.forecasting import Forecast, Reach, forecast
from tokenomics.records.errors import InputError

WEEK = [1.0, 1.1, 1.2, 1.1, 1.0, 0.3, 0.2]


def _spending(days: int, noise: float = 0.2, seed: int = 1) -> list[float]:
    """Days of about 84 dollars with quiet weekends."""
    chance = random.Random(seed)
    return [100 * WEEK[day % 7] * chance.lognormvariate(0, noise) for day in range(days)]


def _quantiles(found: Forecast) -> tuple[float, float, float]:
    """The ends and the middle of the 80 % interval, where there is one."""
    assert found.totals
    low, middle, high = (found.quantile(p) or 0.0 for p in (0.1, 0.5, 0.9))
    return low, middle, high


@pytest.mark.parametrize(
    ("days", "method", "certainty"),
    [(0, "none", "insufficient"), (1, "run-rate", "insufficient"), (6, "run-rate", "insufficient"),
     (13, "run-rate", "insufficient"), (14, "seasonal-average", "low"), (27, "seasonal-average", "low"),
     (42, "combination", "normal"), (400, "combination", "normal")],
)  # fmt: skip
def test_history_decides_what_can_be_said(days: int, method: str, certainty: str) -> None:
    """Under 14 days there is no interval, under 28 its certainty is low."""
    found = forecast(_spending(days), 30)

    assert (found.method, found.certainty) == (method, certainty)
    assert bool(found.totals) == (certainty != "insufficient")
    assert len(found.path) == (30 if days else 0)


def test_nothing_is_said_without_a_past() -> None:
    """No values, and values that are all nothing or unknown, have no total at all."""
    for values in ([], [0.0] * 40, [None] * 40):
        found = forecast(values, 30)
        assert (found.total, found.totals, found.method) == (None, (), "none")
        assert found.reach(1) == Reach(None, None, None)


def test_too_little_history_has_no_probabilities() -> None:
    """A run-rate is a number without an interval; its date stands alone."""
    found = forecast([10.0] * 5, 30)

    assert found.total == 300
    assert found.quantile(0.5) is found.probability_above(1) is found.cumulated(0.9) is None
    assert found.reach(95) == Reach(None, 9, None)


def test_equal_days_go_on_surely() -> None:
    """Of 5 dollars a day for 40 days 30 more make 150, neither more nor less."""
    found = forecast([5.0] * 40, 30)

    assert found.path == pytest.approx([5.0] * 30)
    assert found.quantile(0.1) == pytest.approx(150)
    assert found.quantile(0.9) == pytest.approx(150)
    assert (found.probability_above(149.9), found.probability_above(150.1)) == (1, 0)


def test_middle_of_the_scenarios_is_the_sum_of_the_path() -> None:
    """Total, median and the last cumulated step are one number."""
    found = forecast(_spending(56), 30)

    assert found.total == pytest.approx(sum(found.path))
    assert found.quantile(0.5) == pytest.approx(found.total)
    for p in (0.1, 0.5, 0.9):
        sums = found.cumulated(p)
        assert sums is not None
        assert sums[-1] == pytest.approx(found.quantile(p))
        assert list(sums) == sorted(sums)


def test_total_of_steady_weeks_is_found() -> None:
    """Ten weeks around 590 a week: 30 days come to within a tenth of 30 / 7 weeks."""
    found = forecast(_spending(70, noise=0.1), 30)

    assert found.total == pytest.approx(590 * 30 / 7, rel=0.1)
    low, middle, high = _quantiles(found)
    assert low < middle < high


def test_weekends_are_quiet() -> None:
    """The path knows weekdays, and factors say them from Monday on, wherever the series starts."""
    found = forecast(_spending(56), 7, first_weekday=3)

    assert max(found.path[5:]) < min(found.path[:5]) / 2
    assert len(found.weekdays) == 7
    assert found.weekdays[1] < 0.5 > found.weekdays[2]
    assert min(*found.weekdays[3:], found.weekdays[0]) > 0.8


def test_probability_falls_with_the_amount() -> None:
    """From sure to unlikely, half at the expected total."""
    found = forecast(_spending(56), 30)
    total = found.total or 0.0

    chances = [found.probability_above(total * by) or 0.0 for by in (0.1, 0.9, 1, 1.1, 10)]
    assert chances == sorted(chances, reverse=True)
    assert chances[2] == pytest.approx(0.5)
    assert chances[0] > 0.95
    assert 0 < chances[-1] < 0.05


def test_reach_brackets_the_day() -> None:
    """Half of the month's total is reached in its middle, early where much is spent."""
    found = forecast(_spending(56), 30)
    reached = found.reach((found.total or 0.0) / 2)

    early, middle, late = (-1 if step is None else step for step in reached)
    assert 10 <= early <= middle <= late <= 20
    assert 13 <= middle <= 16
    assert found.reach(1e9) == Reach(None, None, None)


def test_a_new_level_is_believed_after_weeks_and_doubted_before() -> None:
    """Ten days after spending rose tenfold the forecast lies near the new level, with an interval
    far wider than before it rose.
    """
    before = forecast(_spending(40), 30)
    after = forecast([*_spending(40), *(10 * value for value in _spending(10))], 30)

    assert before.total
    assert after.total
    assert after.total > 4 * before.total
    wide, narrow = (high / low for low, _, high in (_quantiles(after), _quantiles(before)))
    assert wide > 2 * narrow


def test_sparse_spending_is_expected_on_average() -> None:
    """50 dollars every tenth day are about 150 in 30 days, though most days are nothing."""
    found = forecast([0.0, 0, 0, 50, 0, 0, 0, 0, 0, 0] * 6, 30)

    assert found.method == "run-rate"
    assert found.total == pytest.approx(150, rel=0.15)


def test_sparse_spending_is_uncertain_within_reason() -> None:
    """Purchases on one day of seven: the total is uncertain by some times itself, not hundreds."""
    chance = random.Random(5)
    bought = [chance.expovariate(0.01) if chance.random() < 1 / 7 else 0.0 for _ in range(56)]
    low, middle, high = _quantiles(forecast(bought, 30))

    assert low == 0
    assert 1.3 * middle < high < 6 * middle


@pytest.mark.parametrize("seed", range(8))
def test_spending_is_never_less_than_nothing(seed: int) -> None:
    """Whatever was bought now and then, no day and no total is expected to give money back."""
    chance = random.Random(seed)
    bought = [chance.expovariate(0.01) if chance.random() < 1 / 7 else 0.0 for _ in range(56)]
    found = forecast(bought, 30)

    assert min(*found.path, *found.totals) >= 0
    for p in (0.1, 0.9):
        sums = found.cumulated(p)
        assert sums
        assert list(sums) == sorted(sums)
        assert sums[0] >= 0
        assert sums[-1] == pytest.approx(found.quantile(p), abs=1e-9)


def test_history_begins_with_the_first_spending() -> None:
    """Fifty days of nothing and seven of 5 dollars are seven days of history."""
    found = forecast([0.0] * 50 + [5.0] * 7, 30)

    assert found.certainty == "insufficient"
    assert found.total == pytest.approx(150)


def test_unknown_days_are_no_evidence() -> None:
    """Days without data neither lower the forecast nor count as history."""
    values: list[float | None] = [5.0] * 42
    holes = [None if day % 9 == 0 else value for day, value in enumerate(values)]

    assert forecast(holes, 30).total == pytest.approx(150)
    assert forecast([5.0] * 10 + [None] * 10, 30).certainty == "insufficient"


def test_a_method_that_loses_gives_way() -> None:
    """Of a week that rises by a fifth each week the last week again is closer than three weeks'
    average, so that is what is expected.
    """
    rising = [1.2 ** (day // 7) * WEEK[day % 7] for day in range(27)]
    found = forecast(rising, 7)

    assert found.method == "seasonal-naive"
    assert found.path == pytest.approx(rising[-7:])


def test_credits_are_borne() -> None:
    """Days on which more was refunded than spent are numbers like others."""
    found = forecast([*_spending(20), -500.0, *_spending(20)], 30)

    low, _, high = _quantiles(found)
    assert low < high


@pytest.mark.parametrize("season", [24, 168])
def test_hours_have_their_season(season: int) -> None:
    """Four weeks of hours with quiet nights: the next day has them too."""
    chance = random.Random(3)
    hours = [
        (10.0 if hour % 24 > 7 else 1.0) * chance.lognormvariate(0, 0.1) for hour in range(672)
    ]
    found = forecast(hours, 24, season=season)

    assert found.certainty == "normal"
    assert found.weekdays == ()
    assert max(found.path[:8]) < min(found.path[8:]) / 3
    assert found.total == pytest.approx(8 * 1 + 16 * 10, rel=0.1)


def test_equal_inputs_have_equal_forecasts() -> None:
    """Nothing is drawn by chance."""
    assert forecast(_spending(56), 30) == forecast(_spending(56), 30)


@pytest.mark.parametrize(("horizon", "season"), [(0, 7), (30, 1)])
def test_no_steps_are_refused(horizon: int, season: int) -> None:
    """A horizon or a season without steps is a mistake."""
    with pytest.raises(InputError, match="no forecast of"):
        forecast([1.0], horizon, season=season)


def test_values_and_probabilities_are_checked() -> None:
    """What is no number, and no probability, is refused by name."""
    with pytest.raises(InputError, match="value 1 of the series is nan"):
        forecast([1.0, float("nan")], 3)
    with pytest.raises(InputError, match="80 is no probability"):
        forecast([1.0] * 40, 3).quantile(80)


@given(st.lists(st.one_of(st.none(), st.floats(-1e3, 1e9)), max_size=45), st.integers(1, 40))
def test_any_series_has_a_sane_forecast(values: list[float | None], horizon: int) -> None:
    """Whatever was spent, scenarios are sorted and finite, and probabilities lie within 0 and 1."""
    found = forecast(values, horizon)

    assert isinstance(found, Forecast)
    assert list(found.totals) == sorted(found.totals)
    assert all(abs(value) < float("inf") for value in (*found.path, *found.totals))
    chance = found.probability_above(1000.0)
    assert chance is None or 0 <= chance <= 1
