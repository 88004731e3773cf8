"""The company's world."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tokenomics.demo.company import (
    FEATURES,
    HOURS,
    STAFF,
    dice,
    moment,
    tokens,
    volume,
    within,
    world,
)
from tokenomics.records.errors import InputError


@pytest.mark.parametrize("month", ["2026-07", "2026-12", "2026-13", "august", "2026-8"])
def test_a_month_without_known_prices_is_refused(month: str) -> None:
    """The error names the month and the months that work."""
    with pytest.raises(InputError, match=f"'{month}': choose from 2026-08 to 2026-11"):
        world(seed=1, month=month)


@pytest.mark.parametrize("size", [0, -1.5])
def test_a_size_of_nothing_is_refused(size: float) -> None:
    """A company needs some traffic."""
    with pytest.raises(InputError, match="give a number above 0"):
        world(seed=1, size=size)


def test_a_month_has_its_days() -> None:
    """September's thirty midnights, and work that runs on is held in the month."""
    company = world(seed=1, month="2026-09")

    assert len(company.days) == 30
    assert company.days[-1] == datetime(2026, 9, 30, tzinfo=UTC)
    assert within(company, company.end) == company.end - timedelta(microseconds=1)


def test_every_feature_has_staff_and_hours() -> None:
    """No feature refers to a team or a rhythm that is not there."""
    assert {feature.team for feature in FEATURES} == set(STAFF)
    assert {feature.hours for feature in FEATURES} == set(HOURS)
    assert {len(weights) for weights in HOURS.values()} == {24}


def test_volume_grows_and_rests() -> None:
    """The month's last Friday is busier than its first, its Saturdays are quiet."""
    company = world(seed=1, size=10)
    rng = dice(company, "test")

    def on(day: int) -> int:
        return volume(rng, company, company.days[day - 1], base=100, weekend=0.1)

    assert on(7) in {1072, 1073}  # 1000 x (1 + 6 x 0.012)
    assert on(28) in {1324, 1325}  # 1000 x (1 + 27 x 0.012)
    assert on(1) == 100  # 1000 x 0.1 on Saturday the first


def test_chance_is_the_seeds() -> None:
    """Equal seed and name repeat; another name does not."""
    company = world(seed=1)
    draws = [dice(company, name).random() for name in ("a", "a", "b")]

    assert draws[0] == draws[1] != draws[2]


def test_office_work_happens_in_office_hours() -> None:
    """Nothing falls on an hour without weight."""
    company = world(seed=1)
    rng = dice(company, "test")
    hours = {moment(rng, company.start, "office").hour for _ in range(300)}

    assert hours <= set(range(6, 21))


def test_tokens_have_bounds() -> None:
    """At least one token and at most twelve medians."""
    rng = dice(world(seed=1), "test")
    drawn = [tokens(rng, 5, 3.0) for _ in range(500)]

    assert min(drawn) == 1
    assert max(drawn) == 60
