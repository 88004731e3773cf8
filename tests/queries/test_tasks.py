"""queries/tasks.sql by hand."""

from __future__ import annotations

from support.tables import is_unique, rows_of

CALLS = """SELECT * FROM (VALUES ('a', 1, NULL), ('a', 2, 'late'), ('a', 3, 'later'), ('b', 5, 'x'),
    (NULL, 9, 'y')) AS t(task, ts, d0)"""
FIRST = """struct_extract(min(struct_pack(at := calls.ts, said := calls.d0))
    FILTER (WHERE calls.d0 IS NOT NULL), 'said') AS d0,"""


def test_a_task_says_what_its_first_call_says_that_says_it() -> None:
    """The second call of a is the first that states anything; a call of no task is of none."""
    rows = rows_of("tasks", {"c": CALLS}, calls="c", firsts=FIRST)

    assert sorted(rows) == [("a", "late", 1, 3), ("b", "x", 5, 5)]
    assert is_unique(rows, 1)
