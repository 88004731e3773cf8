"""A message as plain text: the part of a mail that every client shows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from tokenomics.alert.message import Message, Table, figures, label, readable, when
from tokenomics.records.escape import shorten

_WIDTH = 76
_CELL = 48
_GAP = "  "


def text(message: Message) -> str:
    """The message as lines of at most 76 characters, tables apart."""
    said = readable(message)
    parts = [_wrapped(f"{label(said)}: {said.headline}"), *map(_wrapped, said.paragraphs)]
    parts += ["\n".join(lines(table)) for table in said.tables]
    parts.append("\n".join(_facts(said)))
    return "\n\n".join(parts) + "\n"


def lines(table: Table) -> list[str]:
    """A readable table as aligned lines, its title and columns above them."""
    rows = [[shorten(cell, _CELL) for cell in row] for row in (table.columns, *table.rows) if row]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    right = figures(table)
    drawn = [
        _GAP.join(
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in rows
    ]
    rule = [_GAP.join("-" * width for width in widths)] if table.columns else []
    return [
        *([table.title] if table.title else []),
        *drawn[: len(rule)],
        *rule,
        *drawn[len(rule) :],
    ]


def _facts(message: Message) -> Iterator[str]:
    yield f"When:   {when(message)}"
    if message.period:
        yield f"Period: {message.period}"


def _wrapped(paragraph: str) -> str:
    return textwrap.fill(paragraph, _WIDTH, break_long_words=True, break_on_hyphens=False)
