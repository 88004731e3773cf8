"""queries/task_counts.sql by hand."""

from __future__ import annotations

from support.tables import is_unique, rows_of

VERDICTS = """SELECT * FROM (VALUES ('f', 'success'), ('f', 'success'), ('f', 'open'), ('g', 'open'),
    ('h', 'open')) AS t(said0, verdict)"""


def test_chosen_tasks_are_counted_by_group_and_verdict() -> None:
    """Two successes of f and one open task of f and g each; h is not asked for."""
    rows = rows_of(
        "task_counts", {"v": VERDICTS}, dimensions="tasks.d0,", columns="chosen.said0 AS d0,",
        verdicts="v", conditions="chosen.said0 <> 'h'",
    )  # fmt: skip

    assert sorted(rows) == [("f", "open", 1), ("f", "success", 2), ("g", "open", 1)]
    assert is_unique(rows, 2)
