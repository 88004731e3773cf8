"""queries/agent_threads.sql by hand."""

from __future__ import annotations

from support.tables import rows_of

# A main line whose first call used nothing, a sub-agent, a bucket, and a call of no task.
CALLS = """SELECT 't' AS task, agent, CAST(moment AS TIMESTAMP) AS ts, line, is_call, tokens, context, 1 AS requests,
    1.5 AS cost, true AS priced FROM (VALUES
    (NULL, '2026-11-02 10:00:00', 1, true, NULL, NULL),
    (NULL, '2026-11-02 10:01:00', 3, true, 30, 20),
    (NULL, '2026-11-02 10:01:00', 2, true, 20, 10),
    ('a', '2026-11-02 10:02:00', 4, true, 7, 7),
    ('b', '2026-11-02 10:03:00', 5, false, 9, 9)) AS v(agent, moment, line, is_call, tokens, context)
    UNION ALL SELECT NULL, NULL, TIMESTAMP '2026-11-02 10:00:00', 1, true, 1, 1, 1, 1.5, true"""


def test_agent_threads() -> None:
    """Of two calls of one instant the earlier line is the earlier; a bucket has no first call or turn."""
    rows = {row[1]: row[2:] for row in rows_of("agent_threads", {"c": CALLS}, calls="c", firsts="")}

    assert set(rows) == {None, "a", "b"}
    assert [int(value) for value in rows[None][2:5]] == [3, 50, 4]
    assert [rows[name][6:8] for name in (None, "a", "b")] == [(1, None), (4, 7), (5, None)]
    assert [rows[name][8] for name in (None, "a", "b")] == [2, 1, 0]
    assert rows[None][9:11] == (10, 20)
    assert rows["b"][9:11] == (None, None)
