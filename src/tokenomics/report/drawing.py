"""Grids of texts, drawn for a terminal or as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tokenomics.records.escape import escaped, shorten

_GAP = "  "
_LEAST = 8


class Grid(NamedTuple):
    """Texts of a table: the first `names` columns are names, the rest are figures.

    `body` ends in the rest that a limit cut off; `total` is the last line, empty where there is
    none. `spare` are heads that a narrow terminal does without, first to go first, while names have
    less than `readable` characters each, and none is cut below `least`.
    """

    names: int
    head: tuple[str, ...]
    body: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    spare: tuple[str, ...] = ()
    readable: int = _LEAST
    least: int = 0


def lines(shown: Grid, width: int) -> list[str]:
    """The grid as aligned lines of at most `width` characters, as far as its figures allow."""
    shown = _fitted(shown, width)
    widths = [max(len(row[i]) for row in _rows(shown)) for i in range(len(shown.head))]
    head, *body = [_line(row, widths, shown.names) for row in (shown.head, *shown.body)]
    rule = _GAP.join("-" * width for width in widths)
    total = [_line(shown.total, widths, shown.names)] if shown.total else []
    return [head, rule, *body, *([rule] if body and total else []), *total]


def left_out(shown: Grid, width: int) -> list[str]:
    """A sentence that names the figures for which lines of `width` characters have no room, if any."""
    kept = _spared(shown, width).head
    gone = [head for head in shown.head[shown.names :] if head not in kept]
    return [f"not shown for want of room: {', '.join(gone)}"] if gone else []


def _rows(shown: Grid) -> list[tuple[str, ...]]:
    return [shown.head, *shown.body, *([shown.total] if shown.total else [])]


def _line(row: Sequence[str], widths: Sequence[int], names: int) -> str:
    cells = [
        cell.ljust(width) if i < names else cell.rjust(width)
        for i, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return _GAP.join(cells).rstrip()


def _fitted(shown: Grid, width: int) -> Grid:
    """Leave out dispensable figures, then shorten names, until the table fits."""
    shown = _spared(shown, width)
    room = (width - _figures_width(shown)) // max(shown.names, 1) - len(_GAP)
    return _shortened(shown, max(room, _LEAST, shown.least), width)


def _spared(shown: Grid, width: int) -> Grid:
    for name in (name for name in shown.spare if name in shown.head):
        if _figures_width(shown) + _names_width(shown) > width:
            shown = without(shown, shown.head.index(name))
    return shown


def _figures_width(shown: Grid) -> int:
    columns = range(shown.names, len(shown.head))
    return sum(max(len(row[i]) for row in _rows(shown)) + len(_GAP) for i in columns) - len(_GAP)


def _names_width(shown: Grid) -> int:
    """The width that names should have: what they need, as far as that is readable."""
    needed = (max(len(row[i]) for row in _rows(shown)) for i in range(shown.names))
    return sum(max(_LEAST, shown.least, min(width, shown.readable)) + len(_GAP) for width in needed)


def without(shown: Grid, column: int) -> Grid:
    """The grid without one of its columns."""

    def cut(row: tuple[str, ...]) -> tuple[str, ...]:
        return row[:column] + row[column + 1 :]

    return shown._replace(
        head=cut(shown.head), body=tuple(cut(row) for row in shown.body), total=cut(shown.total)
    )


def with_column(shown: Grid, head: str, cells: Sequence[str], total: str) -> Grid:
    """The grid with one more column of figures, which stands last."""
    body = tuple((*row, cell) for row, cell in zip(shown.body, cells, strict=True))
    last = (*shown.total, total) if shown.total else ()
    return shown._replace(head=(*shown.head, head), body=body, total=last)


def _shortened(shown: Grid, room: int, width: int) -> Grid:
    names = sum(max(len(row[i]) for row in _rows(shown)) + len(_GAP) for i in range(shown.names))
    if names + _figures_width(shown) <= width:
        return shown

    def cut(row: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(shorten(cell, room) if i < shown.names else cell for i, cell in enumerate(row))

    return shown._replace(
        head=cut(shown.head), body=tuple(cut(row) for row in shown.body), total=cut(shown.total)
    )


def markdown_lines(shown: Grid) -> list[str]:
    """The grid as a Markdown table, whose texts are shown as they are."""
    rule = ["---" if i < shown.names else "---:" for i in range(len(shown.head))]
    total = [f"**{escaped(cell)}**" if cell else "" for cell in shown.total]
    head, *body = [_row([escaped(cell) for cell in row]) for row in (shown.head, *shown.body)]
    return [head, _row(rule), *body, *([_row(total)] if total else [])]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
