"""queries/evidence.sql by hand."""

from __future__ import annotations

from support.tables import is_unique, rows_of

TASKS = """SELECT * FROM (VALUES
    ('f', 'p', 'm', 0, 'success', true, false), ('f', 'p', 'm', 0, 'failure', true, true),
    ('f', 'p', 'm', 1, 'success', true, false), ('f', 'p', 'm', 0, 'open', true, false),
    ('f', 'p', 'm', 0, 'success', false, false), (NULL, 'p', 'm', 0, 'success', true, false))
    AS t(feature, provider, model, band, verdict, is_due, is_mixed)"""


def test_judged_tasks_of_the_period_are_counted() -> None:
    """One of two, of which one is mixed, and one of one; open ones and those of no feature tell nothing."""
    rows = rows_of("evidence", {"t": TASKS}, tasks="t")

    assert sorted(rows) == [("f", "p", "m", 0, 1, 2, 1), ("f", "p", "m", 1, 1, 1, 0)]
    assert is_unique(rows, 4)
