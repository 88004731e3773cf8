"""queries/labour.sql by hand."""

from __future__ import annotations

from support.tables import rows_of

OUTCOMES = """SELECT * FROM (VALUES
    ('task', 'a', 'review', 'x', 1, 1, 5, NULL), ('task', 'a', 'review', 'x', 2, 1, 10, 2),
    ('session', 'a', 'review', 'x', 9, 1, NULL, 3), ('task', 'b', 'score', 'x', 2, 1, NULL, NULL))
    AS t(target_kind, target_id, name, source, ts, observed_at, review_minutes, rework_minutes)"""


def test_the_latest_minutes_are_summed() -> None:
    """10 and 2 of the task, 3 of the session; without any it is 0."""
    tables = {"o": OUTCOMES}

    assert rows_of("labour", tables, outcomes="o", conditions="true") == [(15,)]
    assert rows_of("labour", tables, outcomes="o", conditions="spent.at < 5") == [(12,)]
    assert rows_of("labour", tables, outcomes="o", conditions="false") == [(0,)]
