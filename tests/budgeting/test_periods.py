"""Periods of budgets: by hand around clock changes, and laws for any zone and instant."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenomics.budget_config import UNITS
from tokenomics.budgeting.periods import (
    Cycle,
    Period,
    before,
    label,
    local_day,
    period_of,
    periods,
)
from tokenomics.timezones import midnight

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
ZULU = ZoneInfo("UTC")
# Half hours, half-hour clock changes, a day that never was, clocks put back over midnight.
ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe",
    "Pacific/Apia", "America/St_Johns", "America/Sao_Paulo", "Africa/Casablanca", "America/Havana",
)  # fmt: skip


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("cycle", "start", "end", "name"),
    [
        (Cycle("hour", ZULU), "2026-11-15T12:00", "2026-11-15T13:00", "2026-11-15 12:00"),
        (Cycle("day", ZULU), "2026-11-15T00:00", "2026-11-16T00:00", "2026-11-15"),
        (Cycle("week", ZULU), "2026-11-09T00:00", "2026-11-16T00:00", "2026-11-09 to 2026-11-15"),
        (Cycle("month", ZULU), "2026-11-01T00:00", "2026-12-01T00:00", "2026-11"),
        (Cycle("month", ZULU, day=20), "2026-10-20T00:00", "2026-11-20T00:00", "2026-10-20 to 2026-11-19"),
        (Cycle("quarter", ZULU), "2026-10-01T00:00", "2027-01-01T00:00", "2026-10-01 to 2026-12-31"),
        (Cycle("quarter", ZULU, month=2), "2026-11-01T00:00", "2027-02-01T00:00", "2026-11-01 to 2027-01-31"),
        (Cycle("year", ZULU), "2026-01-01T00:00", "2027-01-01T00:00", "2026-01-01 to 2026-12-31"),
        (Cycle("year", ZULU, month=4, day=6), "2026-04-06T00:00", "2027-04-06T00:00", "2026-04-06 to 2027-04-05"),
        (Cycle("year", ZULU, month=12), "2025-12-01T00:00", "2026-12-01T00:00", "2025-12-01 to 2026-11-30"),
        (Cycle("rolling", ZULU, days=28), "2026-10-19T00:00", "2026-11-16T00:00", "2026-10-19 to 2026-11-15"),
        (Cycle("month", BERLIN), "2026-10-31T23:00", "2026-11-30T23:00", "2026-11"),
    ],
)  # fmt: skip
def test_the_period_of_an_instant(cycle: Cycle, start: str, end: str, name: str) -> None:
    """Sunday, 15 November 2026, 12:30 UTC: the period that it lies in, and its name."""
    period = period_of(cycle, _at("2026-11-15T12:30"))

    assert period == Period(_at(start), _at(end))
    assert label(cycle, period) == name


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)]
)
def test_days_have_the_hours_that_the_clock_gives_them(day: str, hours: int) -> None:
    """In Berlin an hour is left out on 29 March, and repeated on 25 October."""
    period = period_of(Cycle("day", BERLIN), _at(f"{day}T12:00"))

    assert period.end - period.start == timedelta(hours=hours)
    assert len(periods(Cycle("hour", BERLIN), *period)) == hours


def test_the_repeated_hour_is_two() -> None:
    """25 October, 02:30 in Berlin happens at 00:30 and at 01:30 UTC: each has its own hour."""
    cycle = Cycle("hour", BERLIN)

    assert period_of(cycle, _at("2026-10-25T00:30")).start == _at("2026-10-25T00:00")
    assert period_of(cycle, _at("2026-10-25T01:30")).start == _at("2026-10-25T01:00")


def test_a_clock_that_moves_half_an_hour_cuts_an_hour() -> None:
    """On Lord Howe 02:00 became 01:30 on 5 April 2026, at 15:00 UTC of the day before."""
    cycle = Cycle("hour", ZoneInfo("Australia/Lord_Howe"))

    assert period_of(cycle, _at("2026-04-04T15:10")) == Period(
        _at("2026-04-04T15:00"), _at("2026-04-04T15:30")
    )


def test_a_day_without_a_midnight_begins_with_its_clock() -> None:
    """In Havana 8 March 2026 began at 01:00, which is 05:00 UTC."""
    assert local_day(ZoneInfo("America/Havana"), _at("2026-03-08T05:00")) == date(2026, 3, 8)


def test_a_day_that_never_was() -> None:
    """Samoa went from 29 to 31 December 2011: the days meet at 10:00 UTC of the 30th."""
    cycle = Cycle("day", ZoneInfo("Pacific/Apia"))
    period = period_of(cycle, _at("2011-12-30T10:00"))

    assert label(cycle, period) == "2011-12-31"
    assert label(cycle, before(cycle, period)) == "2011-12-29"


def test_the_period_before() -> None:
    """March follows a February of 28 days; rolling days follow as many others."""
    march = period_of(Cycle("month", ZULU), _at("2026-03-10T00:00"))
    rolling = Cycle("rolling", ZULU, days=7)
    week = period_of(rolling, _at("2026-03-10T00:00"))

    assert before(Cycle("month", ZULU), march) == Period(
        _at("2026-02-01T00:00"), _at("2026-03-01T00:00")
    )
    assert before(rolling, week) == Period(_at("2026-02-25T00:00"), _at("2026-03-04T00:00"))


@pytest.mark.parametrize(
    ("at", "share"),
    [("2026-11-16T00:00", (1, 2)), ("2026-10-01T00:00", (0, 1)), ("2027-01-01T00:00", (1, 1))],
)
def test_how_much_of_a_period_is_over(at: str, share: tuple[int, int]) -> None:
    """After 15 of November's 30 days a half; nothing before it, all of it afterwards."""
    november = period_of(Cycle("month", ZULU), _at("2026-11-10T00:00"))

    assert november.elapsed(_at(at)) == Fraction(*share)


def test_steps_are_days_of_long_periods_and_hours_of_short_ones() -> None:
    """A week has seven days; only steps that begin within the span are told."""
    week = Cycle("week", NEW_YORK)
    found = periods(week.small, *period_of(week, _at("2026-11-04T12:00")))
    hours = periods(Cycle("hour", ZULU), _at("2026-11-04T12:20"), _at("2026-11-04T14:00"))

    assert [local_day(NEW_YORK, each.start).day for each in found] == [2, 3, 4, 5, 6, 7, 8]
    assert [each.start.hour for each in hours] == [13]


INSTANTS = st.datetimes(datetime(1995, 1, 1), datetime(2080, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
CYCLES = st.builds(
    Cycle,
    unit=st.sampled_from(UNITS),
    tz=st.sampled_from(ZONES).map(ZoneInfo),
    month=st.integers(1, 12),
    day=st.integers(1, 28),
)


@given(cycle=CYCLES, at=INSTANTS)
def test_periods_tile_time(cycle: Cycle, at: datetime) -> None:
    """Each instant lies in exactly one period, and the next one begins where it ends."""
    period = period_of(cycle, at)
    following = period_of(cycle, period.end)

    assert period.start <= at < period.end
    assert period_of(cycle, period.start) == period
    assert period_of(cycle, period.end - timedelta(microseconds=1)) == period
    assert following.start == period.end
    assert before(cycle, following) == period


@given(cycle=CYCLES, at=INSTANTS)
def test_steps_tile_a_period(cycle: Cycle, at: datetime) -> None:
    """The first step begins with the period, each where the one before ends, the last ends with it."""
    week = cycle._replace(unit="week") if cycle.step == "day" else cycle
    period = period_of(week, at)
    found = periods(week.small, *period)

    assert found[0].start == period.start
    assert found[-1].end == period.end
    assert [each.end for each in found[:-1]] == [each.start for each in found[1:]]


@given(
    days=st.integers(1, 100),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    at=INSTANTS,
)
def test_rolling_windows_move_by_a_day(days: int, zone: ZoneInfo, at: datetime) -> None:
    """A window ends with the day of the instant; that of the next instant after it is a day on."""
    cycle = Cycle("rolling", zone, days=days)
    period = period_of(cycle, at)
    today = period_of(Cycle("day", zone), at)

    assert period.end == today.end
    assert period.start == midnight(zone, local_day(zone, at) - timedelta(days=days - 1))
    assert before(cycle, period).end == period.start
    assert period_of(cycle, period.end).end > period.end
