"""The query of the models that a cache is asked of."""

from __future__ import annotations

from tokenomics.engine import connect
from tokenomics.queries import sql


def test_models_are_told_by_tier_with_their_last_instant() -> None:
    """Two calls of a model at the standard tier, one at another."""
    rows = ", ".join(
        f"('p', 'm', {tier}, TIMESTAMPTZ '1970-01-01 00:00:0{second}+00')"
        for tier, second in (("NULL", 1), ("NULL", 3), ("'batch'", 2))
    )
    calls = f"(SELECT * FROM (VALUES {rows}) AS given(provider, model, service_tier, ts))"

    found = connect().execute(sql("cache_sellers", calls=calls)).fetchall()
    assert sorted(found, key=str) == [
        ("p", "m", "batch", 2_000_000),
        ("p", "m", None, 3_000_000),
    ]
