"""queries/verdicts.sql by hand."""

from __future__ import annotations

from support.tables import is_unique, rows_of

TASKS = """SELECT * FROM (VALUES ('won', 1, 1), ('lost', 1, 1), ('young', 1, 9), ('old', 1, 1))
    AS t(task, first, last)"""
HEARD = """SELECT * FROM (VALUES ('won', 'outcome', 'yes'), ('lost', 'outcome', 'no'))
    AS t(task, name, latest)"""


def test_a_task_without_a_judgement_is_open_or_unknown() -> None:
    """Open while it is young; each has the instant by which it counts."""
    rows = rows_of(
        "verdicts", {"t": TASKS, "h": HEARD}, tasks="t", heard="h", columns="",
        judgements="max(CASE WHEN heard.name = 'outcome' THEN heard.latest END) AS j0",
        holds="judged.j0 = 'yes'", is_awaited="tasks.last > 5", unknown="'unknown'", counts_at="tasks.last",
    )  # fmt: skip

    assert {row[0]: row[-1] for row in rows} == {
        "won": "success", "lost": "failure", "young": "open", "old": "unknown",
    }  # fmt: skip
    assert {row[0]: row[1] for row in rows} == {"won": 1, "lost": 1, "young": 9, "old": 1}
    assert is_unique(rows, 1)
