"""The query of what is known of the prompts of calls."""

from __future__ import annotations

from tokenomics.engine import connect
from tokenomics.queries import sql


def test_calls_are_counted_by_state() -> None:
    """Two that are known, one without blocks."""
    calls = "(VALUES ('known'), ('known'), ('blockless')) AS given(state)"
    text = sql("cache_kinds", calls=f"(SELECT * FROM {calls})")

    assert dict(connect().execute(text).fetchall()) == {"known": 2, "blockless": 1}
