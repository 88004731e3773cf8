"""The query of hours in which capacity was used."""

from __future__ import annotations

from tokenomics.engine import connect
from tokenomics.queries import sql


def test_calls_are_in_the_hours_from_their_first_to_their_last() -> None:
    """Two calls in the first hour since 1970, and one that goes on into the second: two different spans."""
    calls = """(SELECT 'acme' AS provider, TIMESTAMPTZ '1970-01-01 00:00:00+00' AS ts,
                TIMESTAMPTZ '1970-01-01 00:00:00+00' + to_minutes(n) AS last
                FROM (VALUES (1), (2), (61)) AS given(n))"""
    text = sql("capacity_hours", calls=calls, last="calls.last", conditions="true")

    assert sorted(connect().execute(text).fetchall()) == [("acme", 0, 0), ("acme", 0, 1)]
