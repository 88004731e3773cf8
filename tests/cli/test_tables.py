"""Tests of tables.py."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tokenomics_cli.tables import Narrow, as_json, listing, narrowed, table

ROWS = [
    {"name": "a", "count": 1200, "at": datetime(2026, 11, 2, tzinfo=UTC)},
    {"name": "longer", "count": 3, "at": None},
]


def test_numbers_stand_to_the_right_and_names_to_the_left() -> None:
    """Columns are aligned below their headings, nothing trails."""
    assert table(ROWS).splitlines() == [
        "name    count  at",
        "a       1,200  2026-11-02T00:00:00Z",
        "longer      3",
    ]


def test_no_rows_are_said() -> None:
    """There are no headings without rows."""
    assert table([]) == "nothing to list"


def test_json_keeps_numbers_and_nulls() -> None:
    """JSON has plain numbers, ISO instants and null for what is not known."""
    assert json.loads(as_json(ROWS)) == [
        {"name": "a", "count": 1200, "at": "2026-11-02T00:00:00Z"},
        {"name": "longer", "count": 3, "at": None},
    ]


def test_a_listing_comes_in_both_forms() -> None:
    """The form decides between the aligned text and JSON; both end in a line's end."""
    assert listing(ROWS, "table") == f"{table(ROWS)}\n"
    assert listing(ROWS, "json") == as_json(ROWS)


def test_a_name_cannot_steer_the_terminal() -> None:
    """Control characters of a name are replaced."""
    assert "\x1b" not in table([{"name": "\x1b[2Jgone"}])


LONG = [
    {
        "file": "/home/dev/logs/2026/11/calls.jsonl",
        "line": 7,
        "reason": "not a whole number of 0 or more",
        "source": "native",
        "ts": "2026-11-02T00:00:00Z",
    },
    {"file": "b.csv", "line": 1200, "reason": "missing", "source": "native", "ts": ""},
]


def _narrowed(width: int) -> list[str]:
    how = Narrow(width, ("file", "reason"), ("source", "ts"))
    return table(narrowed(LONG, how)).splitlines()


def test_what_fits_stays() -> None:
    """A table that is no wider than the terminal is not touched."""
    assert _narrowed(200) == table(LONG).splitlines()


def test_a_table_is_narrowed() -> None:
    """What may be spared goes first, from the right; then long texts lose their middle."""
    assert _narrowed(100)[0].split() == ["file", "line", "reason", "source"]
    assert _narrowed(50) == [
        "file                    line  reason",
        "/home/d…1/calls.jsonl      7  not a w…of 0 or more",
        "b.csv                  1,200  missing",
    ]


@pytest.mark.parametrize("width", range(36, 110, 7))
def test_a_table_is_as_wide_as_its_terminal(width: int) -> None:
    """No line is longer, and every row keeps both ends of its long texts."""
    lines = _narrowed(width)

    assert max(map(len, lines)) <= width
    assert lines[1].startswith("/")
    assert ".jsonl " in lines[1]
    assert "more" in lines[1]


def test_what_a_table_has_no_room_for_is_named() -> None:
    """Below the table stand the columns that went; with room for all there is nothing to say."""
    how = Narrow(60, ("file", "reason"), ("source", "ts"))

    assert listing(LONG, "table", how).endswith("\n\nnot shown for want of room: source, ts\n")
    assert "not shown" not in listing(LONG, "table", how._replace(width=1000))


def test_no_rows_need_no_narrowing() -> None:
    """There is nothing to cut without rows, and nothing is cut below a few characters."""
    assert narrowed([], Narrow(10, ("file",))) == []
    assert (
        listing([], "table") == listing([], "table", Narrow(10, ("file",))) == "nothing to list\n"
    )
    assert narrowed(LONG, Narrow(1, ("file", "reason")))[0]["file"] == "/hom…s.jsonl"


def test_a_listing_comes_as_csv() -> None:
    """Numbers are plain, what is not known is empty, and no cell is a formula."""
    rows = [{"name": "=1+1", "count": 1200, "price": Decimal("-2.50"), "at": None}]

    assert listing(rows, "csv") == "name,count,price,at\n'=1+1,1200,-2.5,\n"
    assert listing([], "csv") == ""


def test_a_listing_comes_as_markdown() -> None:
    """Numbers stand to the right, and nothing in a name is markup."""
    rows = [{"name": "a|b", "price": Decimal("2.50")}]

    assert listing(rows, "markdown") == "| name | price |\n| --- | ---: |\n| a\\|b | 2.5 |\n"
    assert listing([], "markdown") == ""
