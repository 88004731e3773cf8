"""The query of what a cache would have held altogether."""

from __future__ import annotations

from tokenomics.engine import connect
from tokenomics.queries import sql


def test_sums_are_of_the_calls_asked_for_by_what_is_written() -> None:
    """9 + 5 tokens with 8 + 4 in blocks, of them 4 held: 8 written; another call is not asked for."""
    rows = "('5m', true, 9, 8, 4), ('5m', true, 5, 4, 0), ('5m', false, 7, 7, 7), (NULL, true, 3, 2, 2)"
    found = f"(SELECT * FROM (VALUES {rows}) AS given(writes, asked, text_tokens, covered, cached))"

    told = connect().execute(sql("cache_sums", found=found)).fetchall()
    assert sorted(told, key=str) == [("5m", 2, 14, 4, 8), (None, 1, 3, 2, 0)]
