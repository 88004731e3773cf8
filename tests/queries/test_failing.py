"""queries/failing.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_failing() -> None:
    """Every record stays, with what is added to it."""
    tables = {"records": "SELECT * FROM (VALUES (1, 'failure'), (2, NULL)) AS v(id, status)"}
    rows = rows_of(
        "failing", tables,
        columns="CASE WHEN status = 'failure' THEN 'failed' END AS became_mode", relation="records",
    )  # fmt: skip

    assert rows == [(1, "failure", "failed"), (2, None, None)]
