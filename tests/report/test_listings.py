"""Listings as people read them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tokenomics.analysis.listing import Column, Listing
from tokenomics.report.listings import markdown, notes, table

TABLE = r"""What changed by feature, 2026-11-02 to 2026-11-03 (UTC), USD, list prices

feature     calls  change   a task  rate  multiple
----------  -----  ------  -------  ----  --------
chat | <b>  1,200  -1.005  0.01234  50 %        20
=cmd()          3   3.333        -     -      3.46
----------  -----  ------  -------  ----  --------
total       1,203   2.328        -     -         -

chat: less
In all: \x1b[31mmore.
no call states a step
1 more row is not shown
what has no price is in no amount
"""


def test_the_table_reads_like_this(listing: Listing) -> None:
    """Figures by their kind, what is not known as a dash, sentences below, no control characters."""
    assert table(listing).startswith(TABLE)


def test_parts_are_rounded_to_their_rounded_total(listing: Listing) -> None:
    """0.335 + 0.335 = 0.670 and 10.00 of others: to cents 0.34 + 0.33, as 0.67 is their sum."""
    parts = (Decimal("0.335"), Decimal("0.335"), Decimal(1000))
    rows = tuple(("a", 1, part, None, None, None, None) for part in parts)
    total = ("", 3, Decimal("1000.67"), None, None, None, None)
    lines = table(listing._replace(rows=rows, total=total)).splitlines()

    assert [line.split()[2] for line in (*lines[4:7], lines[8])] == [
        "0.34", "0.33", "1,000.00", "1,000.67",
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "has_room"), [(40, False), (60, True)])
def test_a_narrow_terminal_does_without_spare_columns(
    listing: Listing, width: int, has_room: bool
) -> None:
    """`calls` is spare: with 40 characters it goes, at 60 there is room for it."""
    text = table(listing, width=width)

    assert ("calls" in text.partition("not shown")[0]) is has_room
    assert ("not shown for want of room: calls" in text) is not has_room


def test_a_spare_column_that_knows_nothing_is_left_out(listing: Listing) -> None:
    """No row and no total has a figure of `calls`; `a task` stays, being no spare column."""
    rows = tuple((row[0], None, row[2], None, *row[4:]) for row in listing.rows)
    text = table(listing._replace(rows=rows, total=None))

    assert "calls" not in text
    assert "a task" in text


def test_upright_each_row_is_a_column(listing: Listing) -> None:
    """A column a line: what a row of many figures takes; the sum is the last."""
    lines = table(listing._replace(upright=True)).splitlines()

    assert lines[2].split() == ["chat", "|", "<b>", "=cmd()", "total"]
    assert lines[4].split() == ["calls", "1,200", "3", "1,203"]
    assert lines[5].split() == ["change", "-1.005", "3.333", "2.328"]


def test_upright_what_is_not_known_at_all_has_no_line(listing: Listing) -> None:
    """Of no row is told what a task cost: the line is left out, and data have it all the same."""
    rows = tuple((*row[:3], None, *row[4:]) for row in listing.rows)
    text = table(listing._replace(upright=True, rows=rows))

    assert "a task" not in text
    assert "rate" in text


def test_columns_that_a_terminal_has_no_room_for_are_counted(listing: Listing) -> None:
    """At 24 characters one of three is shown, and two are said to be missing."""
    text = table(listing._replace(upright=True), width=24)

    assert "=cmd()" not in text
    assert "2 more columns are too wide" in text.replace("\n  ", " ")


def test_markdown_escapes_and_says_the_same(listing: Listing) -> None:
    """Names of logs are text, and every note is a paragraph."""
    text = markdown(listing)

    assert r"| chat \| &lt;b&gt; | 1,200 | -1.005 | 0.01234 | 50 % | 20 |" in text
    assert "\n\nno call states a step\n" in text


@pytest.mark.parametrize(
    ("share", "drawn"),
    [("0", "··········   0 %"), ("0.57", "█████·····  57 %"), ("1.23", "██████████ 123 %")],
)
def test_a_bar_is_drawn_with_its_percentage(listing: Listing, share: str, drawn: str) -> None:
    """Ten cells; what lies beyond is in the figure, and colour is never needed."""
    column = Column("used", "bar", "How much is used.")
    one = listing._replace(columns=(column,), rows=((Decimal(share),),), total=None)

    assert drawn in table(one)


def test_an_empty_listing_says_so(listing: Listing) -> None:
    """No table of headings alone, and no records only where there were none."""
    empty = listing._replace(rows=(), total=None, row_count=0)
    without = empty._replace(report=empty.report._replace(first=None))

    assert table(empty).split("\n\n")[1].splitlines()[0] == "nothing to list"
    assert table(without).split("\n\n")[1].splitlines()[0] == "no records"
    assert "|" not in markdown(empty)


def test_notes_tell_rows_result_and_limits_in_this_order(listing: Listing) -> None:
    """A row without a sentence has no line."""
    assert notes(listing) == [
        "chat: less",
        "In all: \\x1b[31mmore.",
        "no call states a step",
        "1 more row is not shown",
    ]


def test_an_answer_of_no_calls_says_nothing_of_them(listing: Listing) -> None:
    """What is not known of calls is told where there are some."""
    assert "requests" in table(listing)
    assert "requests" not in table(listing._replace(of_calls=False))
