"""Tests of escape.py."""

from __future__ import annotations

import csv
import io

import pytest

from tokenomics.records.escape import csv_line, escaped, printable, safe, shorten


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "\uff1d1+1"])
def test_no_cell_is_a_formula(text: str) -> None:
    """A text that a spreadsheet would run begins with an apostrophe."""
    assert safe(text) == f"'{text}"
    assert safe(f"a{text}") == f"a{text}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b", r"a\|b"),
        ("<script>", "&lt;script&gt;"),
        ("[x](y)", r"\[x\](y)"),
        ("`*_~#", "\\`\\*\\_\\~\\#\N{ZERO WIDTH SPACE}"),
        (
            "@a https://b www.c",
            "@\N{ZERO WIDTH SPACE}a https:\N{ZERO WIDTH SPACE}//b w\N{ZERO WIDTH SPACE}ww.c",
        ),
    ],
)
def test_nothing_is_markup(text: str, shown: str) -> None:
    """A name is shown as it is written, and calls or links nobody."""
    assert escaped(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\r\nb", r"a\r\nb"), ("\x1b[2J", r"\x1b[2J"), ("\ud800", r"\ud800"), ("Zoë <b>", "Zoë <b>")],
)
def test_nothing_moves_the_cursor(text: str, shown: str) -> None:
    """What a terminal or a header would obey is written as an escape."""
    assert printable(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::add-mask::1", r"\x3a:add-mask::1"), (" ::error::x", r" \x3a:error::x"), ("a ::b:: :c", "a ::b:: :c"),
        ("x ##[error]y", r"x \x23#[error]y"), ("##vso[task.x]y", r"\x23#vso[task.x]y"), ("# a ## b [c]", "# a ## b [c]"),
        ("###[group]", r"#\x23#[group]"), (":", ":"),
    ],
)  # fmt: skip
def test_nothing_is_an_order_to_a_build_server(text: str, shown: str) -> None:
    """What GitHub's, Azure's and others' servers obey in what a job says is written as an escape."""
    assert printable(text) == shown


def test_a_cut_is_seen() -> None:
    """Of six characters four are left with an ellipsis in five."""
    assert [shorten("abcdef", width) for width in (6, 5, 1, 0)] == ["abcdef", "abcd…", "…", "…"]


def test_no_cell_begins_a_line() -> None:
    """A cell with either end of a line is quoted, for a spreadsheet would run what begins the next one."""
    cells = ["a\r=1+1", "b\nc", "d,e", "", None, 1.5]

    line = csv_line(cells)

    assert line == '"a\r=1+1","b\nc","d,e",,,1.5\n'
    assert next(csv.reader(io.StringIO(line, newline=""))) == [
        "a\r=1+1",
        "b\nc",
        "d,e",
        "",
        "",
        "1.5",
    ]
