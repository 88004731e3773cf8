"""queries/record.sql by hand."""

from __future__ import annotations

from support.tables import fetch
from tokenomics.engine import connect
from tokenomics.queries import sql


def test_records_come_in_time_and_at_most_six() -> None:
    """More than five tell that an id is ambiguous."""
    usage = """SELECT 8 - i AS record_id, to_timestamp(i) AS ts, 'r' AS request_id
        FROM range(8) AS t(i)"""
    with connect() as con:
        con.execute(f"CREATE TABLE u AS {usage}")
        text = sql("record", columns="record_id", relation="u", conditions="request_id = $id")
        rows = fetch(con, text, {"id": "r"})

    assert rows == [(8,), (7,), (6,), (5,), (4,), (3,)]
