"""Tests of succession.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tokenomics.books import Book, load_book
from tokenomics.books.rates import RateKey
from tokenomics.books.succession import holes, meet, reaches, successions, unexplained
from tokenomics.books.windows import Window

MARCH, JUNE, JULY = (datetime(2026, month, 1, tzinfo=UTC) for month in (3, 6, 7))
KEY = RateKey("acme", "m", "input", "standard", 0, None, None, None)
BOOK = """
provider = "acme"
[[price]]
model = "m"
from = 2026-06-01
rates = [{ input = 4 }]
[[price]]
model = "m"
until = 2026-03-01
rates = [{ input = 5, output = 30 }]
"""


def _book(toml: Callable[..., Path], more: str = "") -> Book:
    return load_book(toml(BOOK + more))


def test_prices_of_one_thing_follow_one_another(toml: Callable[..., Path]) -> None:
    """In the order of time, wherever they stand in the file; the undated one first."""
    found = successions(_book(toml).rates)

    assert [rate.start for rate in found[KEY]] == [None, JUNE]
    assert len(found[KEY._replace(meter="output")]) == 1


def test_a_hole_is_the_time_between_two_windows() -> None:
    """Windows that touch have none between them."""
    windows = [Window(None, MARCH), Window(JUNE, JULY), Window(JULY, None)]

    assert list(holes(windows)) == [Window(MARCH, JUNE)]


def test_a_gap_explains_its_part_of_a_hole(toml: Callable[..., Path]) -> None:
    """Of March to June a gap from May on leaves March and April."""
    may = datetime(2026, 5, 1, tzinfo=UTC)
    gap = '[[gap]]\nmodel = "m"\nfrom = 2026-05-01\nwhy = "nobody wrote it down"\n'
    hole = Window(MARCH, JUNE)

    assert unexplained(_book(toml, gap).gaps, KEY, hole) == [Window(MARCH, may)]
    assert unexplained(_book(toml).gaps, KEY, hole) == [hole]


def test_a_gap_reaches_what_it_names(toml: Callable[..., Path]) -> None:
    """A gap of one meter says nothing of the others."""
    (gap,) = _book(toml, '[[gap]]\nmodel = "m"\nmeter = "input"\nwhy = "?"\n').gaps

    assert reaches(gap, KEY)
    assert not reaches(gap, KEY._replace(meter="output"))
    assert not reaches(gap, KEY._replace(model="n"))


def test_rates_meet_where_both_are_in_force(toml: Callable[..., Path]) -> None:
    """The old input price and the new one do not; the old ones of input and output do."""
    new, old, output = _book(toml).rates

    assert meet(old, output)
    assert not meet(new, old)
