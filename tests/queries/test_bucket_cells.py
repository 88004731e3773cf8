"""queries/bucket_cells.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_bucket_cells() -> None:
    """A sum has its family, account, series and stretch, with nulls as empty texts."""
    usage = """SELECT * FROM (VALUES ('ab'::BLOB, 's', 'p', 'm-1', 'bucket', TIMESTAMPTZ '1970-01-01 00:00:01+00', 7),
        ('cd'::BLOB, 's', 'p', 'm-1', 'request', TIMESTAMPTZ '1970-01-01 00:00:01+00', 8))
        AS t(record_id, source, provider, model, grain, ts, input)"""
    families = "SELECT * FROM (VALUES ('p', 'm-1', 'm')) AS t(provider, model, family)"
    found = rows_of(
        "bucket_cells", {"u": usage, "f": families}, relation="u", families="f", model="records.model",
        scope="CAST(NULL AS VARCHAR)", series="'1d'", operation="CAST(NULL AS VARCHAR)", tier="'standard'",
        ends="records.ts", by_gateway="NULL", whose="''", has_other="false", quantities="records.input",
    )  # fmt: skip

    assert found == [
        ("6162", "s", "p", "", "1d", "", "m", "standard", 1_000_000, 1_000_000, False, "", False, 7)
    ]
