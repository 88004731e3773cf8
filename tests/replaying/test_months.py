"""How many months a period has."""

from __future__ import annotations

from fractions import Fraction
from zoneinfo import ZoneInfo

from tokenomics.replaying.months import months
from tokenomics.timezones import parse_instant


def _months(since: str, until: str, tz: str = "UTC") -> Fraction:
    local = ZoneInfo(tz)
    return months(parse_instant(since, local), parse_instant(until, local), local)


def test_a_whole_month_is_one_however_long_it_is() -> None:
    """February and August."""
    assert _months("2026-02-01", "2026-03-01") == 1
    assert _months("2026-08-01", "2026-09-01") == 1


def test_parts_are_parts_of_their_own_months() -> None:
    """15 of 31 days of August, and 15 of 30 of September."""
    found = _months("2026-08-17", "2026-09-16")

    assert found == Fraction(15, 31) + Fraction(15, 30)


def test_parts_of_a_period_sum_to_it() -> None:
    """Cut anywhere, it is as long."""
    start, cut, end = "2026-01-03", "2026-02-14T07:00", "2026-05-30"

    assert _months(start, cut) + _months(cut, end) == _months(start, end)


def test_months_are_those_of_the_zone() -> None:
    """October has an hour more in Berlin: from its midnight to the next one it is one month."""
    found = _months("2026-10-01", "2026-11-01", "Europe/Berlin")

    assert found == 1
