"""queries/authority.sql by hand."""

from __future__ import annotations

from support.tables import fetch
from tokenomics.engine import connect
from tokenomics.queries import sql


def test_authority() -> None:
    """Only other sources' records of the provider's days that the authority states are named."""
    with connect() as con:
        con.execute("""CREATE TABLE u AS SELECT * FROM (VALUES
            (1, 'p', 'log', TIMESTAMPTZ '2026-11-02 10:00:00+00'), (2, 'p', 'log', TIMESTAMPTZ '2026-11-03 10:00:00+00'),
            (3, 'q', 'log', TIMESTAMPTZ '2026-11-02 10:00:00+00'), (4, 'p', 'bill', TIMESTAMPTZ '2026-11-02 00:00:00+00'))
            AS t(record_id, provider, source, ts)""")
        found = fetch(con, sql("authority", relation="u"), {"provider": "p", "source": "bill"})

    assert found == [(1, "p", "log")]
