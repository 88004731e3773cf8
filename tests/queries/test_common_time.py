"""queries/common_time.sql by hand."""

from __future__ import annotations

from support.tables import fetch
from tokenomics.engine import connect
from tokenomics.queries import sql


def test_common_time() -> None:
    """Calls count while both sources state any."""
    with connect() as con:
        con.execute("""CREATE TABLE u AS SELECT 'p' AS provider, 'request' AS grain, source,
            TIMESTAMPTZ '2026-11-02 10:00:00+00' + to_hours(hour) AS ts
            FROM (VALUES ('a', 0), ('a', 1), ('a', 2), ('b', 1), ('b', 9)) AS t(source, hour)""")
        values = {"provider": "p", "one": "a", "two": "b"}
        found = fetch(con, sql("common_time", relation="u"), values)

    assert sorted(found) == [("a", 2), ("b", 1)]
