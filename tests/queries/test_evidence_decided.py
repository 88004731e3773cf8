"""queries/evidence_decided.sql by hand."""

from __future__ import annotations

from support.tables import rows_of

CALLS = """SELECT * FROM (VALUES (1, 'a', 'f', 'p', 'm', 0), (2, NULL, 'f', 'p', 'm', 0),
    (3, NULL, 'f', 'p', 'm', 2), (4, NULL, 'f', 'q', 'm', 2))
    AS t(n, task_id, feature, provider, model_served, size)"""
TASKS = "SELECT * FROM (VALUES ('a', 2)) AS t(task, band)"
DECISIONS = """SELECT * FROM (VALUES (0, 'f', 'p', 'm', NULL, 7))
    AS t(picked, feature, provider, model, d0, d2)"""


def test_calls_have_what_is_decided_of_their_group() -> None:
    """By the band of its task the first, by its own the third; the others are of other groups."""
    rows = rows_of(
        "evidence_decided", {"c": CALLS, "t": TASKS, "d": DECISIONS},
        relation="c", tasks="t", decisions="d", picked="CASE WHEN size >= 0 THEN 0 END",
        task="task_id", feature="feature", model="model_served", band="size", whens="WHEN 0 THEN decided.d0 WHEN 2 THEN decided.d2",
    )  # fmt: skip

    assert {row[0]: row[-1] for row in rows} == {1: 7, 2: None, 3: 7, 4: None}
    assert len(rows) == 4
