"""Tests of the parts of a week that have prices of their own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenomics.books.fields import Place
from tokenomics.books.hours import DAY, WEEK, Hours, contains, hours_at
from tokenomics.records.errors import PriceError

PLACE = Place("book.toml", "")


def _hours(**table: Any) -> Hours:
    return hours_at(PLACE, {"hours": {"peak": table}})["peak"]


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_hours_are_read_by_the_clock_of_their_zone() -> None:
    """Nine in Shanghai is one in UTC; Sunday evening in UTC is already Monday there."""
    hours = _hours(zone="Asia/Shanghai", days=["mon-fri"], daily=["00:00-02:00", "09:00-12:00"])

    assert contains(hours, _at("2026-08-24T01:00"))  # Monday 09:00
    assert not contains(hours, _at("2026-08-24T04:00"))  # Monday 12:00, the first minute after
    assert contains(hours, _at("2026-08-23T16:00"))  # Monday 00:00
    assert not contains(hours, _at("2026-08-22T01:00"))  # Saturday 09:00


def test_a_span_over_midnight_belongs_to_the_day_on_which_it_starts() -> None:
    """From Sunday 16:30 until Monday 00:30, and not in the first half hour of Sunday."""
    hours = _hours(zone="UTC", days="sun", daily=["16:30-00:30"])

    assert contains(hours, _at("2026-08-23T16:30"))
    assert contains(hours, _at("2026-08-24T00:29:59"))
    assert not contains(hours, _at("2026-08-24T00:30"))
    assert not contains(hours, _at("2026-08-23T00:15"))


def test_days_may_go_around_the_end_of_the_week() -> None:
    """From Saturday to Monday are three days."""
    hours = _hours(days="sat-mon", daily=["10:00-11:00"])

    assert [contains(hours, _at(f"2026-08-{day}T10:30")) for day in range(17, 24)] == [
        True, False, False, False, False, True, True,
    ]  # fmt: skip


def test_spans_that_touch_are_one() -> None:
    """A whole week of whole days is one span."""
    assert _hours(daily=["00:00-24:00"]).spans == ((0, WEEK),)
    assert _hours(days="mon", daily=["08:00-10:00", "09:00-12:00"]).spans == ((480, 720),)


@given(
    st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1)),  # noqa: DTZ001
    st.integers(0, DAY - 1),
    st.integers(1, DAY - 1),
)
def test_every_moment_is_in_the_hours_or_in_the_rest_of_the_day(
    moment: datetime, start: int, length: int
) -> None:
    """Daily hours and their complement divide the week."""
    end = (start + length) % DAY
    texts = [f"{m // 60:02}:{m % 60:02}" for m in (start, end)]
    inside, outside = (_hours(daily=[f"{a}-{b}"]) for a, b in (texts, texts[::-1]))
    at = moment.replace(tzinfo=UTC)

    assert contains(inside, at) != contains(outside, at)
    assert contains(inside, at) == contains(inside, at + timedelta(days=1))


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"daily": []}, "daily is missing"),
        ({"daily": ["9-12"]}, "daily = '9-12' must be like 09:00-12:00"),
        ({"daily": ["09:00-09:00"]}, "daily = '09:00-09:00' is no part of a day"),
        ({"daily": ["09:00-24:30"]}, "daily = '09:00-24:30' is no part of a day"),
        ({"daily": ["09:00-12:00"], "days": "mon-fry"}, "days = 'mon-fry' must be like mon-fri"),
        ({"daily": ["09:00-12:00"], "zone": "Asia/Shangai"}, "Asia/Shanghai"),
        ({"daily": ["09:00-12:00"], "dayly": "x"}, "daily"),
    ],
)
def test_what_is_no_part_of_a_week_is_refused(table: dict[str, Any], message: str) -> None:
    """The error names the hours and says how to write them."""
    with pytest.raises(PriceError, match=r"book\.toml: hours 'peak'") as caught:
        _hours(**table)

    assert message in str(caught.value)
