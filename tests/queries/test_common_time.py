"""queries/common_time.sql by hand."""

from __future__ import annotations

from support.tables import fetch
from tokenomics.engine import connect
from tokenomics.queries import sql


def test_common_time() -> None:
    """Calls count while both sources state any, but for those that count nothing or that both are known to state."""
    with connect() as con:
        con.execute("""CREATE TABLE u AS SELECT record_id, 'p' AS provider, 'request' AS grain, source, tokens,
            TIMESTAMPTZ '2026-11-02 10:00:00+00' + to_hours(hour) AS ts
            FROM (VALUES (1, 'a', 0, 5), (2, 'a', 1, 5), (3, 'a', 2, 5), (4, 'b', 1, 5), (5, 'b', 9, 5),
                (6, 'b', 1, 0)) AS t(record_id, source, hour, tokens)""")
        con.execute("CREATE TABLE s (record_id INTEGER, call VARCHAR)")
        values = {"provider": "p", "one": "a", "two": "b"}
        text = sql("common_time", relation="u", same="s", sent="records.tokens", made="0")
        found = fetch(con, text, values)
        # What a third source states too is no call that these two share.
        con.execute("INSERT INTO s VALUES (1, 'x'), (2, 'x'), (3, 'y'), (4, 'y')")
        rest = fetch(con, text, values)

    assert sorted(found) == [("a", 2), ("b", 1)]
    assert sorted(rest) == [("a", 1)]
