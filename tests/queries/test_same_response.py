"""queries/same_response.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_same_response() -> None:
    """Only ids that several calls have are shared; a sum has none."""
    usage = """SELECT * FROM (VALUES (1, 'r', 'request'), (2, 'r', 'request'), (3, 'x', 'request'), (4, 'x', 'bucket'),
        (5, NULL, 'request'), (6, NULL, 'request')) AS t(record_id, response_id, grain)"""

    assert sorted(rows_of("same_response", {"u": usage}, relation="u")) == [(1, "r"), (2, "r")]
