"""The query that lays two reports side by side."""

from __future__ import annotations

from decimal import Decimal

from tokenomics.engine import connect
from tokenomics.queries import sql


def test_a_group_that_one_side_lacks_costs_nothing_there_and_one_without_a_price_is_unknown() -> (
    None
):
    """A has 1 and 2; b is new with 3; what states no name was 4 and has no price now."""
    con = connect()
    con.execute(
        "CREATE TEMP TABLE given (name VARCHAR, requests INTEGER, shown DECIMAL(9,2), side INTEGER)"
    )
    con.execute(
        "INSERT INTO given VALUES ('a', 5, 1, 0), ('a', 6, 2, 1), ('b', 7, 3, 1), (NULL, 8, 4, 0), (NULL, 9, NULL, 1)"
    )

    found = con.execute(sql("both_sides", names="name", sides="SELECT * FROM given")).fetchall()

    assert sorted(found, key=lambda row: row[1]) == [
        ("b", 0, 7, Decimal(0), Decimal(3)),
        ("a", 5, 6, Decimal(1), Decimal(2)),
        (None, 8, 9, Decimal(4), None),
    ]
