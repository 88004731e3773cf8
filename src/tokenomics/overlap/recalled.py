"""What counts of usage that several sources state, recalled where it was found out before.

To find it out goes over all records several times, and nothing but the files, the rules, the names
in the book and the code of this decides what comes of it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from tokenomics import shelf
from tokenomics.engine import Engine, duckdb
from tokenomics.kept import ROWS, Kept, Part, copy_sql, key_of, rows_sql
from tokenomics.overlap.found import Overlap

_NOTE = ".msgpack"
_CODE = ("overlap/*.py", "books/*.py", "queries/*.sql")


class Counted(NamedTuple):
    """A usage relation without doubles: SQL of a FROM item, its columns in use, what was found.

    Its column `unlogged`, where it has one, marks what a provider sums up and no log states. `kept`
    are answers about it, where any are kept.
    """

    relation: str
    used: frozenset[str]
    overlaps: tuple[Overlap, ...]
    kept: Kept | None = None


class _Note(NamedTuple):
    """What was found of a relation; without `is_other` its own rows are those that count."""

    is_other: bool
    used: frozenset[str]
    overlaps: tuple[Overlap, ...]


def recalled(
    con: Engine, kept: Kept, said: tuple[object, ...], resolve: Callable[[], Counted]
) -> Counted:
    """What `resolve` finds to count of a relation, from what is kept of it where it is there.

    `said` is all that decides about it besides the records.
    """
    if not isinstance(con, duckdb.DuckDBPyConnection):  # others write no files of ours
        return resolve()
    key = key_of(_code(), kept.relation, [part.identity for part in kept.parts], *said)
    with suppress(OSError, duckdb.Error):
        if (known := _known(con, kept, key)) is not None:
            return known
    found = resolve()
    with suppress(OSError, duckdb.Error):
        return _keep(con, kept, key, found)
    return found


def _known(con: Engine, kept: Kept, key: str) -> Counted | None:
    path = shelf.find(kept.shelf, key, _NOTE)
    if path is None:
        return None
    note = msgspec.msgpack.decode(path.read_bytes(), type=_Note)
    if not note.is_other:
        return Counted(kept.relation, note.used, note.overlaps)
    rows = shelf.find(kept.shelf, key, ROWS)
    return rows and _of_file(con, kept, rows, note)


def _keep(con: Engine, kept: Kept, key: str, found: Counted) -> Counted:
    """What was found, its rows read from the shelf from now on where there is room for them."""
    note = _Note(found.relation != kept.relation, found.used, found.overlaps)
    if note.is_other:
        copy = copy_sql(f"SELECT * FROM {found.relation}")
        rows = shelf.put(kept.shelf, key, ROWS, lambda path: con.execute(copy, {"path": str(path)}))
        if rows is None:
            return found
        found = _of_file(con, kept, rows, note)
    content = msgspec.msgpack.encode(note)
    shelf.put(kept.shelf, key, _NOTE, lambda path: path.write_bytes(content))
    return found


def _of_file(con: Engine, kept: Kept, rows: Path, note: _Note) -> Counted:
    relation = f"(SELECT * FROM {rows_sql([rows])})"
    con.execute(f"SELECT 1 FROM {relation} LIMIT 0")  # an engine may not be let near the shelf
    about = Kept(kept.shelf, relation, (Part(relation, rows.name),))
    return Counted(relation, note.used, note.overlaps, about)


def _code() -> list[tuple[str, int, int]]:
    """The files that decide what counts, as they lie there: another version may find something else."""
    package = Path(__file__).parents[1]
    found = (path for pattern in _CODE for path in sorted(package.glob(pattern)))
    return [(path.name, stat.st_size, stat.st_mtime_ns) for path in found for stat in [path.stat()]]
