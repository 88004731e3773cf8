"""The query that reads kept quantities flow by flow."""

from __future__ import annotations

from tokenomics.engine import connect
from tokenomics.queries import sql


def test_flows_that_are_not_named_are_one() -> None:
    """Flow 0 is a, flow 1 what states no name; b and c are -1 together, 3 + 4."""
    con = connect()
    con.execute(
        "CREATE TEMP TABLE given (name VARCHAR, key VARCHAR, counted BOOLEAN, input INTEGER)"
    )
    con.execute(
        "INSERT INTO given VALUES ('a', 'k', true, 1), (NULL, 'k', true, 2), ('b', 'k', true, 3), ('c', 'k', true, 4)"
    )
    con.execute(
        "CREATE TEMP TABLE named AS SELECT * FROM (VALUES ('a', 0), (NULL, 1)) AS flows (name, flow)"
    )

    text = sql(
        "keyed_flows", keys="kept.key", sums="sum(kept.input)", kept="given", flows="named",
        same_flow="kept.name IS NOT DISTINCT FROM flows.name",
    )  # fmt: skip

    assert con.execute(text).fetchall() == [
        (-1, "k", True, 7),
        (0, "k", True, 1),
        (1, "k", True, 2),
    ]
