"""queries/touched_successes.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_a_task_is_touched_once_however_many_of_its_calls_are() -> None:
    """Of three successes one has two such calls; a call of no success counts for nothing."""
    rows = rows_of(
        "touched_successes",
        {
            "successes": "SELECT * FROM (VALUES ('a'), ('b'), ('c')) AS t(task)",
            "calls": "SELECT * FROM (VALUES ('a'), ('a'), ('x')) AS t(task)",
        },
        successes="successes",
        calls="calls",
    )

    assert rows == [(3, 1)]
