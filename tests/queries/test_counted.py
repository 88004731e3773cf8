"""queries/counted.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_counted() -> None:
    """Lone sums count as they are, the others with what is left of them; calls are no sums."""
    base = """SELECT * FROM (VALUES (1, 'request', 5), (2, 'bucket', 9), (3, 'bucket', 8)) AS t(record_id, grain, input)"""
    found = rows_of(
        "counted",
        {"b": base, "l": "SELECT 2 AS record_id", "r": "SELECT 2 AS record_id, 4 AS input"},
        base="b", left="l", rest="r", columns="records.record_id, records.input",
        replaced="records.record_id, rest.input",
    )  # fmt: skip

    assert sorted(found) == [(2, 4, True), (3, 8, False)]
