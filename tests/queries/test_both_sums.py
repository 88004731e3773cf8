"""The query for the sums of all groups side by side."""

from __future__ import annotations

from tokenomics.engine import connect
from tokenomics.queries import sql


def test_sums_leave_out_what_is_not_known_and_count_what_is() -> None:
    """Two groups, 1 + 2 requests before and 3 + 4 after; 5 before of one of them, 6 + 7 after."""
    con = connect()
    con.execute(
        "CREATE TEMP TABLE given AS SELECT * FROM (VALUES (1, 3, 5, 6), (2, 4, NULL, 7)) "
        "AS of (requests_before, requests, cost_before, cost)"
    )

    assert con.execute(sql("both_sums", groups="given")).fetchall() == [(2, 3, 7, 5, 13, 1, 2)]


def test_without_a_group_everything_is_nothing() -> None:
    """Sums of no rows are 0, not null."""
    con = connect()
    con.execute(
        "CREATE TEMP TABLE given (requests_before INTEGER, requests INTEGER, cost_before INTEGER, cost INTEGER)"
    )

    assert con.execute(sql("both_sums", groups="given")).fetchall() == [(0, 0, 0, 0, 0, 0, 0)]
