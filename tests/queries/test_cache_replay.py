"""The query of what a prompt cache would have held, against a few lines of Python."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from support.blocks import BLOCK, Call, found

LIVES = (5, 60, None)


_CALLS = st.lists(
    st.builds(
        Call,
        st.integers(0, 90),
        st.sampled_from("ab"),
        st.lists(st.integers(0, 5), max_size=6).map(tuple),
        st.integers(1, 25),
    ),
    max_size=12,
)


def expected(calls: Sequence[Call], life: int | None) -> list[tuple[int, int]]:
    """The same by hand: call after call, each block with the minute of its last use."""
    used: dict[tuple[str, int], int] = {}
    told: dict[int, tuple[int, int]] = {}
    for place, call in sorted(enumerate(calls), key=lambda item: (item[1].minute, item[0])):
        held = 0
        for block in call.blocks:
            last = used.get((call.model, block))
            if last is None or (life is not None and call.minute - last > life):
                break
            held += 1
        used.update({(call.model, block): call.minute for block in call.blocks})
        covered = min(len(call.blocks) * BLOCK, call.text_tokens)
        told[place] = (covered, min(held * BLOCK, call.text_tokens))
    return [told[place] for place in range(len(calls))]


@settings(max_examples=60)
@given(_CALLS, st.sampled_from(LIVES))
def test_it_is_what_a_cache_does_call_after_call(calls: list[Call], life: int | None) -> None:
    """Any blocks and times, ties and repeated blocks among them."""
    assert found(calls, life) == expected(calls, life)


@settings(max_examples=20)
@given(_CALLS, st.integers(1, 4), st.sampled_from(LIVES))
def test_files_that_are_split_say_the_same(calls: list[Call], files: int, life: int | None) -> None:
    """A log in several files is the log in one."""
    assert found(calls, life, files) == found(calls, life)


@settings(max_examples=20)
@given(_CALLS)
def test_what_lives_longer_holds_as_much(calls: list[Call]) -> None:
    """A call finds in a cache of an hour what it finds in one of five minutes, and never more than it has."""
    told = [found(calls, life) for life in LIVES]

    for five, sixty, ever in zip(*told, strict=True):
        assert 0 <= five[1] <= sixty[1] <= ever[1] <= ever[0]


def test_each_use_keeps_a_block_for_longer() -> None:
    """Uses 4 minutes apart are within 5 of one another; after 6 more the block is gone: 4, 4, 0 of 4 tokens."""
    calls = [Call(minute, "a", (1,), 4) for minute in (0, 4, 8, 14)]

    assert found(calls, 5) == [(4, 0), (4, 4), (4, 4), (4, 0)]


def test_a_block_after_a_lost_one_is_lost() -> None:
    """Of blocks 1, 9, 2 after 1, 2 only the first stands at the beginning: 4 of 12 tokens."""
    calls = [Call(0, "a", (1, 2), 8), Call(1, "a", (1, 9, 2), 12)]

    assert found(calls, 5) == [(8, 0), (12, 4)]


def test_the_last_block_counts_for_what_it_holds() -> None:
    """Two blocks of 4 name 6 tokens; where they name less than all, the rest is plain: 8 of 10."""
    calls = [Call(0, "a", (1, 2), 6), Call(1, "a", (1, 2), 6), Call(2, "a", (1, 2), 10)]

    assert found(calls, 5) == [(6, 0), (6, 6), (8, 8)]
