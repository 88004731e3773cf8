"""Short lists as an aligned table or as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from tokenomics_cli.terminal import printable

ListFormat = Literal["table", "json"]
Value = str | int | datetime | None


def listing(rows: Sequence[Mapping[str, Value]], form: ListFormat) -> str:
    """Rows that share their columns, in the form asked for."""
    return as_json(rows) if form == "json" else f"{table(rows)}\n"


def as_json(rows: Sequence[Mapping[str, Value]]) -> str:
    """A JSON array of objects; instants are ISO 8601 text in UTC."""
    plain = [{name: _json(value) for name, value in row.items()} for row in rows]
    return json.dumps(plain, indent=2, ensure_ascii=False) + "\n"


def table(rows: Sequence[Mapping[str, Value]]) -> str:
    """Aligned text below the columns' names, numbers to the right; empty where there are no rows."""
    if not rows:
        return ""
    names = list(rows[0])
    cells = [names, *([_text(row[name]) for name in names] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    right = [all(isinstance(row[name], int | None) for row in rows) for name in names]
    lines = (
        "  ".join(
            cell.rjust(width) if is_number else cell.ljust(width)
            for cell, width, is_number in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in cells
    )
    return "\n".join(lines)


def _text(value: Value) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return "" if value is None else printable(str(_json(value)))


def _json(value: Value) -> str | int | None:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value
