"""queries/evidence_calls.sql by hand."""

from __future__ import annotations

from support.tables import is_unique, rows_of

CALLS = """SELECT * FROM (VALUES (0, 'f', 'p', 'm', 0, 'a'), (0, 'f', 'p', 'm', 1, 'a'),
    (0, 'f', 'p', 'm', 0, NULL), (1, NULL, 'p', NULL, NULL, 'z'))
    AS t(picked, feature, provider, model, band, task)"""
TASKS = "SELECT * FROM (VALUES ('a', 2)) AS t(task, band)"


def test_calls_are_of_the_band_of_their_task_or_of_their_own() -> None:
    """Two of task `a`, one of its own band, and one of which nothing is known."""
    rows = rows_of(
        "evidence_calls", {"c": CALLS, "t": TASKS}, calls="c", tasks="t", values="count(*) AS n"
    )

    assert set(rows) == {
        (0, "f", "p", "m", 2, 2),
        (0, "f", "p", "m", 0, 1),
        (1, None, "p", None, None, 1),
    }
    assert is_unique(rows, 5)
