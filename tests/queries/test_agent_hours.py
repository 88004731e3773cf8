"""queries/agent_hours.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_agent_hours() -> None:
    """Two calls of one person in a quarter are one, of two people two; nobody's are none."""
    calls = "SELECT * FROM (VALUES ('a', 'ada', 5), ('a', 'ada', 5), ('a', 'bob', 5), ('a', 'ada', 6), ('b', NULL, 7)) AS v(d0, person, quarter)"

    assert rows_of(
        "agent_hours", {"c": calls}, listed="d0, ", dimensions="calls.d0, ", calls="c", joined="",
        grouping="GROUP BY 1",
    ) == [("a", 3)]  # fmt: skip
