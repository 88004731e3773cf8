"""The query of what calls could at most read from a cache of another life."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.blocks import Call, found
from tokenomics.engine import connect
from tokenomics.queries import sql

_CON = connect()


def prefixes(said: list[int]) -> tuple[int, ...]:
    """Blocks that each name all before them, as digests of prefixes do: numbers to the base 4."""
    return tuple(accumulate(said, lambda before, block: 4 * before + block + 1, initial=0))[1:]


_CALLS = st.lists(
    st.builds(
        lambda minute, said: Call(minute, "a", prefixes(said), 4 * len(said)),
        st.integers(0, 30),
        st.lists(st.integers(0, 2), min_size=1, max_size=4),
    ),
    min_size=1,
    max_size=10,
)


def bounds(calls: Sequence[tuple[int, int, int]], life: int) -> list[int]:
    """What each call could at most read: of minute, tokens in the cache, and the most that is supposed."""
    rows = ", ".join(
        f"({place}, TIMESTAMPTZ '2026-11-02 00:00:00+00' + INTERVAL '{minute} minutes', {held}, {most})"
        for place, (minute, held, most) in enumerate(calls)
    )
    given = (
        "(SELECT *, true AS asked, 'm' AS writes, 0 AS elsewhere, 0 AS text_tokens, 'p' AS provider, "
        f"'a' AS model, NULL AS scope_id FROM (VALUES {rows}) AS given(record_id, ts, cached_tokens, most))"
    )
    text = sql("cache_bound", calls=given, life=str(life * 60_000_000), meter="'m'")
    return [row[-1] for row in sorted(_CON.execute(text).fetchall())]


@pytest.mark.parametrize(("stated", "asked"), [(5, 20), (20, 5)])
@settings(max_examples=30)
@given(calls=_CALLS)
def test_no_cache_of_that_life_reads_more(stated: int, asked: int, calls: list[Call]) -> None:
    """Of what calls state with one life follows a bound for another one, which no real cache exceeds."""
    told = found(calls, stated)
    real = [held for _, held in found(calls, asked)]
    most = [
        (call.minute, covered, read if asked < stated else covered)
        for call, (covered, read) in zip(calls, told, strict=True)
    ]

    assert all(held <= bound for held, bound in zip(real, bounds(most, asked), strict=True))


def test_the_longest_prompt_within_the_life_is_the_bound() -> None:
    """Nothing before the first; 8 of the 9 of the second; at minute 9 only the 3 of minute 6 are within 5."""
    assert bounds([(0, 8, 8), (2, 9, 9), (6, 3, 3), (9, 9, 9)], 5) == [0, 8, 3, 3]


def test_at_one_instant_anyone_may_have_been_first() -> None:
    """Two calls at once may each have read all of it."""
    assert bounds([(0, 8, 8), (0, 8, 8)], 5) == [8, 8]
