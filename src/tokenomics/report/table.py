"""A cost report as plain text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from tokenomics.costing import CostReport
from tokenomics.records.escape import shorten
from tokenomics.report.grid import NOTHING, Grid, footnotes, grid, is_empty, title

_GAP = "  "
_LEAST = 8
# What a narrow terminal does without, first to go first.
_DISPENSABLE = ("cached", "all input", "all output", "requests")


def table(report: CostReport, *, prices: str = "list prices", width: int = 80) -> str:
    """The report as lines of at most `width` characters, as far as its figures allow."""
    rows = [NOTHING] if is_empty(report) else _lines(_fitted(grid(report), width))
    lines = [*textwrap.wrap(title(report, prices), width), "", *rows, ""]
    for note in footnotes(report):
        lines += textwrap.wrap(note, width, subsequent_indent="  ")
    return "\n".join(lines) + "\n"


def _lines(shown: Grid) -> list[str]:
    rows = [shown.head, *shown.body, shown.total]
    widths = [max(len(row[i]) for row in rows) for i in range(len(shown.head))]
    drawn = [_line(row, widths, shown.names) for row in rows]
    rule = _GAP.join("-" * width for width in widths)
    return [drawn[0], rule, *drawn[1:-1], *([rule] if shown.body else []), drawn[-1]]


def _line(row: Sequence[str], widths: Sequence[int], names: int) -> str:
    cells = [
        cell.ljust(width) if i < names else cell.rjust(width)
        for i, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return _GAP.join(cells).rstrip()


def _fitted(shown: Grid, width: int) -> Grid:
    """Leave out dispensable figures, then shorten names, until the table fits."""
    for name in (name for name in _DISPENSABLE if name in shown.head):
        if _figures_width(shown) + shown.names * (_LEAST + len(_GAP)) > width:
            shown = _without(shown, shown.head.index(name))
    room = (width - _figures_width(shown)) // shown.names - len(_GAP)
    return _shortened(shown, max(room, _LEAST), width)


def _figures_width(shown: Grid) -> int:
    rows = [shown.head, *shown.body, shown.total]
    columns = range(shown.names, len(shown.head))
    return sum(max(len(row[i]) for row in rows) + len(_GAP) for i in columns) - len(_GAP)


def _without(shown: Grid, column: int) -> Grid:
    def cut(row: tuple[str, ...]) -> tuple[str, ...]:
        return row[:column] + row[column + 1 :]

    return shown._replace(
        head=cut(shown.head), body=tuple(cut(row) for row in shown.body), total=cut(shown.total)
    )


def _shortened(shown: Grid, room: int, width: int) -> Grid:
    rows = [shown.head, *shown.body, shown.total]
    names = sum(max(len(row[i]) for row in rows) + len(_GAP) for i in range(shown.names))
    if names + _figures_width(shown) <= width:
        return shown

    def cut(row: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(shorten(cell, room) if i < shown.names else cell for i, cell in enumerate(row))

    return shown._replace(
        head=cut(shown.head), body=tuple(cut(row) for row in shown.body), total=cut(shown.total)
    )
