"""The query that prices calls one by one."""

from __future__ import annotations

from tokenomics.engine import connect
from tokenomics.queries import sql


def test_a_call_costs_its_quantity_times_its_rate() -> None:
    """3 x 2 and 5 x 2: each call keeps a row of its own."""
    text = sql(
        "each",
        columns="calls.name, ", amount="calls.input * rates.input", priced="true", unpriced="false",
        calls="given",
        rates="rates", same_key="true", besides="",
    )  # fmt: skip
    con = connect()
    con.execute("CREATE TEMP TABLE given AS SELECT 'a' AS name, 1 AS requests, 3 AS input")
    con.execute("INSERT INTO given VALUES ('b', 1, 5)")
    con.execute("CREATE TEMP TABLE rates AS SELECT 2 AS input")

    assert sorted(con.execute(text).fetchall()) == [
        ("a", 1, 6, True, False),
        ("b", 1, 10, True, False),
    ]
