"""The query of calls of which less can be told."""

from __future__ import annotations

from tokenomics.engine import connect
from tokenomics.queries import sql


def test_requests_are_counted_by_what_is_known() -> None:
    """A sum of five, and two calls of a subscription."""
    calls = "(SELECT * FROM (VALUES (5, true, false), (2, false, true)) AS given(requests, is_sum, is_flat))"

    assert connect().execute(sql("waste_kinds", calls=calls)).fetchall() == [(5, 2)]
