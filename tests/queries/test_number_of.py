"""queries/number_of.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_records_are_counted() -> None:
    """Two, and none."""
    two = {"these": "SELECT * FROM (VALUES (1), (2)) AS t(n)"}

    assert rows_of("number_of", two, calls="these") == [(2,)]
    assert rows_of("number_of", two, calls="(SELECT * FROM these WHERE n > 2)") == [(0,)]
