"""queries/unnamed.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_unnamed() -> None:
    """Calls without an id are counted, sums are not."""
    usage = """SELECT * FROM (VALUES ('p', 's', 'request', 'r'), ('p', 's', 'request', NULL), ('p', 's', 'bucket', NULL))
        AS t(provider, source, grain, response_id)"""

    assert rows_of("unnamed", {"u": usage}, relation="u", response="records.response_id") == [
        ("p", "s", 1)
    ]
