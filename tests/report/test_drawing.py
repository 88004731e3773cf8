"""Grids of texts, drawn."""

from __future__ import annotations

import pytest

from tokenomics.report.drawing import Grid, left_out, lines, markdown_lines

GRID = Grid(
    1,
    ("feature", "requests", "cost"),
    (("search", "12", "3.00"), ("a feature of many words", "1", "0.50")),
    ("total", "13", "3.50"),
    spare=("requests",),
)


def test_names_stand_left_and_figures_right() -> None:
    """The rules are as wide as the columns."""
    assert lines(GRID, 80) == [
        "feature                  requests  cost",
        "-----------------------  --------  ----",
        "search                         12  3.00",
        "a feature of many words         1  0.50",
        "-----------------------  --------  ----",
        "total                          13  3.50",
    ]


def test_a_grid_without_a_total_ends_in_its_last_row() -> None:
    """There is no rule and no line below it."""
    assert lines(GRID._replace(total=()), 80)[-1] == "a feature of many words         1  0.50"
    assert markdown_lines(GRID._replace(total=()))[-1] == "| a feature of many words | 1 | 0.50 |"


@pytest.mark.parametrize("width", [16, 24, 30])
def test_a_narrow_grid_does_without_and_shortens_names(width: int) -> None:
    """Spare figures go, then names lose their ends; no figure is ever cut."""
    drawn = lines(GRID, width)

    assert max(map(len, drawn)) <= width
    assert drawn[-1].endswith("3.50")
    assert any("…" in line for line in drawn)
    assert ("requests" in drawn[0]) is (width >= 24)


def test_spare_figures_go_where_names_would_not_be_readable() -> None:
    """24 + 16 characters are too many for 38: either the figures go or the name is cut."""
    drawn = lines(GRID._replace(readable=30), 38)

    assert "requests" not in drawn[0]
    assert drawn[3].startswith("a feature of many words")
    assert lines(GRID, 38)[3].startswith("a feature of many wor…")


def test_what_is_left_out_is_named() -> None:
    """A reader learns which figures a narrow terminal does without; with room there is nothing to say."""
    assert left_out(GRID, 80) == []
    assert left_out(GRID, 16) == ["not shown for want of room: requests"]


def test_markdown_shows_texts_as_they_are() -> None:
    """A pipe and a tag are text, and the total is bold."""
    hostile = Grid(1, ("a|b", "n"), (("<i>", "1"),), ("all", ""))

    assert markdown_lines(hostile) == [
        r"| a\|b | n |",
        "| --- | ---: |",
        "| &lt;i&gt; | 1 |",
        "| **all** |  |",
    ]
