"""Calls under caps."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from support.tasks import outcome
from support.usage import call
from support.worlds import M, figures, replayed, saved
from tokenomics.books import Book
from tokenomics.records.errors import ConfigError
from tokenomics.replaying.capping import NO_OUTCOME


def test_what_is_said_beyond_a_cap_is_not_paid_for(tmp_path: Path, book: Book) -> None:
    """1 M of output at 8, and 0.4 M: of the first 0.5 M are cut: 4."""
    rows = [call(output=M), call(output=400_000)]
    found = replayed(tmp_path, book, rows, {"cap": ["output=500000"]})

    assert figures(found) == [(1, Decimal("11.2"), Decimal("7.2"), Decimal(4))]


def test_thoughts_are_cut_after_what_is_said(tmp_path: Path, book: Book) -> None:
    """0.6 M thought and 0.2 M said, capped at 0.5 M: nothing is said, and 0.1 M less thought: 0.3 M at 8."""
    rows = [call(output=200_000, reasoning=600_000)]

    assert saved(tmp_path, book, rows, cap="output=500000") == Decimal("2.4")


def test_of_what_is_sent_the_cheapest_is_cut_first(tmp_path: Path, book: Book) -> None:
    """0.3 M read at 0.5 and 0.3 M of input at 2, capped at 0.2 M: all that was read, 0.15, and 0.1 M: 0.2."""
    rows = [call(input=300_000, cache_read=300_000)]

    assert saved(tmp_path, book, rows, cap="input=200000") == Decimal("0.35")


def test_what_is_written_to_a_cache_is_cut_last(tmp_path: Path, book: Book) -> None:
    """0.1 M of input at 2 and 0.3 M written at 2.5, capped at 0.2 M: 0.2 + 0.1 M at 2.5."""
    rows = [call(input=100_000, cache_write_5m=300_000)]

    assert saved(tmp_path, book, rows, cap="input=200000") == Decimal("0.45")


def test_attempts_beyond_a_cap_are_not_made(tmp_path: Path, book: Book) -> None:
    """Of three at 2 each the third; one that states no attempt is the first."""
    rows = [call(input=M), call(input=M, attempt=2), call(input=M, attempt=3)]

    assert saved(tmp_path, book, rows, cap="attempts=2") == 2


def test_a_cap_may_be_of_some_calls(tmp_path: Path, book: Book) -> None:
    """Only those of `a`: half of 8."""
    rows = [call(output=M, feature="a"), call(output=M, feature="b")]

    assert saved(tmp_path, book, rows, cap="feature=a -> output=500000") == 4


def test_a_sum_of_many_calls_is_not_cut(tmp_path: Path, book: Book) -> None:
    """Nobody knows how long each of them was."""
    rows = [call(output=M, grain="bucket", requests=10)]

    assert saved(tmp_path, book, rows, cap="output=500000") == 0


def test_a_cap_beyond_all_calls_changes_nothing(tmp_path: Path, book: Book) -> None:
    """A cap at what is said."""
    assert saved(tmp_path, book, [call(output=M)], cap=f"output={M}") == 0


def test_it_says_how_many_successes_it_touches(tmp_path: Path, book: Book) -> None:
    """Of two tasks that succeeded one has a long call, and a failed one that counts for nothing."""
    rows = [call(task_id=task, output=n) for task, n in (("a", M), ("a", M), ("b", 1), ("c", M))]
    outcomes = [outcome("a", "success"), outcome("b", "success"), outcome("c", "failure")]
    found = replayed(tmp_path, book, rows, {"cap": ["output=5"]}, outcomes=outcomes)

    assert "cap output=5: 1 of 2 tasks that succeeded (50 %) have a call" in found.sentences[1]
    assert NO_OUTCOME not in found.remarks


def test_without_outcomes_it_says_that_nothing_tells(tmp_path: Path, book: Book) -> None:
    """Counts alone tell nothing of the work."""
    found = replayed(tmp_path, book, [call(output=M)], {"cap": ["output=5"]})

    assert NO_OUTCOME in found.remarks


@pytest.mark.parametrize(
    "text", ["output", "output=x", "outputs=5", "attempts=0", "team -> output=5"]
)
def test_what_cannot_be_read_says_how_it_is_written(tmp_path: Path, book: Book, text: str) -> None:
    """The text stands in the sentence."""
    with pytest.raises(ConfigError, match=f"cap '{text}'"):
        replayed(tmp_path, book, [call(output=M)], {"cap": [text]})


def test_sums_of_calls_that_stay_are_counted(tmp_path: Path, book: Book) -> None:
    """Ten calls in one record may each be below the cap."""
    rows = [call(input=M, grain="bucket", requests=10)]
    found = replayed(tmp_path, book, rows, {"cap": ["input=5"]})

    assert any(text.startswith("sums of many calls: 10 calls unchanged") for text in found.remarks)
