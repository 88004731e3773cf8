"""queries/filters.sql by hand."""

from __future__ import annotations

from support.tables import rows_of

ROWS = "SELECT * FROM (VALUES (true, false), (NULL, NULL)) AS t(f0, f1)"


def test_each_filter_is_judged_by_itself() -> None:
    """Two records: one matches the first filter, none the second."""
    tests = "coalesce(bool_or(calls.f0), false), coalesce(bool_or(calls.f1), false)"

    assert rows_of("filters", {"r": ROWS}, tests=tests, calls="r") == [(2, True, False)]
    none = "(SELECT * FROM r WHERE f1)"
    assert rows_of("filters", {"r": ROWS}, tests=tests, calls=none) == [(0, False, False)]
