"""queries/minutes.sql by hand."""

from __future__ import annotations

from support.tables import is_unique, rows_of

OUTCOMES = """SELECT * FROM (VALUES
    ('task', 'a', 'review', 'x', 1, 1, 5, NULL), ('task', 'a', 'review', 'x', 2, 1, 10, 2),
    ('task', 'a', 'review', 'y', 1, 1, NULL, 3), ('task', 'b', 'review', 'x', 1, 1, 7, NULL),
    ('task', 'a', 'score', 'x', 9, 1, NULL, NULL))
    AS t(target_kind, target_id, name, source, ts, observed_at, review_minutes, rework_minutes)"""
TARGETS = "SELECT 'task' AS kind, id, id AS task FROM (VALUES ('a'), ('b')) AS t(id)"
VERDICTS = (
    "SELECT * FROM (VALUES ('a', 'f', 'success'), ('b', 'f', 'open')) AS t(task, said0, verdict)"
)


def test_the_latest_minutes_of_each_source_are_spent() -> None:
    """10 and 2 of x, 3 of y: 15, of which 5 are of rework; reviews and reworks are stated twice each.

    What states no minutes takes none away, and b is not asked for. One task was mended.
    """
    rows = rows_of(
        "minutes", {"o": OUTCOMES, "g": TARGETS, "v": VERDICTS}, outcomes="o", targets="g",
        verdicts="v", columns="chosen.said0 AS d0,", dimensions="tasks.d0,",
        conditions="chosen.verdict <> 'open'",
    )  # fmt: skip

    assert rows == [("f", "success", 15, 5, 2, 2, 1)]
    assert is_unique(rows, 2)
