"""queries/rejects.sql by hand."""

from __future__ import annotations

from support.tables import fetch
from tokenomics.engine import connect
from tokenomics.queries import sql


def test_refused_rows_come_in_order_with_the_number_of_all() -> None:
    """A limit cuts the rows and not their number; files choose among them."""
    rows = """SELECT * FROM (VALUES ('b', 1, 'input', 'bad'), ('a', 2, 'ts', 'bad'),
        ('a', NULL, NULL, 'broken')) AS t(source_file, source_line, field, reason),
        (SELECT 'native' AS source, to_timestamp(1) AS ts)"""
    with connect() as con:
        con.execute(f"CREATE TABLE r AS {rows}")
        two = fetch(con, sql("rejects", relation="r", limit="LIMIT 2"), {"files": None})
        one = fetch(con, sql("rejects", relation="r", limit=""), {"files": ["b"]})

    assert two == [
        (3, "a", None, None, "broken", "native", 1_000_000),
        (3, "a", 2, "ts", "bad", "native", 1_000_000),
    ]
    assert one == [(1, "b", 1, "input", "bad", "native", 1_000_000)]
