"""Tests of beside.py."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from support.price_lists import day, dollars, offer
from tokenomics.books import load_book
from tokenomics.imports import Kind, beside, known_to
from tokenomics.imports.record import Period

NOW = datetime(2026, 11, 15, 12, tzinfo=UTC)
BOOK = """provider = "acme"
[aliases]
"latest" = "m"
"old" = [{ model = "m", until = 2026-01-01 }]
[[price]]
model = "m"
rates = [{ input = 1, output = 2 }, { tier = "batch", input = 0.5 }]
"""


def _book(folder: Path) -> Path:
    path = folder / "acme.toml"
    path.write_text(BOOK, "utf-8")
    return path


def test_only_prices_that_both_state_are_compared(tmp_path: Path) -> None:
    """Input is 1 here and 1.5 there; output is the same, and only the list has cached reads."""
    theirs = dollars(input="1.5", output="2", cache_read="0.1")
    (found,) = beside(load_book(_book(tmp_path)), [offer("latest", Period(None, theirs))], NOW)

    assert found.kind == Kind("input")
    assert (found.ours.rate, found.theirs) == (Decimal("0.000001"), Decimal("0.0000015"))


def test_prices_of_another_time_are_not_compared(tmp_path: Path) -> None:
    """A scheduled price is none yet, and a name that meant the model once means it no more."""
    book = load_book(_book(tmp_path))
    scheduled = (Period(None, dollars(input="1")), Period(day(30), dollars(input="9")))

    assert beside(book, [offer("m", *scheduled)], NOW) == []
    assert beside(book, [offer("m", Period(day(30), dollars(input="9")))], NOW) == []
    assert beside(book, [offer("old", Period(None, dollars(input="9")))], NOW) == []


def test_the_names_that_a_book_knows(tmp_path: Path) -> None:
    """By the rules of logs: an alias is known, another model is not."""
    offers = [offer(name, Period(None, {})) for name in ("m", "latest", "n")]

    assert known_to(load_book(_book(tmp_path)), offers) == {("acme", "m"), ("acme", "latest")}
