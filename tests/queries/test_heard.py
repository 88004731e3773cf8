"""queries/heard.sql by hand."""

from __future__ import annotations

from support.tables import is_unique, rows_of

OUTCOMES = """SELECT * FROM (VALUES
    ('task', 'a', 'outcome', 1, 1, 'Failure', NULL), ('task', 'a', 'outcome', 2, 1, 'Success', NULL),
    ('task', 'a', 'score', 1, 1, NULL, 0.5), ('task', 'gone', 'outcome', 1, 1, 'success', NULL))
    AS t(target_kind, target_id, name, ts, observed_at, label, value)"""
TARGETS = "SELECT 'task' AS kind, 'a' AS id, 'A' AS task"


def test_the_latest_of_each_name_is_heard() -> None:
    """The success came after the failure; what is about no task is not heard."""
    rows = rows_of("heard", {"o": OUTCOMES, "t": TARGETS}, outcomes="o", targets="t")
    said = sorted((task, name, label, value) for task, name, _, label, value in rows)

    assert [row[:3] for row in said] == [("A", "outcome", "success"), ("A", "score", None)]
    assert float(said[1][3]) == 0.5
    assert is_unique(rows, 2)
