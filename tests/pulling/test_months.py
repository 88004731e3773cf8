"""Months that are fetched."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tokenomics.pulling.months import Month, is_settled, months


def test_months_are_whole_but_for_the_last_one() -> None:
    """From the month of a day on, up to and without another day."""
    assert list(months(date(2026, 11, 20), date(2027, 1, 3))) == [
        Month(date(2026, 11, 1), date(2026, 12, 1)),
        Month(date(2026, 12, 1), date(2027, 1, 1)),
        Month(date(2027, 1, 1), date(2027, 1, 3)),
    ]
    assert list(months(date(2026, 11, 1), date(2026, 11, 1))) == []


@pytest.mark.parametrize(("day", "settled"), [(30, False), (31, True)])
def test_a_month_is_settled_thirty_days_after_its_end(day: int, settled: bool) -> None:
    """October's days may change up to the 30th of November; one that was never fetched may be anything."""
    october = Month(date(2026, 10, 1), date(2026, 11, 1))
    at = datetime(2026, 12, 1, tzinfo=UTC) if settled else datetime(2026, 11, day, tzinfo=UTC)

    assert october.name == "2026-10"
    assert is_settled(october, {"2026-10": at}) is settled
    assert not is_settled(october, {})
