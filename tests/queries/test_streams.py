"""queries/streams.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_streams() -> None:
    """A source with two grains is two streams, a null series stays null."""
    usage = """SELECT * FROM (VALUES ('a', 'request', NULL), ('a', 'bucket', '1d'), ('a', 'request', NULL))
        AS t(source, grain, series)"""

    assert sorted(rows_of("streams", {"u": usage}, relation="u", series="records.series"), key=str) == [
        ("a", "1d", "bucket"), ("a", None, "request"),
    ]  # fmt: skip
