"""queries/span.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_the_span_is_first_and_last_in_microseconds() -> None:
    """One row, also of nothing."""
    usage = """SELECT * FROM (VALUES (TIMESTAMPTZ '1970-01-01 00:00:01+00:00'),
        (TIMESTAMPTZ '1970-01-01 00:00:02.5+00:00')) AS t(ts)"""

    assert rows_of("span", {"u": usage}, relation="u") == [(1_000_000, 2_500_000)]
    assert rows_of("span", {"u": usage}, relation="(SELECT * FROM u WHERE false)") == [(None, None)]
