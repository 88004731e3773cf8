"""unpriced_calls.sql by hand."""

from __future__ import annotations

from tokenomics.engine import connect
from tokenomics.queries import sql


def test_calls_without_a_price_by_dimensions() -> None:
    """Team a has 2 + 3 of them; a group that has none is no row."""
    with connect() as con:
        con.execute(
            "CREATE TABLE each AS SELECT * FROM (VALUES ('a', 2, true), ('a', 3, true), ('a', 9, false),"
            " ('b', 1, false), (NULL, 1, true)) AS t (team, requests, unpriced)"
        )
        text = sql("unpriced_calls", each="each", dimensions="calls.team")

        assert set(con.execute(text).fetchall()) == {("a", 5), (None, 1)}
