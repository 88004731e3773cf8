"""What a file holds, by its beginning."""

from __future__ import annotations

from pathlib import Path
from typing import IO, cast

import msgspec

from tokenomics.engine import OWN_COLUMNS, connect, duckdb
from tokenomics.records.errors import SourceError
from tokenomics.sources import rows
from tokenomics.sources.contract import Row, Sample
from tokenomics.sources.unpack import DAMAGE, Overblown, begins_plain, open_text

LONGEST_LINE = 1 << 26
LARGEST_DOCUMENT = 1 << 28

_PARQUET = b"PAR1"

# Endings that promise rows, those of texts without any, and those of packing.
_ROWS = frozenset({".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet"})
_TEXTS = frozenset({
    ".md", ".rst", ".html", ".css", ".xml", ".svg", ".py", ".js", ".ts", ".sh", ".sql", ".ipynb",
    ".toml", ".yaml", ".yml", ".ini", ".cfg",
})  # fmt: skip
_PACKED = frozenset({".gz", ".zst"})


def sample(path: Path, count: int = 4) -> Sample:
    """Look into a file: what holds the rows, and the first `count` of them.

    Raises SourceError for one that unpacks to far more than logs do.
    """
    with path.open("rb") as file:
        head = file.read(4)
        if begins_plain(head) and head != _PARQUET:
            file.seek(0)
            return _text_sample(path, file, count)
    if head == _PARQUET:
        return Sample(path, "parquet", (), _parquet_header(path))
    try:
        with open_text(path) as stream:
            return _text_sample(path, stream, count)
    except Overblown as error:
        raise SourceError(f"{path}: {error}") from None
    except DAMAGE:
        return Sample(path, "binary", (), ())


def promises_rows(found: Sample) -> bool:
    """Whether a file that no source knows should have been read: by its ending, or what it holds.

    An empty file or page does not, nor do programs, documentation and pictures.
    """
    ending = _ending(found.path)
    is_empty = bool(found.rows) and not any(map(rows.elements, found.rows))
    if found.container == "empty" or is_empty or ending in _TEXTS:
        return False
    is_table = found.container == "csv" and bool(found.rows)
    return is_table or ending in _ROWS or found.container in {"jsonl", "json", "parquet"}


def is_named_for_rows(path: Path) -> bool:
    """Whether a file's name promises rows."""
    return _ending(path) in _ROWS


def _ending(path: Path) -> str:
    """The ending of a file's name, without those of packing and rotation."""
    endings = (ending.lower() for ending in reversed(path.suffixes))
    return next((e for e in endings if e not in _PACKED and not e[1:].isdigit()), "")


def _text_sample(path: Path, stream: IO[bytes], count: int) -> Sample:
    lines: list[bytes] = []
    objects: list[Row] = []
    looked_at = 0
    while len(objects) < count and len(lines) < 4 * count and looked_at < LONGEST_LINE:
        if not (line := stream.readline(LONGEST_LINE)):
            break
        looked_at += len(line)
        if line.strip():
            lines.append(line)
            objects += _objects(line)
    if not lines:
        return Sample(path, "empty" if looked_at < LONGEST_LINE else "binary", (), ())
    listed = lines[0].lstrip().startswith(b"[")
    by_line = Sample(path, "jsonl", tuple(objects), ()) if objects and not listed else None
    if by_line and _objects(lines[0]):
        return by_line
    if listed or lines[0].lstrip().startswith(b"{"):
        # A document may have objects on lines of their own, and its first line may be a broken object.
        found = _document(path, b"".join(lines) + stream.read(LARGEST_DOCUMENT))
        return by_line if by_line and found.container == "binary" else found
    return by_line or _table(path, lines)


def _objects(line: bytes) -> list[Row]:
    if line.lstrip()[:1] != b"{":
        return []
    try:
        value = rows.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return []
    return [cast("Row", value)] if isinstance(value, dict) else []


def _document(path: Path, text: bytes) -> Sample:
    try:
        found = rows.elements(rows.decode(text))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Sample(path, "binary", (), ())
    objects = tuple(cast("Row", item) for item in found[:4] if isinstance(item, dict))
    if not found:
        return Sample(path, "empty", (), ())
    return Sample(path, "json" if objects else "binary", objects, ())


def _table(path: Path, lines: list[bytes]) -> Sample:
    header = rows.csv_header(lines[0].decode("utf-8", "replace"))
    text = all(name.isprintable() and "\N{REPLACEMENT CHARACTER}" not in name for name in header)
    if len(header) > 1 and text and b"\0" not in lines[0]:
        return Sample(path, "csv", _table_rows(header, lines[1:]), header)
    return Sample(path, "binary", (), header if text else ())


def _table_rows(header: tuple[str, ...], lines: list[bytes]) -> tuple[Row, ...]:
    """The first lines that have as many cells as the header."""
    found = (rows.csv_header(line.decode("utf-8", "replace")) for line in lines[:4])
    return tuple(
        dict(zip(header, cells, strict=True)) for cells in found if len(cells) == len(header)
    )


def _parquet_header(path: Path) -> tuple[str, ...]:
    try:
        with connect(allowed=[path], threads=1) as con:
            text = f"FROM read_parquet($path, {OWN_COLUMNS}) LIMIT 0"
            found = con.execute(text, {"path": str(path)})
            return tuple(column[0] for column in found.description or ())
    except duckdb.Error:
        return ()
