"""Tests of import_text.py."""

from __future__ import annotations

from support.price_lists import day, dollars, priced
from tokenomics.imports import Recorded, planned
from tokenomics.imports.recorded import Entry
from tokenomics_cli.import_rows import Found
from tokenomics_cli.import_text import text


def _text(limit: int | None = None, width: int = 80) -> str:
    entries = {("acme", f"m{n}"): [Entry(None, dollars(input="10"))] for n in range(1, 30)}
    book = Recorded({**entries, ("acme", "away"): entries["acme", "m1"]}, frozenset())
    reading = priced(**{f"m{n}": str(10 + n) for n in range(1, 30)}, **{"x" * 99: "1"})
    plan = planned(book, reading, day(5))
    return text(Found(reading, book, plan, [], frozenset()), "list.toml", limit=limit, width=width)


def test_the_greatest_change_comes_first() -> None:
    """From 10 to 39 are 290 %; ten rows are shown unless a limit says otherwise."""
    shown = _text()

    assert "Changed prices, the greatest change first (10 of 29)" in shown
    assert shown.index("290") < shown.index("280") < shown.index("270")
    assert "(3 of 29)" in _text(limit=3)


def test_counts_are_of_models() -> None:
    """One is new, 29 cost something else, one is gone."""
    lines = {line.split("  ")[0]: line.split()[-10:] for line in _text().splitlines()}

    assert "1" in lines["new"]
    assert "29" in lines["changed"]
    assert "acme/away" in _text()


def test_a_narrow_terminal_is_enough() -> None:
    """No line is longer than it, however long a model's name is."""
    assert max(map(len, _text(width=80).splitlines())) <= 80
