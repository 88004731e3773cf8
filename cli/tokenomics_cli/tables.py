"""Lists as an aligned table, JSON, CSV or Markdown."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from tokenomics.records.escape import csv_line, escaped, printable, safe
from tokenomics.records.money import plain

ListFormat = Literal["table", "json", "csv", "markdown"]
Value = str | int | Decimal | datetime | None

_GAP = "  "
# What a long column needs to be read, and what it is never cut below.
_READABLE, _LEAST = 36, 12


class Narrow(NamedTuple):
    """How a table is narrowed: to what width, which columns may be cut and which may be left out."""

    width: int
    long: tuple[str, ...]
    spare: tuple[str, ...] = ()


def listing(
    rows: Sequence[Mapping[str, Value]], form: ListFormat, narrow: Narrow | None = None
) -> str:
    """Rows that share their columns, in the form asked for; a table is narrowed to a terminal."""
    if form == "json":
        return as_json(rows)
    if form == "csv":
        return as_csv(rows)
    if form == "markdown":
        return as_markdown(rows)
    return "\n".join([table(rows), ""]) if narrow is None else _narrow_table(rows, narrow)


def _narrow_table(rows: Sequence[Mapping[str, Value]], how: Narrow) -> str:
    """The table as narrow as it should be, and what it has no room for."""
    shown = narrowed(rows, how)
    gone = [name for name in how.spare if rows and name in rows[0] and name not in shown[0]]
    left_out = [f"\nnot shown for want of room: {', '.join(gone)}"] if gone else []
    return "\n".join([table(shown), *left_out, ""])


def narrowed(rows: Sequence[Mapping[str, Value]], how: Narrow) -> Sequence[Mapping[str, Value]]:
    """The rows with so much left out that their table is as wide as asked, if that can be.

    Columns that may go are left out where the long ones would have no room, the last first; the
    long ones share what is left. Rows that fit stay as they are.
    """
    if not rows or _width(rows) <= how.width:
        return rows
    spare = list(how.spare)
    wanted = sum(min(_needed(rows, name), _READABLE) for name in how.long)
    while spare and _room(rows, how) < wanted:
        gone = spare.pop()
        rows = [{name: value for name, value in row.items() if name != gone} for row in rows]
    widths = _shared(rows, how)
    return [
        {
            name: _cut(value, widths[name]) if name in widths else value
            for name, value in row.items()
        }
        for row in rows
    ]


def _width(rows: Sequence[Mapping[str, Value]]) -> int:
    return max(map(len, table(rows).splitlines()))


def _needed(rows: Sequence[Mapping[str, Value]], name: str) -> int:
    return max(len(name), *(len(_text(row[name])) for row in rows))


def _room(rows: Sequence[Mapping[str, Value]], how: Narrow) -> int:
    """The characters that the long columns have together beside all others."""
    names = list(rows[0])
    others = sum(_needed(rows, name) for name in names if name not in how.long)
    return how.width - others - len(_GAP) * (len(names) - 1)


def _shared(rows: Sequence[Mapping[str, Value]], how: Narrow) -> dict[str, int]:
    """The width of each long column: what it needs, or an equal part of what the shorter ones leave."""
    left, widths = _room(rows, how), dict[str, int]()
    order = sorted(how.long, key=lambda name: _needed(rows, name))
    for index, name in enumerate(order):
        widths[name] = max(min(_needed(rows, name), left // (len(order) - index)), _LEAST)
        left -= widths[name]
    return widths


def _cut(value: Value, width: int) -> str:
    """A text with its middle left out: both ends of a path or a reason tell the most."""
    text = _text(value)
    if len(text) <= width:
        return text
    tail = (width - 1) * 2 // 3
    return f"{text[: width - 1 - tail]}…{text[-tail:]}"


def as_json(rows: Sequence[Mapping[str, Value | list[str]]]) -> str:
    """A JSON array of objects; instants are ISO 8601 text in UTC, decimals are plain text."""
    objects = [{name: _json(value) for name, value in row.items()} for row in rows]
    return json.dumps(objects, indent=2, ensure_ascii=False) + "\n"


def as_csv(rows: Sequence[Mapping[str, Value]]) -> str:
    """Lines below the columns' names, no cell of which a spreadsheet would run."""
    cells = ([safe(v) if isinstance(v, str) else _json(v) for v in row.values()] for row in rows)
    return "".join(map(csv_line, [*rows[:1], *cells]))


def as_markdown(rows: Sequence[Mapping[str, Value]]) -> str:
    """A table for the summary of a build or a comment; empty where there are no rows."""
    if not rows:
        return ""
    rule = ["---:" if number else "---" for number in _numbers(rows)]
    cells = ([escaped(_text(value)) for value in row.values()] for row in rows)
    lines = ([escaped(name) for name in rows[0]], rule, *cells)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def table(rows: Sequence[Mapping[str, Value]]) -> str:
    """Aligned text below the columns' names, numbers to the right; without rows a word for that."""
    if not rows:
        return "nothing to list"
    names = list(rows[0])
    cells = [names, *([_text(row[name]) for name in names] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = (
        _GAP.join(
            cell.rjust(width) if is_number else cell.ljust(width)
            for cell, width, is_number in zip(line, widths, _numbers(rows), strict=True)
        ).rstrip()
        for line in cells
    )
    return "\n".join(lines)


def _numbers(rows: Sequence[Mapping[str, Value]]) -> list[bool]:
    """Which columns hold numbers only."""
    return [all(isinstance(row[name], int | Decimal | None) for row in rows) for name in rows[0]]


def _text(value: Value) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return "" if value is None else printable(str(_json(value)))


def _json(value: Value | list[str]) -> str | int | list[str] | None:
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value
