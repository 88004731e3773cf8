"""DuckDB connections: UTC, no downloads, and no file outside what the caller names.

`duckdb` is the engine as everything here imports it: its compiled part, which speaks SQL. The
package around it adds relations and Arrow, and takes longer to import than most questions take.
"""

from __future__ import annotations

import importlib
import os
import stat
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache, singledispatch
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Protocol, Self

from tokenomics.memory import memory_limit
from tokenomics.records.errors import InputError

try:
    import _duckdb as duckdb
except ImportError:
    import duckdb

__all__ = [
    "OWN_COLUMNS",
    "Answer",
    "Engine",
    "as_pattern",
    "columns_of",
    "connect",
    "duckdb",
    "fill",
    "make_spare",
    "register",
]

# A database in memory gains nothing by checkpoints, each of which goes over all of its tables.
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "checkpoint_threshold": "1TB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "arrow_large_buffer_size": True,
}


class Answer(Protocol):
    """What a statement answers."""

    @property
    def description(self) -> Sequence[Any] | None:
        """A tuple a column of the answer, its name first."""
        ...

    def fetchall(self) -> list[Any]:
        """The rows, each a tuple."""
        ...


class Engine(Protocol):
    """Whatever runs the statements of questions: a connection to DuckDB, or what takes its dialect.

    A statement is one query, or makes or drops one temporary table; values are bound by name. A sum
    that is too great raises duckdb.ConversionException, duckdb.OutOfRangeException or OverflowError.
    """

    def execute(self, query: str, parameters: object = ..., /) -> Answer:
        """Run one statement."""
        ...

    def close(self) -> None:
        """Give up everything that is held."""
        ...

    def __enter__(self) -> Self:
        """Itself, closed when left."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> object:
        """Close it."""
        ...


@singledispatch
def fill(
    engine: Engine, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[object]]
) -> None:
    """Make a temporary table anew of rows of Python's values; `columns` are name -> SQL type.

    Column by column takes a twentieth of the time that rows take one by one.
    """
    declared = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    engine.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({declared})")
    if values := [list(of) for of in zip(*rows, strict=True)]:
        lists = ", ".join(f"unnest(CAST(? AS {kind}[]))" for kind in columns.values())
        engine.execute(f"INSERT INTO {table} SELECT {lists}", values)


# Of a reader of files: folders that are named like `model=x` would be columns, in the place of a file's own.
OWN_COLUMNS = "hive_partitioning = false"

_GLOB = str.maketrans({"[": "[[]", "*": "[*]", "?": "[?]"})


def connect(
    *,
    allowed: Sequence[Path] = (),
    temp_dir: Path | None = None,
    threads: int | None = None,
    ordered: bool = True,
) -> duckdb.DuckDBPyConnection:
    """A new in-memory connection that may touch `allowed` (files or folders) and a temp folder.

    `allowed` is compared by real path, so a link cannot lead out of a folder. Without
    `allowed` no file can be opened at all. Without `ordered` rows keep no order that no query asks
    for, which spares a fifth of the work of filling large tables. It takes the memory that
    `limit_memory` allows, and spills the rest to files. Raises InputError for a name that is no UTF-8.
    """
    con = _instance()
    # Queries may open what lies there: a folder of its own, made when there is something to spill.
    spill = (temp_dir or Path(tempfile.gettempdir(), f"tokenomics-{os.urandom(8).hex()}")).resolve()
    con.execute("SET temp_directory = $spill", {"spill": str(spill)})
    if (limit := memory_limit()) is not None:
        con.execute("SET memory_limit = $limit", {"limit": f"{limit}B"})
    if not ordered:
        con.execute("SET preserve_insertion_order = false")
    if threads is not None:
        con.execute("SET threads = $threads", {"threads": threads})
    files, others = _real([_named(path) for path in allowed])
    folders = [str(path) for path in others if path.is_dir() or not path.exists()]
    # A query names a file by a pattern, and that is what DuckDB compares.
    folders += [pattern for path in folders if (pattern := as_pattern(path)) != path]
    con.execute("SET allowed_directories = $folders", {"folders": folders})
    con.execute("SET allowed_paths = $files", {"files": files})
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")
    return con


_making = Lock()
_spare: list[duckdb.DuckDBPyConnection] = []


def make_spare() -> None:
    """Make the instance that the next connection takes, unless there is one.

    To make one takes a tenth of a quick question, and lets Python go on: a thread does it while modules are
    imported or files are looked at. Where none can be made, whoever needs one is told why.
    """
    with _making, suppress(duckdb.Error):
        if not _spare:
            _spare.append(_made())


def _instance() -> duckdb.DuckDBPyConnection:
    """An instance that nobody has used, after one that is being made."""
    with _making:
        return _spare.pop() if _spare else _made()


def _made() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(config=_SETTINGS)
    con.execute("SET GLOBAL TimeZone = 'UTC'")
    # It would be drawn into standard output, which is for answers. A notebook without widgets has none,
    # and there nothing about it may be set.
    if con.execute("SELECT current_setting('enable_progress_bar')").fetchall() == [(True,)]:
        con.execute("SET enable_progress_bar = false")
    return con


def as_pattern(path: str) -> str:
    """The pattern that only this path fits, as DuckDB takes the names of files for patterns."""
    return path.translate(_GLOB)


def _named(path: Path) -> Path:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        told = os.fsencode(path).decode("utf-8", "backslashreplace")
        raise InputError(f"{told}: the name is not UTF-8: rename it") from None
    return path


def _real(paths: Sequence[Path]) -> tuple[list[str], list[Path]]:
    """The real paths of files, and of all that is no file.

    Thousands of logs lie in few folders, so each folder is resolved once.
    """
    folder = cache(os.path.realpath)
    files, others = list[str](), list[Path]()
    for path in paths:
        above, name = os.path.split(path)
        real = f"{folder(above)}{os.sep}{name}"
        if not _is_plain_file(real):
            final = path.resolve()
            if not final.is_file():
                others.append(final)
                continue
            real = str(final)
        files.append(real)
    return files, others


def _is_plain_file(path: str) -> bool:
    """Whether a path is a file's own, and no link's."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def columns_of(con: Engine, table: str) -> tuple[str, ...]:
    """The names of a table's columns, in their order."""
    return tuple(name for name, *_ in con.execute(f"DESCRIBE {table}").fetchall())


def register(con: duckdb.DuckDBPyConnection, name: str, table: object) -> None:
    """Let a connection read an Arrow table under a name."""
    importlib.import_module("duckdb")  # only the whole package can read Arrow
    con.register(name, table)
