"""The query of cache writes that nothing read."""

from __future__ import annotations

from tokenomics.engine import connect
from tokenomics.queries import sql

_CALLS = """(VALUES
    (1, 's', NULL, TIMESTAMPTZ '2026-11-02 10:00:00+00', false, 7),
    (2, 's', NULL, TIMESTAMPTZ '2026-11-02 10:01:00+00', true, 5),
    (3, NULL, 'f', TIMESTAMPTZ '2026-11-02 11:00:00+00', false, 3),
    (4, 't', NULL, TIMESTAMPTZ '2026-11-02 12:00:00+00', true, 0))
    AS given(record_id, session_id, own, ts, is_read, written)"""


def test_a_write_is_kept_whole_unless_it_is_read_later() -> None:
    """The first is read a minute later; the second and the third, which has no session, are not."""
    text = sql(
        "unread",
        unread="CASE WHEN writes.read_at IS NULL THEN writes.written ELSE 0 END AS written",
        waiting="writes.at + 3600000000 >= latest.at",
        writes="calls.written",
        calls=f"(SELECT *, 'p' AS provider, 'm' AS model, true AS asked FROM {_CALLS})",
        every=f"(SELECT * FROM {_CALLS})",
        written="writes.written",
    )

    assert sorted(connect().execute(text).fetchall()) == [
        (1, 0, False, False),
        (2, 5, False, False),
        (3, 3, True, True),
    ]
