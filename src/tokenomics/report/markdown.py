"""A cost report as Markdown, for the summary of a build or a comment."""

from __future__ import annotations

from collections.abc import Sequence

from tokenomics.costing import CostReport
from tokenomics.records.escape import escaped
from tokenomics.report.course import Traced, bars_note, traced
from tokenomics.report.drawing import markdown_lines
from tokenomics.report.grid import footnotes, grid, is_empty, nothing, title


def markdown(report: CostReport, *, prices: str = "list prices") -> str:
    """The report as a title, a table and notes."""
    rows = [nothing(report)] if is_empty(report) else markdown_lines(grid(report))
    return markdown_page(title(report, prices), rows, footnotes(report))


def course_markdown(shown: Traced, *, prices: str = "list prices") -> str:
    """The same with the course of each row's cost over the period."""
    report = shown.report
    if is_empty(report):
        return markdown(report, prices=prices)
    rows = markdown_lines(traced(grid(report), shown))
    return markdown_page(title(report, prices), rows, [bars_note(shown), *footnotes(report)])


def markdown_page(title: str, rows: Sequence[str], notes: Sequence[str]) -> str:
    """A title, lines and notes, each note a paragraph."""
    texts = [part for note in notes for part in ("", escaped(note))]
    return "\n".join([f"**{escaped(title)}**", "", *rows, *texts]) + "\n"
