"""queries/bare_sums.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_bare_sums() -> None:
    """A gateway's sum without meters goes where its day has a gateway's meters, or its provider's."""
    usage = """SELECT * FROM (VALUES
        ('beside a gateway', 'p', 'report', 'bucket', 'gateway', TIMESTAMPTZ '1970-01-01 00:00:00+00', NULL),
        ('a gateway', 'q', 'logs', 'request', 'gateway', TIMESTAMPTZ '1970-01-01 05:00:00+00', 1),
        ('beside its provider', 'p', 'report', 'bucket', 'gateway', TIMESTAMPTZ '1970-01-02 00:00:00+00', NULL),
        ('its provider', 'p', 'usage', 'bucket', 'provider', TIMESTAMPTZ '1970-01-02 00:00:00+00', 2),
        ('beside others', 'p', 'report', 'bucket', 'gateway', TIMESTAMPTZ '1970-01-03 00:00:00+00', NULL),
        ('others', 'q', 'usage', 'bucket', 'provider', TIMESTAMPTZ '1970-01-03 00:00:00+00', 3),
        ('no gateway', 'p', 'usage', 'bucket', 'provider', TIMESTAMPTZ '1970-01-01 00:00:00+00', NULL))
        AS t(record_id, provider, source, grain, stated_by, ts, input)"""
    found = rows_of("bare_sums", {"u": usage}, relation="u", bare="records.input IS NULL")

    assert sorted(found) == [
        ("beside a gateway", "p", "report"), ("beside its provider", "p", "report"),
    ]  # fmt: skip
