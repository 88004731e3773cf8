"""Tests of windows of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tokenomics.books.windows import Window, common, covers, without

START = datetime(2026, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 20).map(lambda day: START + timedelta(days=day))


@st.composite
def windows(draw: st.DrawFn) -> Window:
    start, end = draw(st.none() | INSTANTS), draw(st.none() | INSTANTS)
    if start is not None and end is not None and start >= end:
        end = start + timedelta(days=1)
    return Window(start, end)


def test_covers_holds_from_the_first_instant_to_before_the_end() -> None:
    """The start lies in the window, the end does not."""
    window = Window(START, START + timedelta(days=1))

    assert covers(window, START)
    assert not covers(window, START + timedelta(days=1))
    assert not covers(window, START - timedelta(microseconds=1))


def test_common_of_neighbours_is_nothing() -> None:
    """A window that ends where the other starts shares no instant with it."""
    middle = START + timedelta(days=1)

    assert common(Window(None, middle), Window(middle, None)) is None


@given(windows(), windows(), INSTANTS)
def test_common_holds_what_both_hold(one: Window, other: Window, at: datetime) -> None:
    """An instant lies in the common window exactly where it lies in both."""
    shared = common(one, other)

    assert (shared is not None and covers(shared, at)) == (covers(one, at) and covers(other, at))


@given(windows(), windows(), INSTANTS)
def test_without_holds_what_is_outside_the_hole(window: Window, hole: Window, at: datetime) -> None:
    """An instant lies in exactly one part where it is in the window and not in the hole."""
    parts = [part for part in without(window, hole) if covers(part, at)]

    assert len(parts) == (1 if covers(window, at) and not covers(hole, at) else 0)
