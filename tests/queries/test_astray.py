"""queries/astray.sql by hand."""

from __future__ import annotations

from support.tables import rows_of

OUTCOMES = """SELECT * FROM (VALUES ('task', 'a'), ('task', 'gone'), ('session', 'a'))
    AS t(target_kind, target_id)"""
TARGETS = "SELECT 'task' AS kind, 'a' AS id, 'A' AS task"


def test_judgements_of_no_task_are_counted() -> None:
    """The kind counts as well as the id."""
    assert rows_of("astray", {"o": OUTCOMES, "t": TARGETS}, outcomes="o", targets="t") == [(2,)]
