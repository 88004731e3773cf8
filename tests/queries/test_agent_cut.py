"""queries/agent_cut.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_agent_cut() -> None:
    """Of the tasks at hand one has a call before 5; a call of no task and one of another do not count."""
    calls = "SELECT * FROM (VALUES ('a', 1), ('a', 2), ('a', 6), ('b', 7), ('c', 1), (NULL, 1)) AS v(task, ts)"
    tasks = "SELECT * FROM (VALUES ('a'), ('b')) AS v(task)"

    assert rows_of(
        "agent_cut", {"c": calls, "t": tasks}, calls="c", tasks="t", outside="calls.ts < 5"
    ) == [(1,)]
