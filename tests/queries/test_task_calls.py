"""queries/task_calls.sql by hand."""

from __future__ import annotations

from support.tables import rows_of

CALLS = "SELECT * FROM (VALUES ('r1', 'a'), ('r2', 'b'), ('r3', NULL)) AS t(record_id, session_id)"
VERDICTS = """SELECT * FROM (VALUES ('a', 'f', 7, 'success'), ('b', 'g', 8, 'open'))
    AS t(task, said0, counts_at, verdict)"""


def test_a_call_has_the_columns_of_its_task_where_that_is_asked_for() -> None:
    """Of b nothing is asked, and the third call is of no task at all."""
    rows = rows_of(
        "task_calls", {"c": CALLS, "v": VERDICTS}, columns="records.record_id",
        said="verdicts.said0,", relation="c", verdicts="v", task="records.session_id",
        conditions="chosen.said0 = 'f'",
    )  # fmt: skip

    assert sorted(rows) == [
        ("r1", "a", "f", 7, "success", None),
        ("r2", None, None, None, None, None),
        ("r3", None, None, None, None, "none"),
    ]
