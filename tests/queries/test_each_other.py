"""The join of calls with the meters that only sources name."""

from __future__ import annotations

from tokenomics.engine import connect
from tokenomics.queries import sql


def test_a_call_gets_the_sum_of_its_other_meters() -> None:
    """1 + 2 for the call that has two of them, nothing for the call without any."""
    con = connect()
    con.execute("CREATE TEMP TABLE calls AS SELECT unnest([1, 2]) AS record_id")
    con.execute(
        "CREATE TEMP TABLE besides AS SELECT 1 AS record_id, unnest([1, 2]) AS cost,"
        " true AS priced, false AS unpriced"
    )
    joined = sql("each_other", others="besides")
    text = f"SELECT calls.record_id, others.cost FROM calls {joined} ORDER BY calls.record_id"

    assert con.execute(text).fetchall() == [(1, 3), (2, None)]
