"""The query of calls as they would be otherwise."""

from __future__ import annotations

from tokenomics.engine import connect
from tokenomics.queries import sql


def test_columns_are_others_where_the_condition_holds() -> None:
    """Of 1 and 5 the second is concerned, and cut to what is joined: 3."""
    text = sql(
        "concerned", columns="least(calls.n, usual.n) AS n", concerned="'yes'",
        relation="(SELECT * FROM (VALUES (1), (5)) AS usage(n))",
        join="CROSS JOIN (SELECT 3 AS n) AS usual", condition="calls.n > 2",
    )  # fmt: skip

    assert connect().execute(text).fetchall() == [(3, "yes")]
