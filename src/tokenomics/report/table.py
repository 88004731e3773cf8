"""A cost report as plain text for a terminal."""

from __future__ import annotations

import textwrap

from tokenomics.costing import CostReport
from tokenomics.report.course import Traced, bars_note, traced
from tokenomics.report.drawing import Grid, left_out, lines
from tokenomics.report.grid import footnotes, grid, is_empty, nothing, title


def table(report: CostReport, *, prices: str = "list prices", width: int = 80) -> str:
    """The report as lines of at most `width` characters, as far as its figures allow."""
    if is_empty(report):
        return page(title(report, prices), [nothing(report)], footnotes(report), width)
    return _drawn(report, grid(report), [], prices, width)


def course_table(shown: Traced, *, prices: str = "list prices", width: int = 80) -> str:
    """The same with the course of each row's cost over the period."""
    report = shown.report
    if is_empty(report):
        return table(report, prices=prices, width=width)
    return _drawn(report, traced(grid(report), shown), [bars_note(shown)], prices, width)


def _drawn(report: CostReport, drawn: Grid, notes: list[str], prices: str, width: int) -> str:
    told = [*notes, *left_out(drawn, width), *footnotes(report)]
    return page(title(report, prices), lines(drawn, width), told, width)


def page(title: str, rows: list[str], notes: list[str], width: int) -> str:
    """A title, lines and notes, wrapped to a width."""
    found = [*textwrap.wrap(title, width), "", *rows, ""]
    for note in notes:
        found += textwrap.wrap(note, width, subsequent_indent="  ")
    return "\n".join(found) + "\n"
