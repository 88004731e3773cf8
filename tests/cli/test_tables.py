"""Tests of tables.py."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from tokenomics_cli.tables import as_json, listing, table

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


def test_no_rows_are_no_table() -> None:
    """There are no headings without rows."""
    assert table([]) == ""


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
