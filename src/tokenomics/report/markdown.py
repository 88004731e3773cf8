"""A cost report as Markdown, for the summary of a build or a comment."""

from __future__ import annotations

from collections.abc import Sequence

from tokenomics.costing import CostReport
from tokenomics.records.escape import escaped
from tokenomics.report.grid import NOTHING, Grid, footnotes, grid, is_empty, title


def markdown(report: CostReport, *, prices: str = "list prices") -> str:
    """The report as a title, a table and notes."""
    rows = [NOTHING] if is_empty(report) else _table(grid(report))
    notes = [part for note in footnotes(report) for part in ("", escaped(note))]
    return "\n".join([f"**{escaped(title(report, prices))}**", "", *rows, *notes]) + "\n"


def _table(shown: Grid) -> list[str]:
    rule = ["---" if i < shown.names else "---:" for i in range(len(shown.head))]
    total = [f"**{escaped(cell)}**" if cell else "" for cell in shown.total]
    rows = [_row([escaped(cell) for cell in row]) for row in (shown.head, *shown.body)]
    return [rows[0], _row(rule), *rows[1:], _row(total)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
