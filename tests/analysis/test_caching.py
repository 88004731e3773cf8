"""Prompt caches: what they saved, and what was written for nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from support.usage import T0, call
from support.waste import M, Rows, based, figures, stake_of
from tokenomics.analysis.caching import LIFETIMES, UNREAD, Writes, answered, savings, unread
from tokenomics.analysis.stakes import Base, Finding, stakes
from tokenomics.books import Book

WEEK = call(ts=T0 + timedelta(days=7), session_id="last")


def at(minutes: float, **columns: Any) -> Mapping[str, Any]:
    """A call of session `s` some minutes after the first."""
    return call(ts=T0 + timedelta(minutes=minutes), **{"session_id": "s", **columns})


def _unread(base: Base) -> Finding:
    found = unread(base)
    assert found is not None
    return found[0]


def _writes(book: Book, rows: Rows) -> Writes:
    with based(book, rows) as base:
        found = unread(base)
    assert found is not None
    return found[1]


def test_cached_reads_saved_the_difference_to_input(book: Book) -> None:
    """4 M read at 0.5 cost 2 and would have cost 8; 1 M written at 2.5 would have cost 2: -6 + 0.5."""
    rows = [call(input=M, cache_write_5m=M), call(cache_read=4 * M), call(input=M)]
    stake = stake_of(book, rows, savings)

    assert figures(stake) == (2, 5 * M, Decimal("6.5"), Decimal("-5.5"))


def test_caches_that_nothing_reads_cost_more_than_they_save(book: Book) -> None:
    """2 M written at 2.5 where input costs 2: 1 dollar lost."""
    assert stake_of(book, [call(cache_write_5m=2 * M)], savings).at_stake == 1


def test_cached_sound_would_be_input_of_sound(book: Book) -> None:
    """`small` has no price of sound, so that nothing is said of its amount."""
    with based(book, [call(cache_read_audio=M)]) as base:
        finding = savings(base)
        assert finding is not None
        assert set(finding.changed) == {"cache_read_audio", "input_audio"}
        assert stakes(base, finding).by_key == {}


def test_what_a_gateway_answered_would_have_cost(book: Book) -> None:
    """1 M in at 2 and 1 M out at 8, had the provider been asked: 10 for nothing; a free call is none of it, nor one without tokens."""
    rows = [
        call(input=M, output=M, billing="cached", gateway_cache_hit=True),
        call(input=M, output=M, billing="free"),
        call(input=0, output=0, billing="cached"),
        call(input=M),
    ]

    assert figures(stake_of(book, rows, answered)) == (1, 2 * M, 0, Decimal(-10))


def test_without_cached_tokens_there_is_nothing_to_say(book: Book) -> None:
    """None, not zero."""
    with based(book, [call(input=M)]) as base:
        assert (savings(base), unread(base)) == (None, None)


@pytest.mark.parametrize(("minutes", "is_read"), [(0, False), (1, True), (5, True), (5.1, False)])
def test_a_write_is_read_if_a_later_call_of_the_session_reads_in_time(
    book: Book, minutes: float, is_read: bool
) -> None:
    """2 M at 2.5 instead of 2: a dollar is lost unless somebody reads within five minutes."""
    rows = [at(0, cache_write_5m=2 * M), at(minutes, cache_read=M), WEEK]

    assert stake_of(book, rows, _unread).at_stake == (0 if is_read else 1)


@pytest.mark.parametrize("meter", LIFETIMES)
def test_every_cache_has_its_lifetime(book: Book, meter: str) -> None:
    """A read just in time counts, and one a minute later does not."""
    minutes = LIFETIMES[meter] / timedelta(minutes=1)
    for late, waste in ((0, 0), (1, 1)):
        rows = [at(0, **{meter: M}), at(minutes + late, cache_read=M), WEEK]
        with based(book, rows) as base:
            _unread(base)
            wasted = base.con.execute(f"SELECT {meter} // {M} FROM {UNREAD}").fetchall()
        assert wasted == [(waste,)]


def test_the_last_write_of_a_conversation_is_lost(book: Book) -> None:
    """Three turns write 1, 2 and 4 M; the second and third read, nobody reads the 4 M: 4 x 0.5 = 2."""
    rows = [
        at(0, cache_write_5m=M),
        at(1, cache_read=M, cache_write_5m=2 * M),
        at(2, cache_read=3 * M, cache_write_5m=4 * M),
        WEEK,
    ]

    assert figures(stake_of(book, rows, _unread)) == (1, 4 * M, Decimal("11.5"), Decimal(2))


def test_another_session_or_model_reads_something_else(book: Book) -> None:
    """Neither session `t` nor `large` reads what `small` wrote in session `s`."""
    rows = [
        at(0, cache_write_5m=2 * M),
        at(1, cache_read=M, session_id="t"),
        at(1, cache_read=1, model_served="large"),
        WEEK,
    ]

    assert stake_of(book, rows, _unread).at_stake == 1


def test_without_a_session_the_feature_reads(book: Book) -> None:
    """Feature `a` reads its own, feature `b` does not: of 2 + 2 M the second 2 M are lost."""
    rows = [
        at(0, cache_write_5m=2 * M, feature="a", session_id=None),
        at(0, cache_write_5m=2 * M, feature="b", session_id=None),
        at(1, cache_read=M, feature="a", session_id=None),
        WEEK,
    ]

    assert stake_of(book, rows, _unread, where=(("feature", "a"),)).at_stake == 0
    assert stake_of(book, rows, _unread).at_stake == 1
    assert _writes(book, rows) == Writes(calls=2, guessed=2, waiting=0)


def test_what_a_filter_leaves_out_still_reads(book: Book) -> None:
    """The reader is of another feature of the session, and after the period: the write was read."""
    rows = [at(0, cache_write_5m=M, feature="a"), at(1, cache_read=M, feature="b"), WEEK]
    until = T0 + timedelta(minutes=1)

    assert stake_of(book, rows, _unread, where=(("feature", "a"),), until=until).calls == 0


def test_a_write_at_the_end_of_the_log_may_yet_be_read(book: Book) -> None:
    """The log ends four minutes later: nothing is said of the write, and it is counted."""
    rows = [at(0, cache_write_5m=M), at(4)]

    assert stake_of(book, rows, _unread).calls == 0
    assert _writes(book, rows) == Writes(calls=1, guessed=0, waiting=1)


def test_a_call_that_costs_nothing_and_a_sum_of_calls_waste_nothing(book: Book) -> None:
    """A gateway answered the first from its own cache; of the second nobody knows when it wrote."""
    rows = [
        at(0, cache_write_5m=M, billing="cached"),
        at(0, cache_write_5m=M, grain="bucket"),
        WEEK,
    ]

    assert stake_of(book, rows, _unread).calls == 0


def test_no_more_is_lost_than_the_calls_cost(book: Book) -> None:
    """2.5 paid for 1 M and 0.5 lost."""
    stake = stake_of(book, [at(0, cache_write_5m=M), WEEK], _unread)

    assert 0 < stake.at_stake <= stake.cost == Decimal("2.5")
