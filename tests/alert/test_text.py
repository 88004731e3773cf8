"""The text of a mail."""

from __future__ import annotations

from support.messages import GOLDEN, budget, golden, hostile
from tokenomics.alert.message import Table, readable
from tokenomics.alert.text import lines, text


def test_the_text_reads_like_this() -> None:
    """As the golden files say (`python tests/support/messages.py` writes them)."""
    for name in ("budget.txt", "hostile.txt"):
        assert golden()[name] == (GOLDEN / name).read_text("utf-8")


def test_lines_are_short_and_clean() -> None:
    """Paragraphs have lines of 76 characters, and no character of a name acts on a terminal."""
    whole = text(budget(paragraphs=("word " * 100, "x" * 200)))

    assert max(map(len, whole.splitlines())) == 76
    assert all(line.isprintable() for line in text(hostile()).split("\n"))


def test_a_table_is_aligned() -> None:
    """Names to the left, figures to the right, and a rule below the names of columns."""
    table = Table((("a", "9.50"), ("long name", "10.00")), ("feature", "cost"), "Costs")

    assert lines(table) == [
        "Costs",
        "feature     cost",
        "---------  -----",
        "a           9.50",
        "long name  10.00",
    ]


def test_what_is_not_said_leaves_no_trace() -> None:
    """Without period, paragraphs and tables there are two lines of text."""
    short = budget(headline="Over", paragraphs=(), tables=(), period="")

    assert text(short) == "Warning: Over\n\nWhen:   2026-11-12 07:30 CET\n"


def test_a_long_name_is_cut() -> None:
    """A name of 100 characters takes 48 of a line."""
    (table,) = readable(budget(tables=(Table((("n" * 100, "1"),)),))).tables

    assert lines(table) == [f"{'n' * 47}…  1"]
