"""queries/evidence_tasks.sql by hand."""

from __future__ import annotations

from support.tables import is_unique, rows_of

VERDICTS = """SELECT * FROM (VALUES ('a', 'f', 'p', 'm', 'success', 1), ('b', 'f', 'p', 'm', 'failure', 9))
    AS t(task, said0, said1, said2, verdict, counts_at)"""
CALLS = """SELECT * FROM (VALUES ('a', 10, 'm'), ('a', 30, 'n'), ('b', 20, 'm'), (NULL, 99, 'm'))
    AS t(task, size, model)"""


def test_a_task_is_as_large_as_its_largest_call() -> None:
    """30 of `a`, which two models worked on; `b` is of another period."""
    rows = rows_of(
        "evidence_tasks", {"v": VERDICTS, "c": CALLS}, verdicts="v", calls="c",
        feature="said0", provider="said1", model="said2", due="chosen.counts_at < 5",
        band="sized.size",
    )  # fmt: skip

    assert sorted(rows) == [
        ("a", "f", "p", "m", "success", True, 30, True),
        ("b", "f", "p", "m", "failure", False, 20, False),
    ]
    assert is_unique(rows, 1)
