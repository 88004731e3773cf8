"""Periods of a time zone in SQL against the standard library."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokenomics import timezones
from tokenomics.engine import connect
from tokenomics.records.errors import ConfigError

ZONES = ("UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca")
_SPAN = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))
_seconds = st.integers(0, int((_SPAN[1] - _SPAN[0]).total_seconds()))


@settings(max_examples=60, deadline=None)
@given(tz=st.sampled_from(ZONES), seconds=_seconds)
def test_days_weeks_and_months_are_those_of_the_wall(tz: str, seconds: int) -> None:
    """SQL arithmetic agrees with the time zone database at any instant."""
    at = _SPAN[0] + timedelta(seconds=seconds)
    local = at.astimezone(ZoneInfo(tz))
    pieces = timezones.stretches(ZoneInfo(tz), at - timedelta(days=200), at + timedelta(days=200))
    parts = ", ".join(
        make("ts", pieces)
        for make in (timezones.day_sql, timezones.week_sql, timezones.month_sql, timezones.hour_sql)
    )
    with connect() as con:
        found = con.execute(f"SELECT {parts} FROM (SELECT $at::TIMESTAMPTZ AS ts)", {"at": at})
        day, week, month, hour = found.fetchall()[0]

    monday = local.date() - timedelta(days=local.weekday())
    assert timezones.day_label(day) == local.date().isoformat()
    assert timezones.day_label(week) == monday.isoformat()
    assert timezones.month_label(month) == f"{local:%Y-%m}"
    start = local.replace(minute=0, second=0)
    assert timezones.from_micros(hour) == at - (local - start)


def test_a_change_of_the_clock_is_found_to_the_second() -> None:
    """New York leaves summer time on 2026-11-01 at 06:00 UTC."""
    first, last = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)

    assert timezones.stretches(ZoneInfo("America/New_York"), first, last) == (
        (datetime(2026, 11, 1, 6, tzinfo=UTC), timedelta(hours=-4)),
        (None, timedelta(hours=-5)),
    )


def test_the_last_representable_day_ends_the_search() -> None:
    """Records at the end of time do not break a report."""
    end = datetime.max.replace(tzinfo=UTC)

    assert timezones.stretches(ZoneInfo("UTC"), end - timedelta(days=3), end)[-1].until is None


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-11", datetime(2026, 10, 31, 23, tzinfo=UTC)),
        ("2026-11-02", datetime(2026, 11, 1, 23, tzinfo=UTC)),
        ("2026-11-02T10:00", datetime(2026, 11, 2, 9, tzinfo=UTC)),
        ("2026-11-02T10:00:00Z", datetime(2026, 11, 2, 10, tzinfo=UTC)),
    ],
)
def test_dates_are_read_in_the_zone(text: str, at: datetime) -> None:
    """Without an offset a date means the report's time zone."""
    assert timezones.parse_instant(text, ZoneInfo("Europe/Berlin")) == at


@pytest.mark.parametrize("text", ["tomorrow", "2026-13", "02.11.2026", ""])
def test_what_is_no_date_is_refused(text: str) -> None:
    """The message shows how to write one."""
    with pytest.raises(ConfigError, match="is no date and no instant: write 2026-11-02"):
        timezones.parse_instant(text, ZoneInfo("UTC"))


@pytest.mark.parametrize("text", ["9999-12-31", "9999-12-31T23:59:59.999999Z", "0001-01-01", "0001-01"])  # fmt: skip
def test_the_ends_of_all_dates_are_refused(text: str) -> None:
    """A zone, a day before or a month after them is no date any more; a year further in each is one."""
    with pytest.raises(ConfigError, match="is at the end of all dates"):
        timezones.parse_instant(text, ZoneInfo("Europe/Berlin"))
    for year in ("0002", "9998"):
        timezones.parse_instant(f"{year}{text[4:]}", ZoneInfo("Pacific/Kiritimati"))


def test_an_unknown_zone_names_the_nearest() -> None:
    """A misspelt zone is corrected."""
    with pytest.raises(ConfigError, match="did you mean 'Europe/Berlin'"):
        timezones.zone("Europe/Berlni")


def test_labels_reach_back_to_the_first_day() -> None:
    """Day 0 is the first day of the calendar, and a Monday."""
    assert timezones.day_label(0) == "0001-01-01"
    assert date(1, 1, 1).weekday() == 0


def test_the_zone_of_this_machine(tmp_path: Path) -> None:
    """The environment tells it, else where the clock leads to; what is no zone is UTC."""
    clock = tmp_path / "localtime"
    clock.symlink_to("/usr/share/zoneinfo/Asia/Kolkata")

    assert timezones.local_zone({"TZ": ":Europe/Berlin"}, clock) == "Europe/Berlin"
    assert timezones.local_zone({}, clock) == "Asia/Kolkata"
    assert timezones.local_zone({"TZ": "CET-1CEST"}, clock) == "UTC"
    assert timezones.local_zone({"TZ": "Etc/UTC"}, clock) == "UTC"
    assert timezones.local_zone({}, tmp_path / "none") == "UTC"


def test_a_day_begins_at_its_midnight_or_where_the_clock_is_set_forward() -> None:
    """In Berlin at 23:00 UTC of the day before; in Havana 8 March 2026 began at 01:00, 05:00 UTC."""
    berlin, havana = ZoneInfo("Europe/Berlin"), ZoneInfo("America/Havana")

    assert timezones.midnight(berlin, date(2026, 1, 2)) == datetime(2026, 1, 1, 23, tzinfo=UTC)
    assert timezones.midnight(havana, date(2026, 3, 8)) == datetime(2026, 3, 8, 5, tzinfo=UTC)


def test_a_month_is_named_by_its_year_and_number() -> None:
    """December's next is January; a word, a day, a thirteenth month and one without a next are none."""
    assert timezones.month_named("2026-12") == (date(2026, 12, 1), date(2027, 1, 1))
    for text in ("9999-12", "2026-13", "2026-1", "October", "2026-10-01"):
        with pytest.raises(ConfigError, match="is no month: write it like 2026-10"):
            timezones.month_named(text)
