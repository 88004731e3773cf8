"""Tests of price_text.py."""

from __future__ import annotations

from tokenomics.books import bundled
from tokenomics_cli.books import rates_of
from tokenomics_cli.price_text import lean, rates_text, sections, wrapped

ROW = {"meter": "input", "status": "disputed: somebody else has another price"}


def test_the_last_column_goes_on_below() -> None:
    """Its words stand under one another, the other columns are empty there."""
    assert wrapped([ROW], 30) == [
        {"meter": "input", "status": "disputed: somebody else"},
        {"meter": None, "status": "has another price"},
    ]


def test_what_fits_stays_as_it_is() -> None:
    """Without a terminal there is no end of the line, and nothing is wrapped."""
    assert wrapped([ROW], 10**9) == [ROW]
    assert wrapped([], 80) == []


def test_a_title_stands_above_each_table() -> None:
    """Columns that are empty in a table are left out of it."""
    text = sections({"one": [{"a": "x", "b": None}], "two": [{"a": "y", "b": "z"}]}, 80)

    assert text == "one\na\nx\n\ntwo\na  b\ny  z\n"


def test_spare_columns_make_room() -> None:
    """They go only where the table would be too wide."""
    rows = [{"meter": "input", "known at": "2026-11-26", "status": "retracted on some day"}]

    assert "known at" not in sections({"m": rows}, 30, ("known at",))
    assert "known at" in sections({"m": rows}, 80, ("known at",))


def test_sources_are_numbered() -> None:
    """Each source stands once, at the end."""
    rows = rates_of(bundled(), "openai/gpt-4-0613")
    text = rates_text(rows, 200)

    assert text.startswith("openai/gpt-4\nmeter")
    assert "\nsource  is\n     1  " in text
    assert text.count(str(rows[0]["source"])) == 1


def test_a_row_is_read_by_people() -> None:
    """A piece has its unit in its price, "*" is all meters, a plain call has no words."""
    plain = {"tier": "standard", "region": None, "variant": None, "hours": None, "context from": 0}
    row = {"meter": "web_search", "price": "0.01 USD", "per": "call", **plain}
    names = ("meter", "calls", "price")

    assert lean(row, names) == {"meter": "web_search", "calls": "", "price": "0.01 USD/call"}
    assert lean({**row, "meter": "*", "price": None}, names)["meter"] == "all"
