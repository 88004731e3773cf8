"""The query for the groups whose cost changed most."""

from __future__ import annotations

from tokenomics.engine import connect
from tokenomics.queries import sql


def test_the_greatest_change_is_first_whatever_its_sign() -> None:
    """-5, +4 and +4 of a dearer one: c, then b, then a; an unknown cost changes by the other one."""
    con = connect()
    con.execute(
        "CREATE TEMP TABLE given AS SELECT * FROM (VALUES ('a', 1, 1, 0, 4), ('b', 1, 1, 4, 8), "
        "('c', 1, 1, 5, 0), ('d', 1, 1, NULL, 3)) AS of (name, requests_before, requests, cost_before, cost)"
    )
    text = sql("most_changed", names="name", groups="given", ordering="name NULLS LAST", limit="3")

    assert [row[0] for row in con.execute(text).fetchall()] == ["c", "b", "a"]
