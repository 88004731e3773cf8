"""queries/task_successes.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_only_tasks_that_are_chosen_and_succeeded_are_listed() -> None:
    """One failed, one is of another period."""
    verdicts = "SELECT * FROM (VALUES ('a', 'success', 1), ('b', 'failure', 1), ('c', 'success', 2)) AS t(task, verdict, period)"
    rows = rows_of(
        "task_successes",
        {"verdicts": verdicts},
        verdicts="verdicts",
        conditions="chosen.period = 1",
    )

    assert rows == [("a",)]
