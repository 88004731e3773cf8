"""Notices in the order they were said in."""

from __future__ import annotations

from tokenomics.engine import connect
from tokenomics.queries import sql


def test_notices_are_in_the_order_of_time() -> None:
    """Two at one instant are in the order of their keys."""
    rows = """(VALUES
        (TIMESTAMPTZ '2026-11-02 00:00:00+00', 'b', 'alert', 'mail', 'x', 's', NULL),
        (TIMESTAMPTZ '2026-11-02 00:00:00+00', 'a', 'alert', 'mail', 'y', 's', NULL),
        (TIMESTAMPTZ '2026-11-01 00:00:00+00', 'c', 'covered', 'mail', NULL, 's', '2026-11')
    ) AS found(ts, key, status, channel, message_id, subject, period)"""
    with connect() as con:
        found = con.execute(sql("notices", relation=f"(SELECT * FROM {rows})")).fetchall()

    assert [row[1] for row in found] == ["c", "a", "b"]
    assert found[0] == (1793491200000000, "c", "covered", "mail", None, "s", "2026-11")
