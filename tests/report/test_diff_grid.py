"""Comparisons as grids."""

from __future__ import annotations

from decimal import Decimal

from support.diffs import diff_of
from tokenomics.report.diff_grid import groups, measures


def test_what_is_shown_adds_up() -> None:
    """A third each: 0.3333 thrice is 1.000; the base, usage and prices sum to the head."""
    diff = diff_of(
        {"a": "0.333333", "b": "0.333333", "c": "0.333334"},
        {"a": "1.111111", "b": "1.111111", "c": "1.111111"},
        then="0.444444",
    )
    rows = {row[0].strip(): row[1:4] for row in measures(diff).body}
    parts = [Decimal(rows[name][2]) for name in ("by usage", "by price")]
    shown = groups(diff).body

    assert Decimal(rows["cost"][0]) + sum(parts) == Decimal(rows["cost"][1]) == Decimal("3.333")
    assert sum(parts) == Decimal(rows["cost"][2])
    assert sum(Decimal(row[2]) for row in shown) == Decimal("3.333")
    assert all(Decimal(row[1]) + Decimal(row[3]) == Decimal(row[2]) for row in shown)


def test_prices_that_changed_nothing_are_not_mentioned() -> None:
    """The cost alone is told, with the request and what it cost."""
    rows = measures(diff_of({"a": "1"}, {"a": "2"})).body

    assert [row[0] for row in rows] == ["cost", "requests", "cost per request"]
    assert rows[0] == ("cost", "1.000", "2.000", "+1.000", "+100", "")
    assert rows[1] == ("requests", "1", "1", "0", "0", "")


def test_names_are_visible_and_marked() -> None:
    """A name that would move the cursor is written out; groups of one side say so."""
    found = groups(diff_of({"a\x1b": "1"}, {"b": "2"}))

    assert found.head == ("feature", "base", "head", "change", "%", "")
    assert [(row[0], row[-1]) for row in found.body] == [("b", "new"), ("a\\x1b", "gone")]
    assert len(groups(diff_of({"a": "1"}, {"b": "2"}), most=1).body) == 1
