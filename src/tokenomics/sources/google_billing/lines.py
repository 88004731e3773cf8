"""The lines of Google's bills: rows with their credits apart, and the console's table without its sums."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tokenomics.sources import rows
from tokenomics.sources.contract import Container, RawRow

CREDIT, CREDIT_PLACE = "this_credit", "credit_place"
COST, CURRENCY, TAX = "console_cost", "console_currency", "console_tax"
FIRST_DAY, LAST_DAY = "first_day", "last_day"

# The exact amount, then the rounded one, of newer and older tables.
_COSTS = ("Unrounded subtotal", "Subtotal", "Unrounded cost", "Cost")
_MONEY = re.compile(r"(.+?) \((.+)\)$")
_SYMBOLS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "NT$": "TWD", "₹": "INR", "A$": "AUD", "CA$": "CAD", "CHF": "CHF"}  # fmt: skip


def read(path: Path, container: Container, first_line: int = 1) -> Iterator[RawRow]:
    """One row a line of the bill, and one more for each of its credits."""
    if container == "csv":
        yield from _console(path)
        return
    for found in rows.read_rows(path, container, first_line):
        yield found
        if found.row is not None:
            yield from _credits(found.line, found.row)


def subtotal(header: Sequence[str]) -> tuple[str, str] | None:
    """The column of a console's table that says what a line costs, and its currency's symbol."""
    named = {match[1]: match for name in header if (match := _MONEY.match(name.strip()))}
    found = next((named[name] for name in _COSTS if name in named), None)
    return (found[0], found[2]) if found else None


def _credits(line: int, row: dict[str, Any]) -> Iterator[RawRow]:
    given = row.get("credits")
    if given in (None, []):
        return
    if not isinstance(given, list):
        yield RawRow(line, None, "credits: not a list")
        return
    for place, credit in enumerate(given):
        yield RawRow(line, {**row, CREDIT: credit, CREDIT_PLACE: str(place)}, None)


def _console(path: Path) -> Iterator[RawRow]:
    """The lines of the table. Its last rows are sums, narrower than the others; a tax is a line."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        reader = csv.reader(file)
        header = [name.strip() for name in next(reader, [])]
        named = subtotal(header)
        days: list[str] = []
        for cells in reader:
            if not any(cells):
                continue
            if not cells[0].strip():
                yield RawRow(reader.line_num, _sum(cells, named, days), None)
            elif len(cells) != len(header):
                problem = f"line: {len(cells)} cells where the header has {len(header)}"
                yield RawRow(reader.line_num, None, problem)
            else:
                row: dict[str, Any] = dict(zip(header, cells, strict=True))
                days.append(cells[0].strip())
                yield RawRow(reader.line_num, row | _money(row, named), None)


def _money(row: dict[str, Any], named: tuple[str, str] | None) -> dict[str, Any]:
    if named is None:
        return {}
    column, symbol = named
    said = {COST: _plain(row[column]), CURRENCY: _SYMBOLS.get(symbol, symbol)}
    return said | {"Usage amount": _plain(row.get("Usage amount", ""))}


def _sum(
    cells: Sequence[str], named: tuple[str, str] | None, days: Sequence[str]
) -> dict[str, Any]:
    """What a row below the lines states: a tax over the days of the table, or nothing of its own."""
    words = [cell.strip() for cell in cells if cell.strip()]
    if len(words) < 2 or words[0] != "Tax" or not words[1].strip("0.,-") or not named or not days:
        return {}
    said = {TAX: "Tax", COST: _plain(words[1]), CURRENCY: _SYMBOLS.get(named[1], named[1])}
    return said | {FIRST_DAY: min(days), LAST_DAY: max(days)}


def _plain(text: str) -> str:
    """A number without the commas between its thousands."""
    grouped = re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?", text.strip())
    return text.replace(",", "") if grouped else text
