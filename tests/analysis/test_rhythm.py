"""The usual course of a series, and what strays from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isclose
from random import Random

import pytest

from tokenomics.analysis.rhythm import DAILY, HOURLY, Course, Pace, Stray

WEEKS = 5


@dataclass
class Seen:
    """A course, and what strayed at which step."""

    course: Course
    strays: dict[int, Stray]


def _seen(values: Iterable[float | None], pace: Pace = DAILY, least: float = 0.0) -> Seen:
    seen = Seen(Course(pace), {})
    for at, value in enumerate(values):
        seen.course.see(value, at % pace.season)
        found = seen.course.stray(least, least)
        if found:
            seen.strays[at] = found
    return seen


def _week(at: int) -> float:
    """Ten on working days, one on the others, and a tenth more in even weeks."""
    return (10.0 if at % 7 < 5 else 1.0) * (1.1 if at // 7 % 2 else 1.0)


def test_a_constant_series_strays_nowhere() -> None:
    """Nothing but a half a day, for ten weeks."""
    assert _seen([0.5] * 70).strays == {}


def test_weekends_are_usual() -> None:
    """A tenth of a working day on Saturdays and Sundays, every week."""
    assert _seen(map(_week, range(70))).strays == {}


def test_what_is_expected_is_the_level_times_the_share_of_the_slot() -> None:
    """Weeks of five tens and two ones come to 52: a Monday is 10 of them, a Sunday 1."""
    course = _seen([10.0 if at % 7 < 5 else 1.0 for at in range(28)]).course

    assert isclose(course.level, 52 / 7)
    assert isclose(course.expected[21] or 0, 10)
    assert isclose(course.expected[27] or 0, 1)


def test_growth_is_followed() -> None:
    """Two percent a day: each day is the same multiple of the week before it, so that none is late."""
    values = [1.02**at for at in range(42)]
    course = _seen(values).course

    assert (course.expected[41] or 0) / values[41] == pytest.approx(1, abs=0.01)
    assert _seen(values).strays == {}


def test_a_spike_strays_and_teaches_nothing() -> None:
    """Three times a Wednesday: what is expected of the next one is what it was before."""
    values = [_week(at) for at in range(49)]
    plain = _seen(values).course.expected[44]
    values[37] *= 4
    seen = _seen(values[:38])
    assert list(seen.strays) == [37]
    assert seen.strays[37] == Stray(1, 44.0, pytest.approx(10.5, abs=0.7), 1)  # pyright: ignore[reportArgumentType]

    seen.course.leave_out(37, 38)
    for at in range(38, 49):
        seen.course.see(values[at], at % 7)
        assert seen.course.stray(0.0, 0.0) is None
    assert seen.course.expected[44] == pytest.approx(plain, rel=0.03)


def test_less_than_what_is_at_stake_is_not_told() -> None:
    """An excess of about thirty dollars where forty are asked for."""
    values = [_week(at) for at in range(38)]
    values[37] *= 4

    assert _seen(values, least=40).strays == {}
    assert list(_seen(values, least=30).strays) == [37]


def test_a_drop_is_told_by_days_only() -> None:
    """A Wednesday of nothing: minus the ten that are usual; hours are not judged for it."""
    values = [_week(at) for at in range(38)]
    values[37] = 0.0

    assert _seen(values).strays[37].sign == -1
    assert _seen(values, DAILY._replace(drops=False)).strays == {}


def test_what_is_not_known_is_not_nothing() -> None:
    """A week without data: no drop, and what is expected afterwards is what was before, ten."""
    values: list[float | None] = [10.0 if at % 7 < 5 else 1.0 for at in range(56)]
    values[42:49] = [None] * 7
    seen = _seen(values)

    assert seen.strays == {}
    assert seen.course.expected[49] == pytest.approx(10)
    assert seen.course.over(42, 49) == (0.0, 0.0)


def test_what_is_forgotten_is_not_known() -> None:
    """Sums of days 21 to 27 without day 22 and 23."""
    course = _seen([1.0] * 28).course
    course.forget(22, 24)

    assert course.over(21, 28) == (5.0, 5.0)
    assert course.actual[22] is None


def test_a_new_level_is_adopted_with_its_weekdays() -> None:
    """Four times as much from day 35 on: after a week all before it counts four times, weekends too."""
    values = [_week(at) * (4 if at >= 35 else 1) for at in range(42)]
    seen = _seen(values[:36])
    course = seen.course
    for at in range(36, 42):
        course.leave_out(35, at)
        course.see(values[at], at % 7)
    course.adopt(35)
    course.see(40.0, 0)
    assert course.expected[42] == pytest.approx(42, rel=0.06)
    for at in range(43, 48):
        course.see(_week(at) * 4, at % 7)
        assert course.stray(0.0, 0.0) is None
    assert course.expected[47] == pytest.approx(4.2, rel=0.1)


def test_a_flow_that_comes_and_goes_tells_so() -> None:
    """Active on one day in seven."""
    assert _seen([5.0 if at % 7 == 2 else 0.0 for at in range(28)]).course.active() == 1 / 7


def test_nothing_is_judged_before_two_weeks() -> None:
    """By days, or before nine days by hours."""
    assert _seen([1.0] * 12 + [100.0]).strays == {}
    assert _seen([1.0] * 200 + [100.0], HOURLY).strays == {}
    assert list(_seen([1.0] * 230 + [100.0], HOURLY).strays) == [230]


def test_what_strayed_before_is_the_measure() -> None:
    """A flow that costs ten times as much every few days does not stray when it does so again."""
    values = [10.0 if at * 7919 % 5 == 0 else 1.0 for at in range(90)]

    assert _seen(values).strays == {}
    values[89] = 200.0
    assert list(_seen(values).strays) == [89]


@pytest.mark.parametrize("scale", [0.001, 1000.0])
def test_the_currency_does_not_matter(scale: float) -> None:
    """All money times a factor: the same steps stray, by as much times it."""
    values = [_week(at) for at in range(60)]
    values[45] *= 4
    plain = _seen(values).strays
    scaled = _seen(value * scale for value in values).strays

    assert list(plain) == list(scaled)
    assert scaled[45].expected == pytest.approx(plain[45].expected * scale)


def test_the_deviations_that_nothing_at_all_would_be() -> None:
    """None where nothing was expected, more the longer it lasts."""
    course = _seen([_week(at) for at in range(36)]).course

    assert course.lacks(1) > 4
    assert _seen([0.0] * 30).course.lacks(5) == 0.0


@pytest.mark.parametrize(("lumps", "is_told"), [(1, False), (20, True)])
def test_three_times_the_usual_is_told_of_many_lumps(lumps: int, is_told: bool) -> None:
    """One call an hour on average, or twenty: three times of two hours are 6 instead of 2 calls, or 120 of 40.

    Counts stray by their root: 6 of 2 are 2 x (root of 6 - root of 2) = 2.1 deviations, 120 of 40 are 9.3.
    """
    rng = Random(7)
    course = Course(HOURLY)
    for hour in range(28 * 24):
        course.see(float(sum(rng.random() < 0.5 for _ in range(2 * lumps))), hour % 168)

    assert course.tells(3, 2) is is_told


@pytest.mark.parametrize("seed", range(5))
def test_what_ends_has_a_level_of_nothing(seed: int) -> None:
    """Weeks of odd amounts, weeks of nothing, then something: no level is negative by what sums leave behind."""
    chance = Random(seed)
    values = [round(chance.random(), 3) for _ in range(21)]

    course = _seen([*values, *[0.0] * 21, 1.0, 2.0]).course

    assert course.level > 0
    assert all(usual is None or usual >= 0 for usual in course.expected)
