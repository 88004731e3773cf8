"""queries/seen.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_seen() -> None:
    """Records and ids are counted by provider, source, grain and series."""
    usage = """SELECT * FROM (VALUES ('p', 's', 'request', 'r', TIMESTAMPTZ '1970-01-01 00:00:01+00'),
        ('p', 's', 'request', NULL, TIMESTAMPTZ '1970-01-01 00:00:02+00'))
        AS t(provider, source, grain, response_id, ts)"""
    found = rows_of(
        "seen", {"u": usage}, relation="u", series="CAST(NULL AS VARCHAR)",
        response="records.response_id",
    )  # fmt: skip

    assert found == [("p", "s", "request", None, 2, 1, 1_000_000, 2_000_000)]
