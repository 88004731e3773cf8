"""queries/distinct.sql by hand."""

from __future__ import annotations

from support.tables import is_unique, rows_of

CALLS = """SELECT * FROM (VALUES ('a', 'u'), ('a', 'u'), ('a', 'v'), ('b', 'u'), ('b', NULL))
    AS t(d0, counted)"""


def test_people_are_counted_once_a_group() -> None:
    """Two in a, one in b, and two altogether; a missing one is none."""
    rows = rows_of(
        "distinct", {"c": CALLS}, dimensions="calls.d0,", calls="c", grouping="GROUP BY calls.d0"
    )

    assert sorted(rows) == [("a", 2), ("b", 1)]
    assert is_unique(rows, 1)
    assert rows_of("distinct", {"c": CALLS}, dimensions="", calls="c", grouping="") == [(2,)]
