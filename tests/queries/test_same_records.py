"""queries/same_records.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_same_records() -> None:
    """Records with a call are told it; others are left out."""
    usage = "SELECT * FROM (VALUES (1, 'a'), (2, 'b'), (3, 'a')) AS t(record_id, source)"
    joined = "SELECT * FROM (VALUES (2, 'r'), (3, 'r')) AS t(record_id, call)"
    found = rows_of(
        "same_records",
        {"u": usage, "j": joined},
        relation="u",
        joined="j",
        told="records.record_id, records.source",
    )

    assert sorted(found) == [(2, "b", "r"), (3, "a", "r")]
