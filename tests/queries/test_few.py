"""The query of groups that are too small."""

from __future__ import annotations

from tokenomics.engine import connect
from tokenomics.queries import sql


def test_small_groups_and_their_calls_are_counted() -> None:
    """Of groups of 1, 19 and 20 calls two are too small, with 20 calls."""
    text = sql(
        "few", medians="(SELECT * FROM (VALUES (1), (19), (20)) AS given(calls))", least="20"
    )

    assert connect().execute(text).fetchall() == [(2, 20)]
