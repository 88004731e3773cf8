"""Days and hours of a time zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tokenomics.projection.steps import ends, steps, weekday

ZONES = ("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu")
INSTANTS = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def test_a_day_has_25_hours_when_clocks_go_back() -> None:
    """25 October 2026 in Berlin begins at 22:00 UTC and ends at 23:00 UTC of the next evening."""
    (day,) = steps("day", datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC), "Europe/Berlin")  # fmt: skip

    assert (day.label, day.end - day.start) == ("2026-10-25", timedelta(hours=25))
    assert day.start == datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert weekday(day, "Europe/Berlin") == 6


def test_hours_are_those_of_the_zone() -> None:
    """Kathmandu is 5:45 ahead, so its hours begin at a quarter past in UTC."""
    first = datetime(2026, 11, 2, 0, 20, tzinfo=UTC)
    found = steps("hour", first, first + timedelta(hours=1), "Asia/Kathmandu")

    assert [step.label for step in found] == ["2026-11-02T06:00+05:45", "2026-11-02T07:00+05:45"]


def test_what_is_left_of_a_step() -> None:
    """At six in the morning three quarters of a day of 24 hours are left, all before it, none after it."""
    day = steps("day", datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 3, tzinfo=UTC), "UTC")[0]  # fmt: skip

    assert day.share_after(datetime(2026, 11, 2, 6, tzinfo=UTC)) == 0.75
    assert day.share_after(datetime(2026, 11, 1, tzinfo=UTC)) == 1.0
    assert day.share_after(datetime(2026, 11, 9, tzinfo=UTC)) == 0.0


@given(INSTANTS, st.integers(1, 24 * 9), st.sampled_from(ZONES), st.sampled_from(["day", "hour"]))
def test_steps_tile_time(first: datetime, hours: int, tz: str, length: str) -> None:
    """Each begins where the one before ends, the first holds the first instant, the last the last."""
    last = first + timedelta(hours=hours)
    found = steps(length, first, last, tz)  # type: ignore[arg-type]

    assert all(a.end == b.start for a, b in pairwise(found))
    start, end = ends(found)
    assert start <= first < found[0].end
    assert found[-1].start < last <= end


def test_no_time_has_no_steps() -> None:
    """From midnight up to the same midnight there is no day."""
    midnight = datetime(2026, 11, 2, tzinfo=UTC)

    assert steps("day", midnight, midnight, "UTC") == ()
    assert steps("hour", midnight, midnight, "UTC") == ()
