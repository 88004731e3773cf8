"""What a source is: how a file is recognised, which fields are read, and the query that maps them.

A source has no code for counting, rejecting or merging: its query drafts one row per raw row,
and `ingest` does the same with every draft.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, NamedTuple

from tokenomics.records.columns import Kind

Container = Literal["jsonl", "json", "csv", "parquet", "binary", "empty"]
Row = dict[str, Any]


class Sample(NamedTuple):
    """The beginning of a file, decoded: what a source is recognised by.

    `rows` are the first JSON objects, CSV rows or Parquet rows; `header` is the column names of
    a table, else empty.
    """

    path: Path
    container: Container
    rows: tuple[Row, ...]
    header: tuple[str, ...]


class Field(NamedTuple):
    """A raw column, read as text: its name and where its value is found, first present wins.

    A path is the keys down to the value. A step through text that holds JSON parses it.
    """

    name: str
    paths: tuple[tuple[str, ...], ...]


class Source(NamedTuple):
    """A format: who claims it, what is read of it, how it becomes records.

    `states` is SQL over the fields: rows of which it is not true state nothing and are skipped.
    `query` selects from `raw` (columns source_file, source_line and the fields, all text) one row
    per row that is left: `skip` (states no usage), `problem` ("field: reason", null when fine), `key` (null:
    the row is known by its file and line), `rank` (text; of one key the greatest stands) and any
    columns of the kind. A `keyed` source gives every row a key.
    `exact` sources carry amounts and are read without a float in between.
    `lossy` says what the format cannot state, `notes` what is to be said of this very file.
    """

    name: str
    doc: str
    kind: Kind
    containers: tuple[Container, ...]
    fields: tuple[Field, ...]
    query: str
    keyed: bool
    exact: bool
    lossy: tuple[str, ...]
    states: str = "true"
    notes: tuple[str, ...] = ()


class RawRow(NamedTuple):
    """One row as read, or why it could not be: `problem` is "field: reason" or "line: reason"."""

    line: int
    row: Row | None
    problem: str | None


def field(name: str, *paths: str) -> Field:
    """A field from dotted paths: `field("model", "message.model")`; its name is the default path."""
    return Field(name, tuple(tuple(path.split(".")) for path in paths or (name,)))
