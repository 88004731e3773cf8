"""queries/other_gap.sql by hand."""

from __future__ import annotations

from support.tables import fetch
from tokenomics.engine import connect
from tokenomics.queries import sql


def test_a_call_has_a_gap_where_a_meter_has_no_rate() -> None:
    """Nothing used, a known meter and an unbilled call are no gaps."""
    calls = """SELECT * FROM (VALUES
        (1, true, [{'meter': 'known', 'quantity': 1}]),
        (2, true, [{'meter': 'known', 'quantity': 1}, {'meter': 'new', 'quantity': 1}]),
        (3, true, [{'meter': 'new', 'quantity': 0}]),
        (4, false, [{'meter': 'new', 'quantity': 1}]),
        (5, true, NULL)) AS t(id, billable, other)"""
    with connect() as con:
        con.execute(f"CREATE TABLE c AS {calls}")
        con.execute("CREATE TABLE r AS SELECT ['known', 'other'] AS other_meters")
        of = f"SELECT calls.id FROM c AS calls, r AS rates WHERE {sql('other_gap')}"
        assert fetch(con, of) == [(2,)]

        con.execute("UPDATE r SET other_meters = NULL")
        assert fetch(con, f"{of} ORDER BY ALL") == [(1,), (2,)]
