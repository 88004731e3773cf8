"""Readers of rows: each turns prepared text into rows with exact digits and line numbers.

They are the exact way in; `scan` is the fast one. A row that cannot be read is a value with its
reason, never an exception.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from tokenomics.sources.contract import Container, Field, RawRow, Row

MAX_CELL = 1 << 30
HALF_WRITTEN = "half written"

# Fractions stay text, so that no digit passes through a float; whole numbers are exact as they are.
_DECODER = msgspec.json.Decoder(float_hook=str)

# The objects found at a path, each with the index of its row.
_Opened = dict[tuple[str, ...], list[tuple[int, Row]]]


class Document(NamedTuple):
    """A value of a JSON file and its line, or why it could not be read."""

    line: int
    value: Any
    problem: str | None


def decode(text: bytes | str) -> Any:
    """JSON with its fractions as text; raises msgspec.DecodeError, also where it is nested too deeply."""
    try:
        return _DECODER.decode(text)
    except RecursionError as error:
        raise msgspec.DecodeError(str(error)) from None


def read_rows(path: Path, container: Container, first_line: int = 1) -> Iterator[RawRow]:
    """The rows of a prepared text file by its container, the exact way."""
    if container == "csv":
        return csv_rows(path)
    return json_document(path) if container == "json" else json_lines(path, first_line)


def json_lines(path: Path, first_line: int = 1) -> Iterator[RawRow]:
    """The objects of a JSON Lines file; blank lines are no rows.

    A last line without an end that does not parse is half written: its writer is not done.
    """
    with path.open("rb") as file:
        for number, line in enumerate(file, first_line):
            if not line.strip():
                continue
            yield _json_line(number, line)


def _json_line(number: int, line: bytes) -> RawRow:
    try:
        value = decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        if not line.endswith(b"\n"):
            return RawRow(number, None, f"line: {HALF_WRITTEN}")
        return RawRow(number, None, "line: not valid JSON")
    if not isinstance(value, dict):
        return RawRow(number, None, "line: not a JSON object")
    return RawRow(number, value, None)


def json_document(path: Path) -> Iterator[RawRow]:
    """The objects of a JSON document: itself, the elements of its array, or of its one `data` array."""
    try:
        value = decode(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError):
        yield RawRow(1, None, "line: not valid JSON")
        return
    for number, row in enumerate(elements(value), 1):
        if isinstance(row, dict):
            yield RawRow(number, row, None)
        else:
            yield RawRow(number, None, "line: not a JSON object")


def documents(path: Path, container: Container, first_line: int = 1) -> Iterator[Document]:
    """The objects of JSON Lines, the elements of a document's array, or a document itself."""
    if container != "json":
        for found in json_lines(path, first_line):
            yield Document(found.line, found.row, found.problem)
        return
    try:
        value = decode(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError):
        yield Document(1, None, "line: not valid JSON")
        return
    for one in value if isinstance(value, list) else [value]:
        yield Document(1, one, None)


def elements(document: Any) -> list[Any]:
    """What a JSON document holds: the elements of its array or of its one `data` array, else itself."""
    if isinstance(document, dict) and isinstance(document.get("data"), list):
        return document["data"]
    return document if isinstance(document, list) else [document]


def csv_rows(path: Path) -> Iterator[RawRow]:
    """The rows of a CSV file by its header; a row of another width is refused."""
    csv.field_size_limit(MAX_CELL)
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        first = file.readline()
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter(first), strict=True)
        header = [name.strip() for name in next(reader, [])]
        number = reader.line_num
        while True:
            number = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield RawRow(number, None, f"line: not valid CSV ({error})")
                continue
            if cells:
                yield _csv_row(number, header, cells)


def _csv_row(number: int, header: list[str], cells: list[str]) -> RawRow:
    if len(cells) != len(header):
        return RawRow(number, None, f"line: {len(cells)} cells where the header has {len(header)}")
    if any("\0" in cell for cell in cells):
        return RawRow(number, None, "line: holds a NUL")
    return RawRow(number, dict(zip(header, cells, strict=True)), None)


def delimiter(header: str) -> str:
    """The separator of a header line: the one of , ; tab | that it has most of."""
    return max(",;\t|", key=header.count)


def csv_header(text: str) -> tuple[str, ...]:
    """The column names in the first line of CSV text; none where it is no line of a table."""
    first = text.split("\n", 1)[0].rstrip("\r")
    try:
        cells = next(csv.reader(io.StringIO(first), delimiter=delimiter(first)), [])
    except csv.Error:
        return ()
    return tuple(cell.strip() for cell in cells)


def columns(found: Sequence[Row], fields: Sequence[Field]) -> list[list[str | None]]:
    """The rows' fields as text, one list a field; null and absent are None, objects and lists JSON.

    Every container on the way to a value is opened once for all fields below it.
    """
    opened: _Opened = {(): list(enumerate(found))}
    return [_column(opened, field, len(found)) for field in fields]


def pick(row: Row, field: Field) -> str | None:
    """One field of one row, as `columns` reads it."""
    return columns([row], [field])[0][0]


def _column(opened: _Opened, field: Field, count: int) -> list[str | None]:
    texts: list[str | None] = [None] * count
    for path in field.paths:
        step = path[-1]
        for index, row in _rows_at(opened, path[:-1]):
            if texts[index] is None and (value := row.get(step)) is not None:
                texts[index] = value if isinstance(value, str) else as_text(value)
    return texts


def _rows_at(opened: _Opened, path: tuple[str, ...]) -> list[tuple[int, Row]]:
    if path not in opened:
        step = path[-1]
        above = ((index, _as_row(row.get(step))) for index, row in _rows_at(opened, path[:-1]))
        opened[path] = [(index, row) for index, row in above if row]
    return opened[path]


def _as_row(value: Any) -> Row | None:
    """An object as it is, or parsed where it is text; anything else has no fields."""
    if isinstance(value, str) and value[:1] == "{":
        try:
            value = decode(value)
        except msgspec.DecodeError:
            return None
    return value if isinstance(value, dict) else None


def as_text(value: Any) -> str | None:
    """A scalar as its text, true and false in JSON's words, anything else as JSON."""
    if value is None or isinstance(value, str):
        return value
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        return str(value)
    return msgspec.json.encode(value).decode()
