"""The query of what is usual."""

from __future__ import annotations

from tokenomics.engine import connect
from tokenomics.queries import sql


def test_a_median_is_a_value_of_the_group() -> None:
    """Of 1, 2, 3 and 9 the smaller middle one, 2; of 5 alone 5."""
    calls = "(SELECT * FROM (VALUES ('a', 9), ('a', 1), ('a', 3), ('a', 2), ('b', 5)) AS given(feature, tokens))"
    text = sql("medians", groups="calls.feature", calls=calls)

    assert sorted(connect().execute(text).fetchall()) == [("a", 4, 2), ("b", 1, 5)]
