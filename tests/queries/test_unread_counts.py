"""The query that counts writes of which little is known."""

from __future__ import annotations

from tokenomics.engine import connect
from tokenomics.queries import sql


def test_writes_are_counted_by_what_is_not_known_of_them() -> None:
    """Three writes: one without a session, two too late to tell."""
    text = sql(
        "unread_counts",
        unread="(SELECT * FROM (VALUES (true, true), (false, true), (false, false)) AS given(guessed, waiting))",
    )

    assert connect().execute(text).fetchall() == [(3, 1, 2)]
