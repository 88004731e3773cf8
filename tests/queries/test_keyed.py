"""The query that keeps a report's quantities for a comparison."""

from __future__ import annotations

from tokenomics.engine import connect
from tokenomics.queries import sql


def test_groups_of_a_rate_key_are_added_up_apart_by_whether_they_are_counted() -> None:
    """3 + 4 of a in one row, 5 of a without a count in another; the basis of the counts is gone."""
    con = connect()
    con.execute("CREATE TEMP TABLE given (name VARCHAR, basis VARCHAR, ok BOOLEAN, input INTEGER)")
    con.execute(
        "INSERT INTO given VALUES ('a', 'x', true, 3), ('a', 'y', true, 4), ('a', 'x', false, 5)"
    )

    text = sql("keyed", keys="name", counted="ok", sums="sum(input) AS input", groups="given")

    assert sorted(con.execute(text).fetchall()) == [("a", False, 5), ("a", True, 7)]
