"""queries/sums_of.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_records_are_counted_with_the_calls_that_they_stand_for() -> None:
    """Two sums of 3 and 4 calls are 7; none are 0."""
    two = {"these": "SELECT * FROM (VALUES (3), (4)) AS t(requests)"}

    assert rows_of("sums_of", two, calls="these") == [(2, 7)]
    assert rows_of("sums_of", two, calls="(SELECT * FROM these WHERE requests > 4)") == [(0, 0)]
