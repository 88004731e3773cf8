"""queries/rollups.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_rollups() -> None:
    """Only a record that one of its own trace and source names is a rollup."""
    usage = """SELECT * FROM (VALUES (1, 'p', 's', 'outer', NULL, 't'), (2, 'p', 's', 'inner', 'outer', 't'),
        (3, 'p', 's', 'outer', NULL, 'other'), (4, 'p', 'else', 'outer', NULL, 't'))
        AS t(record_id, provider, source, request_id, parent_id, trace_id)"""

    assert rows_of("rollups", {"u": usage}, relation="u", trace="records.trace_id") == [
        (1, "p", "s")
    ]
