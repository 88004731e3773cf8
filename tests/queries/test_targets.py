"""queries/targets.sql by hand."""

from __future__ import annotations

from support.tables import is_unique, rows_of

CALLS = """SELECT * FROM (VALUES ('s1', 'a'), ('s1', 'a'), ('s2', 'a'), ('s2', 'b'), ('s3', 'c'),
    ('s4', NULL)) AS t(id, task)"""
OUTCOMES = """SELECT * FROM (VALUES ('session', 's1'), ('session', 's2'), ('session', 's4'),
    ('trace', 's3')) AS t(target_kind, target_id)"""


def test_only_what_is_one_task_s_alone_is_that_task() -> None:
    """s2 is of two tasks, s4 of none, and of s3 another kind is judged."""
    tables = {"c": CALLS, "o": OUTCOMES}
    rows = rows_of("targets", tables, kind="'session'", calls="c", outcomes="o")

    assert rows == [("session", "s1", "a")]
    assert is_unique(rows, 2)
