"""Which calls a step is about."""

from __future__ import annotations

import pytest

from support.usage import call
from support.waste import based
from tokenomics.books import Book
from tokenomics.records.errors import ConfigError
from tokenomics.replaying.picking import EVERY, Picked, Size, parted, picked_of, picked_sql


def _picked(book: Book, text: str, *rows: dict[str, object]) -> list[int]:
    with based(book, rows) as base:
        condition = picked_sql(base, picked_of(text, "x", "y"))
        calls = base.calls({"input": "calls.input"}, condition)
        return sorted(row[0] for row in base.con.execute(f"SELECT input FROM {calls}").fetchall())


def test_a_size_counts_all_input(book: Book) -> None:
    """1,000 of input and 500 from a cache are 1,500, which is not below it; 1,499 are."""
    rows = (call(input=1000, cache_read=500), call(input=999, cache_read=500))

    assert _picked(book, "input<1500", *rows) == [999]
    assert _picked(book, "input>=1500", *rows) == [1000]


def test_filters_are_those_of_reports(book: Book) -> None:
    """A value, a value excluded, and none stated."""
    rows = (call(input=1, team="a"), call(input=2, team="b"), call(input=3))

    assert _picked(book, "team=a", *rows) == [1]
    assert _picked(book, "team!=a", *rows) == [2, 3]
    assert _picked(book, "team=", *rows) == [3]
    assert _picked(book, "all", *rows) == [1, 2, 3]


def test_a_step_without_an_arrow_is_about_every_call() -> None:
    """What it does stands alone, or behind the arrow."""
    assert parted("output=500", "cap", "") == (EVERY, "output=500")
    assert parted("team=a, output>=9 -> output=500", "cap", "") == (
        Picked((("team", "a"),), (Size("output", is_below=False, tokens=9),)), "output=500",
    )  # fmt: skip


@pytest.mark.parametrize("text", ["", "team=a ->", "-> output=500"])
def test_a_step_without_one_of_its_parts_says_how_it_is_written(text: str) -> None:
    """The sentence has the shape."""
    with pytest.raises(ConfigError, match="write it so"):
        parted(text, "cap", "write it so")


@pytest.mark.parametrize("text", ["input<2k", "input<=20", "output>5", "input=7"])
def test_a_size_that_cannot_be_read_says_how_one_is_written(text: str) -> None:
    """There are two comparisons, of single tokens."""
    with pytest.raises(ConfigError, match="write input<N, input>=N"):
        picked_of(text, "route", "a shape")
