"""What a file holds, by its beginning."""

from __future__ import annotations

from pathlib import Path
from typing import IO, cast

import duckdb
import msgspec

from tokenomics.sources import rows
from tokenomics.sources.contract import Row, Sample
from tokenomics.sources.unpack import DAMAGE, open_text

LONGEST_LINE = 1 << 26
LARGEST_DOCUMENT = 1 << 28

_PARQUET = b"PAR1"


def sample(path: Path, count: int = 4) -> Sample:
    """Look into a file: what holds the rows, and the first `count` of them."""
    with path.open("rb") as file:
        head = file.read(4)
    if head == _PARQUET:
        return Sample(path, "parquet", (), _parquet_header(path))
    try:
        with open_text(path) as stream:
            return _text_sample(path, stream, count)
    except DAMAGE:
        return Sample(path, "binary", (), ())


def _text_sample(path: Path, stream: IO[bytes], count: int) -> Sample:
    lines: list[bytes] = []
    objects: list[Row] = []
    while (
        len(objects) < count and len(lines) < 4 * count and (line := stream.readline(LONGEST_LINE))
    ):
        if line.strip():
            lines.append(line)
            objects += _objects(line)
    if not lines:
        return Sample(path, "empty", (), ())
    listed = lines[0].lstrip().startswith(b"[")
    if objects and not listed:
        return Sample(path, "jsonl", tuple(objects), ())
    if listed or lines[0].lstrip().startswith(b"{"):
        document = _document_rows(b"".join(lines) + stream.read(LARGEST_DOCUMENT))
        return Sample(path, "json" if document else "binary", document, ())
    return _table(path, lines)


def _objects(line: bytes) -> list[Row]:
    if line.lstrip()[:1] != b"{":
        return []
    try:
        value = rows.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return []
    return [cast("Row", value)] if isinstance(value, dict) else []


def _document_rows(text: bytes) -> tuple[Row, ...]:
    try:
        value = rows.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ()
    return tuple(item for item in rows.elements(value)[:4] if isinstance(item, dict))


def _table(path: Path, lines: list[bytes]) -> Sample:
    header = rows.csv_header(lines[0].decode("utf-8", "replace"))
    text = all(name.isprintable() and "\N{REPLACEMENT CHARACTER}" not in name for name in header)
    if len(header) > 1 and text and b"\0" not in lines[0]:
        return Sample(path, "csv", (), header)
    return Sample(path, "binary", (), header if text else ())


def _parquet_header(path: Path) -> tuple[str, ...]:
    try:
        with duckdb.connect() as con:
            found = con.execute("SELECT * FROM read_parquet($path) LIMIT 0", {"path": str(path)})
            return tuple(column[0] for column in found.description or ())
    except duckdb.Error:
        return ()
