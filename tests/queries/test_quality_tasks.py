"""queries/quality_tasks.sql by hand."""

from __future__ import annotations

from decimal import Decimal

from support.tables import rows_of


def test_quality_tasks() -> None:
    """Two calls of 1 and 2 dollars are a task of 3; people spent time on the other one. What is not chosen is left out."""
    verdicts = "SELECT * FROM (VALUES ('t', 'success', 'a'), ('u', 'open', 'b'), ('v', 'open', 'c')) AS x(task, verdict, said0)"
    calls = "SELECT * FROM (VALUES ('t', 1.0), ('t', 2.0), ('u', 4.0), ('v', 8.0)) AS x(task, cost)"
    rows = rows_of(
        "quality_tasks", {"j": verdicts, "c": calls},
        listed="chosen.d0, ", columns="chosen.said0 AS d0, ", verdicts="j",
        conditions="chosen.task <> 'v'", each="c", minutes="SELECT 'u' AS task, 7.5 AS minutes",
    )  # fmt: skip

    assert sorted(rows) == [
        ("a", "t", "success", Decimal(3), 0),
        ("b", "u", "open", Decimal(4), Decimal("7.5")),
    ]
