"""Running totals to usage, case by case."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenomics.sources.codex.totals import Totals, Usage, totals, used

FIRST = Totals(1000, 250, 0, 125, 75)
CALL = Totals(2500, 1500, 0, 300, 200)
SECOND = Totals(3500, 1750, 0, 425, 275)

calls = st.builds(Totals, *(st.integers(0, 9) for _ in Totals._fields)).filter(any)


def added(one: Totals, other: Totals) -> Totals:
    """The totals after another call."""
    return Totals(*(a + b for a, b in zip(one, other, strict=True)))


def test_counts_of_an_object() -> None:
    """Absent parts are zero; the object's own total is not believed."""
    stated = {"input_tokens": 5, "cached_input_tokens": 2, "output_tokens": 3, "total_tokens": 99}

    assert totals(stated, "last") == Totals(5, 2, 0, 3, 0)


@pytest.mark.parametrize(
    ("usage", "problem"),
    [
        ([], "last: not an object"),
        ({"output_tokens": 1}, "last.input_tokens: missing"),
        ({"input_tokens": 1}, "last.output_tokens: missing"),
        *(
            (
                {"input_tokens": count, "output_tokens": 1},
                "last.input_tokens: not a whole number of 0 or more",
            )
            for count in (-1, "1.7", "abc", True, 10**30, "12")
        ),
    ],
)
def test_impossible_counts(usage: Any, problem: str) -> None:
    """What is no count names its field."""
    assert totals(usage, "last") == problem


def test_the_difference_counts() -> None:
    """What the totals grew by was used, whatever the last call is said to have been."""
    assert used(SECOND, Totals(9), before=FIRST, seen={FIRST}) == Usage(CALL)


def test_totals_that_stand_still_repeat() -> None:
    """The same totals again are the screen drawn anew."""
    assert used(FIRST, FIRST, before=FIRST, seen={FIRST}) is None


def test_an_older_snapshot_repeats() -> None:
    """Totals that were seen before add nothing, however far back they lie."""
    assert used(FIRST, FIRST, before=SECOND, seen={FIRST, SECOND}) is None


@pytest.mark.parametrize("total", [Totals(985, 250, 0, 125, 75), Totals(700, 250, 0, 125, 75)])
def test_small_falls_are_stale(total: Totals) -> None:
    """Totals that fall by 2 % or by two calls are late news: 1,125 to 1,110, and to 825 + 2 x 200."""
    assert used(total, Totals(150, 0, 0, 50, 0), before=FIRST, seen={FIRST}) is None


def test_a_large_fall_is_a_new_beginning() -> None:
    """Where the totals begin anew the last call counts, or without one the new totals."""
    small = Totals(100, 10, 0, 20, 0)

    assert used(small, Totals(40), before=SECOND, seen={SECOND}) == Usage(Totals(40), restarts=True)
    assert used(small, None, before=SECOND, seen={SECOND}) == Usage(small, restarts=True)


def test_totals_of_one_call_begin_anew() -> None:
    """Totals that equal the last call are a new beginning, though they exceed those before."""
    big = Totals(9000, 0, 0, 900, 0)

    assert used(big, big, before=SECOND, seen={SECOND}) == Usage(big, restarts=True)


def test_the_first_snapshot() -> None:
    """With nothing before, the last call counts: the rest of the totals stands in another file."""
    assert used(SECOND, CALL, before=None, seen=set()) == Usage(CALL)
    assert used(SECOND, None, before=None, seen=set()) == Usage(SECOND)


def test_without_totals_the_last_call_counts() -> None:
    """A log without totals is believed call by call."""
    assert used(None, CALL, before=None, seen=set()) == Usage(CALL)
    assert used(None, None, before=FIRST, seen={FIRST}) is None


def test_totals_that_grow_and_shrink() -> None:
    """Where one total fell while the others grew the last call is believed; without one it shows."""
    odd = Totals(3500, 100, 0, 425, 275)

    assert used(odd, CALL, before=FIRST, seen={FIRST}) == Usage(CALL)
    assert used(odd, None, before=FIRST, seen={FIRST}) == Usage(Totals(2500, -150, 0, 300, 200))


@given(st.lists(calls, max_size=8), st.data())
def test_any_session_sums_to_its_last_totals(session: list[Totals], data: st.DataObject) -> None:
    """Whatever is repeated on the way, a session used what its last totals say."""
    before, seen, summed = None, set[Totals](), Totals()
    total = Totals()
    for call in session:
        total = added(total, call)
        repeats = data.draw(st.lists(st.sampled_from(sorted({total, *seen})), max_size=2))
        for shown in (total, *repeats):
            usage = used(shown, call, before=before, seen=seen)
            if usage is not None:
                summed, before = added(summed, usage.counts), shown
                seen.add(shown)

    assert summed == total
