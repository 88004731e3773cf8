"""queries/quality_latency.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_quality_latency() -> None:
    """Calls of 1 to 4 milliseconds and an unknown one of task t: 2 is half way, 4 the 95th percent."""
    calls = "SELECT * FROM (VALUES ('t', 4), ('t', 1), ('t', 3), ('t', 2), ('t', NULL), ('u', 99)) AS v(task, latency)"
    tasks = "SELECT 't' AS task, 'a' AS d0"

    assert rows_of(
        "quality_latency", {"c": calls, "k": tasks},
        dimensions="tasks.d0, ", each="c", tasks="k", grouping="GROUP BY tasks.d0",
    ) == [("a", 2, 4)]  # fmt: skip
