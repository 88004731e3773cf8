"""From prepared files to drafts: the fast way through DuckDB, the exact way through `rows`.

Both fill the table `raw_rows`: source_file, source_line, one text column per field, which `draft`
hands to the source's query, and source_unread, true where nothing could be read. The fast way
cannot tell why a line is wrong, so a file in which anything is odd is read again the exact way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from tokenomics.engine import OWN_COLUMNS, duckdb, register
from tokenomics.queries import literal, quoted
from tokenomics.records.checks import violation
from tokenomics.sources import lines, picking, rows
from tokenomics.sources.contract import Field, RawRow, Source
from tokenomics.sources.rows import Document

# Small enough that a batch of parsed rows is gone before the garbage collector looks at it.
BATCH = 5_000

# What DuckDB says of a file, as against a query, that it cannot read.
UNREADABLE = (duckdb.InvalidInputException, duckdb.IOException, duckdb.OutOfRangeException)

_MACROS = resources.files("tokenomics.sources").joinpath("macros.sql").read_text("utf-8")
_MACRO = re.compile(r"^CREATE OR REPLACE MACRO (\w+\().*?;$", re.DOTALL | re.MULTILINE)


class Problem(NamedTuple):
    """A row that no query saw, because it could not be read."""

    source_file: str
    line: int
    text: str


def add_macros(con: duckdb.DuckDBPyConnection, queries: Iterable[str] | None = None) -> None:
    """Give the connection the macros that these queries call, or all of them.

    A macro calls only those above it. Making all takes longer than many an ingest reads.
    """
    if queries is None:
        con.execute(_MACROS)
        return
    said = " ".join(queries)
    called = list[str]()
    for macro in reversed(list(_MACRO.finditer(_MACROS))):
        if macro[1] in said:
            called.append(macro[0])
            said += macro[0]
    con.execute("\n".join(reversed(called)))


def load_lines(
    con: duckdb.DuckDBPyConnection, source: Source, first_lines: Mapping[str, int]
) -> None:
    """Load the rows of plain JSON Lines by their paths, each of which begins with its first line.

    The rows name a file by its place among the paths, from 0. Raises one of UNREADABLE
    where a file cannot be read this way, as `load_csv` does.
    """
    _load(con, *lines.query(source, first_lines))


def load_csv(con: duckdb.DuckDBPyConnection, source: Source, path: Path) -> None:
    """Load the rows of a plain CSV file."""
    _load(con, _fast_csv(source.fields, path), {"files": [str(path)]})


def load_parquet(con: duckdb.DuckDBPyConnection, source: Source, path: Path) -> None:
    """Load the rows of a Parquet file, its columns as text."""
    files = {"files": [str(path)]}
    described = con.execute(
        f"DESCRIBE SELECT * FROM read_parquet($files, {OWN_COLUMNS})", files
    ).fetchall()
    texts = {name: _as_text(name, kind) for name, kind, *_ in described}
    picked = ", ".join(_table_column(field, texts) for field in source.fields)
    # A column of the number's name would be one of two.
    numbered = "file_row_number" not in {name.lower() for name in texts}
    number = "file_row_number" if numbered else "row_number() OVER () - 1"
    option = ", file_row_number = true" if numbered else ""
    raw = (
        f"SELECT $file AS source_file, {number} + 1 AS source_line, {picked}, "
        f"false AS source_unread FROM read_parquet($files, {OWN_COLUMNS}{option})"
    )
    _load(con, raw, {**files, "file": str(path)})


def _as_text(name: str, kind: str) -> str:
    nested = kind.endswith("[]") or kind.startswith(("STRUCT", "MAP"))
    return f"CAST({f'to_json({quoted(name)})' if nested else quoted(name)} AS VARCHAR)"


def load_exact(
    con: duckdb.DuckDBPyConnection, source: Source, found: Iterable[tuple[Path, RawRow | Document]]
) -> list[Problem]:
    """Load rows that came through `rows` or `picking`; returns what could not be read."""
    problems: list[Problem] = []
    columns = ", ".join(f"{quoted(field.name)} VARCHAR" for field in source.fields)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE raw_rows (source_file VARCHAR, source_line BIGINT, {columns}, "
        "source_unread BOOLEAN)"
    )
    readable = _readable(found, problems)
    while batch := list(islice(readable, BATCH)):
        _insert(con, source.fields, batch)
    return problems


class _Read(NamedTuple):
    file: str
    line: int
    row: Any


def _readable(
    found: Iterable[tuple[Path, RawRow | Document]], problems: list[Problem]
) -> Iterator[_Read]:
    for path, (line, row, problem) in found:
        if problem is not None:
            problems.append(Problem(str(path), line, problem))
        elif row is not None:
            yield _Read(str(path), line, row)


def _insert(con: duckdb.DuckDBPyConnection, fields: Sequence[Field], batch: list[_Read]) -> None:
    import pyarrow as pa  # noqa: PLC0415 - a fifth of a second that the fast way does not need

    text = pa.string()
    arrays = [pa.array([read.file for read in batch], text)]
    arrays.append(pa.array([read.line for read in batch], pa.int64()))
    found = picking.columns([read.row for read in batch], fields)
    arrays += [pa.array(texts, text) for texts in found]
    names = ["source_file", "source_line", *(field.name for field in fields)]
    register(con, "raw_batch", pa.Table.from_arrays(arrays, names))
    con.execute("INSERT INTO raw_rows SELECT *, false FROM raw_batch")
    con.unregister("raw_batch")


def _load(con: duckdb.DuckDBPyConnection, raw: str, values: Mapping[str, object]) -> None:
    con.execute(f"CREATE OR REPLACE TEMP TABLE raw_rows AS {raw}", values)


def unload(con: duckdb.DuckDBPyConnection) -> None:
    """Give up the loaded rows, which take a third of the memory: what they say is drafted and counted."""
    con.execute("DROP TABLE raw_rows")


def draft(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Draft the loaded rows into the table `draft`: the source's query, then its kind's own checks."""
    raw = f"SELECT * EXCLUDE (source_unread) FROM raw_rows WHERE {source.states}"
    drafted = f"WITH raw AS ({raw}) SELECT * FROM ({source.query})"
    names = {name for name, *_ in con.execute(f"DESCRIBE {drafted}").fetchall()}
    fault = violation(source.kind, names - {"source"})
    con.execute(
        "CREATE OR REPLACE TEMP TABLE draft AS SELECT * REPLACE ("
        f"CASE WHEN skip OR problem IS NOT NULL THEN problem ELSE {fault} END AS problem) FROM ({drafted})"
    )


def leave_refused(con: duckdb.DuckDBPyConnection) -> None:
    """Take out of the loaded rows the lines of which everything was refused."""
    con.execute(
        "DELETE FROM raw_rows WHERE (source_file, source_line) NOT IN ("
        "SELECT (source_file, source_line) FROM draft WHERE skip OR problem IS NULL)"
    )


class Tally(NamedTuple):
    """What became of a file's rows, and of how many nothing could be read."""

    rows: int
    recorded: int
    rejected: int
    unreadable: int


def tallies(con: duckdb.DuckDBPyConnection) -> dict[str, Tally]:
    """The tally of each file that has been loaded and drafted, by its path."""
    found = con.execute(
        "SELECT source_file, count(*), coalesce(any_value(recorded), 0), coalesce(any_value(rejected), 0), "
        "count(*) FILTER (source_unread) FROM raw_rows LEFT JOIN ("
        "SELECT source_file, count(*) FILTER (problem IS NULL) AS recorded, count(problem) AS rejected "
        "FROM draft WHERE NOT skip GROUP BY source_file) AS drafted USING (source_file) GROUP BY source_file"
    ).fetchall()
    return {path: Tally(*counts) for path, *counts in found}


def _fast_csv(fields: Sequence[Field], path: Path) -> str:
    with path.open("rb") as file:
        first = file.readline().decode("utf-8", "replace")
    if not first.strip():
        raise duckdb.InvalidInputException("the first line is no header")
    header = rows.csv_header(first)
    # Names that a file may give, such as none, are no names of SQL.
    texts = {name: f"at_{number}" for number, name in enumerate(header)}
    columns = ", ".join(f"at_{number}: 'VARCHAR'" for number in range(len(header)))
    picked = ", ".join(_table_column(field, texts) for field in fields)
    anything = ", ".join(quoted(field.name) for field in fields)
    return (
        f"SELECT filename AS source_file, row_number() OVER () + 1 AS source_line, {picked}, "
        f"coalesce({anything}, NULL) IS NULL AS source_unread FROM read_csv($files, "
        f"header = true, auto_detect = false, delim = {literal(rows.delimiter(first))}, quote = '\"', "
        f"escape = '\"', strict_mode = true, filename = true, max_line_size = {lines.LONGEST_LINE}, {OWN_COLUMNS}, columns = {{{columns}}})"
    )


def _table_column(field: Field, texts: Mapping[str, str]) -> str:
    present = [texts[path[0]] for path in field.paths if len(path) == 1 and path[0] in texts]
    value = f"coalesce({', '.join(present)}, NULL)" if present else "CAST(NULL AS VARCHAR)"
    return f"{value} AS {quoted(field.name)}"
