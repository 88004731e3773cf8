"""Readers of rows: each turns prepared text into rows with exact digits and line numbers.

They are the exact way in; `scan` is the fast one. A row that cannot be read is a value with its
reason, never an exception.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

import msgspec

from tokenomics.sources.contract import Container, RawRow, Row

MAX_CELL = 1 << 30
# A line is held in memory as a whole, many times over while it is looked into.
LONGEST_LINE = 1 << 28
HALF_WRITTEN = "half written"

# Fractions stay text, so that no digit passes through a float; whole numbers are exact as they are.
_DECODER = msgspec.json.Decoder(float_hook=str)


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
    """The objects of a JSON Lines file; blank lines are no rows."""
    return (RawRow(*found) for found in json_values(path, first_line, decode))


def json_values(path: Path, first_line: int, read: Callable[[bytes], Any]) -> Iterator[Document]:
    """What `read` makes of each line's object; blank lines hold none.

    A last line without an end that does not parse is half written: its writer is not done.
    """
    with path.open("rb") as file:
        for number, line in enumerate(_lines(file), first_line):
            if not line.isspace():
                yield _json_value(number, line, read)
                if len(line) == LONGEST_LINE:
                    _pass_over_rest(file)


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    return iter(partial(file.readline, LONGEST_LINE), b"")


def _pass_over_rest(file: IO[bytes]) -> None:
    """Go to the beginning of the next line."""
    while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
        continue


def _json_value(number: int, line: bytes, read: Callable[[bytes], Any]) -> Document:
    if len(line) == LONGEST_LINE:
        return Document(number, None, f"line: longer than {LONGEST_LINE >> 20} MB")
    try:
        value = read(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        if not line.endswith(b"\n"):
            return Document(number, None, f"line: {HALF_WRITTEN}")
        return Document(number, None, "line: not valid JSON")
    if not isinstance(value, dict | msgspec.Struct):
        return Document(number, None, "line: not a JSON object")
    return Document(number, value, None)


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
        yield from json_values(path, first_line, decode)
        return
    try:
        value = decode(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError):
        yield Document(1, None, "line: not valid JSON")
        return
    for one in value if isinstance(value, list) else [value]:
        yield Document(1, one, None)


def parted(
    path: Path, container: Container, first_line: int, parts: Callable[[Any], list[Any]]
) -> Iterator[RawRow]:
    """One row a part of each document, an empty one of a document without any.

    Parts of a line have its number, those of a JSON document are numbered through.
    """
    place = 0
    for document in documents(path, container, first_line):
        found = parts(document.value) or [{}] if document.problem is None else [None]
        for part in found:
            place += 1
            line = place if container == "json" else document.line
            if isinstance(part, dict):
                yield RawRow(line, cast("Row", part), None)
            else:
                yield RawRow(line, None, document.problem or "line: not a JSON object")


def elements(document: Any) -> list[Any]:
    """What a JSON document holds: the elements of its array or of its one `data` array, else itself."""
    if isinstance(document, dict) and isinstance(document.get("data"), list):
        return document["data"]
    return document if isinstance(document, list) else [document]


def csv_rows(path: Path) -> Iterator[RawRow]:
    """The rows of a CSV file by its header; a row of another width is refused."""
    csv.field_size_limit(MAX_CELL)
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        first = next((line for line in file if line.strip()), "")
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter(first), strict=True)
        try:
            header = [name.strip() for name in next(filter(_says_anything, reader), [])]
        except csv.Error as error:
            yield RawRow(reader.line_num, None, f"line: no header of CSV ({error})")
            return
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


def _says_anything(cells: list[str]) -> bool:
    return any(map(str.strip, cells))


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


def as_text(value: Any) -> str | None:
    """A scalar as its text, true and false in JSON's words, anything else as JSON."""
    if value.__class__ is int:
        return str(value)
    if value is None or isinstance(value, str):
        return value
    if value is True:
        return "true"
    if value is False:
        return "false"
    return msgspec.json.encode(value).decode()
