"""Answers about rows that never change, kept on a shelf.

What a query sums up of one data file stays so for good, and sums of files are summed again: a
question costs the files that are new. An answer is known by a digest of the query as it is asked,
its values, and the rows it is about; where anything about it fails the caller asks without.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tokenomics import shelf
from tokenomics.engine import OWN_COLUMNS, Engine, duckdb
from tokenomics.queries import literal
from tokenomics.shelf import Shelf
from tokenomics.version import __version__

ROWS = ".parquet"

# Parquet has no such type and would take a double for it.
_STORED = {"HUGEINT": "DECIMAL(38,0)"}
# Whose sums depend on their order.
_INEXACT = ("FLOAT", "DOUBLE")


class Part(NamedTuple):
    """Rows that never change: SQL of a FROM item, and what tells them from all others."""

    relation: str
    identity: str


class Kept(NamedTuple):
    """SQL of a FROM item whose rows are those of its parts, and the shelf of answers about them."""

    shelf: Shelf
    relation: str
    parts: tuple[Part, ...]


def gathered(
    engine: Engine,
    kept: Kept,
    table: str,
    query: Callable[[str], str],
    *,
    folds: Mapping[str, str],
    values: Mapping[str, str],
) -> bool:
    """Make a temporary table of what a query says of all parts; False where it is to be asked without.

    `query` makes SQL about a FROM item, which groups by all its columns but those of `folds`: these
    say by which function those of several parts are put together, sum, min or max.
    """
    if not kept.parts or not isinstance(engine, duckdb.DuckDBPyConnection):
        return False
    try:
        types = _types(engine, query(kept.parts[0].relation), values)
        if any(kind.startswith(_INEXACT) for kind in types.values()):
            return False
        files = [_answer(engine, kept.shelf, query, part, values, types) for part in kept.parts]
        text = _folded(rows_sql([file for file in files if file]), types, folds)
        if None not in files:
            engine.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {text}")
    except (OSError, duckdb.Error):
        return False
    return None not in files


def key_of(*said: object) -> str:
    """The key of an answer to what is said, by this version of what answers."""
    return shelf.digest(repr((__version__, duckdb.__version__, *said)))


def rows_sql(files: Sequence[Path]) -> str:
    """SQL of a FROM item over files of rows on a shelf."""
    return f"read_parquet([{', '.join(literal(str(file)) for file in files)}], {OWN_COLUMNS})"


def copy_sql(text: str) -> str:
    """SQL that writes the rows of a query to the file $path."""
    return f"COPY ({text}) TO $path (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, USE_TMP_FILE false)"


def _types(engine: Engine, text: str, values: Mapping[str, str]) -> dict[str, str]:
    described = engine.execute(f"DESCRIBE {text}", dict(values)).fetchall()
    return {name: kind for name, kind, *_ in described}


def _answer(
    engine: Engine,
    on: Shelf,
    query: Callable[[str], str],
    part: Part,
    values: Mapping[str, str],
    types: Mapping[str, str],
) -> Path | None:
    """The file with what a query says of one part, written where there is none."""
    text = query(part.relation)
    key = key_of(text, sorted(values.items()), part.identity)
    if (path := shelf.find(on, key, ROWS)) is not None:
        return path
    columns = ", ".join(_cast(name, _STORED.get(kind, kind)) for name, kind in types.items())
    copy = copy_sql(f"SELECT {columns} FROM ({text})")  # noqa: S608 - our own names and queries
    return shelf.put(on, key, ROWS, partial(_copy, engine, copy, values))


def _copy(engine: Engine, text: str, values: Mapping[str, str], path: Path) -> None:
    engine.execute(text, {**values, "path": str(path)})


def _folded(relation: str, types: Mapping[str, str], folds: Mapping[str, str]) -> str:
    """SQL of the answers put together, in the columns and types that one has."""
    columns = [
        f"CAST({folds[name]}({name}) AS {kind}) AS {name}" if name in folds else name
        for name, kind in types.items()
    ]
    keys = [name for name in types if name not in folds]
    typed = ", ".join(name if name in folds else _cast(name, kind) for name, kind in types.items())
    grouping = f" GROUP BY {', '.join(keys)}" if keys else ""
    return f"SELECT {', '.join(columns)} FROM (SELECT {typed} FROM {relation}){grouping}"  # noqa: S608


def _cast(name: str, kind: str) -> str:
    return f"CAST({name} AS {kind}) AS {name}"
