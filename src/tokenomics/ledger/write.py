"""Writing the files of one commit: the rows of a merge, and what is rewritten along the way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from tokenomics.engine import duckdb
from tokenomics.failpoints import reach
from tokenomics.ledger.identity import IDENTITY, digest_of, name_of
from tokenomics.ledger.layout import CROWD, SMALL, DataFile, is_bounded, relative
from tokenomics.ledger.log import Written, unwritable
from tokenomics.ledger.merge import Merge
from tokenomics.ledger.scan import select
from tokenomics.ledger.staging import Staged
from tokenomics.ledger.store import remove
from tokenomics.places import Remote
from tokenomics.records.errors import TokenomicsError
from tokenomics.records.kinds import KINDS

# Level 1 of zstd takes as long as snappy and 40 % less room.
_COPY = """
COPY ({rows}) TO $path (
    FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, PARQUET_VERSION v2,
    USE_TMP_FILE false, RETURN_STATS, KV_METADATA {{{key}: $identity}}
)
"""

_FRESH = """
SELECT {columns}
FROM {staged} s JOIN ledger_verdict v ON s.rowid = v.staged_row
WHERE v.month = $month
"""

_STAYING = """
SELECT f.*
FROM {files} f ANTI JOIN (
    SELECT record_id FROM ledger_verdict WHERE verdict IN ('changed', 'removed')
) v ON f.record_id = v.record_id
"""

_MOVING = """
SELECT {columns}
FROM {files} f JOIN ledger_verdict v ON f.record_id = v.record_id
WHERE v.month = $month AND v.verdict = 'changed' AND v.staged_row IS NULL
"""


class Folder(NamedTuple):
    """What becomes of one month of one kind: rows to add, files that give way, rows that stay."""

    kind: str
    month: str
    coming: int
    absorbed: tuple[DataFile, ...]
    staying: int


def folders(
    kind: str, files: Sequence[DataFile], merged: Merge, *, compacting: bool
) -> tuple[Folder, ...]:
    """The months of one kind that a commit has to write, with the files it takes out of each.

    A file that loses rows is rewritten. Small files of a month are taken in where more than
    CROWD have gathered in a month that is written anyway, or, compacting, two in any month.
    """
    found: list[Folder] = []
    for month in sorted({file.month for file in files} | set(merged.coming)):
        here = [file for file in files if file.month == month]
        small = {file for file in here if file.size < SMALL}
        written = month in merged.coming and len(small) > CROWD
        crowd = small if written or (compacting and len(small) > 1) else set[DataFile]()
        absorbed = tuple(file for file in here if file in crowd or file.path in merged.gone)
        staying = sum(file.rows - merged.gone.get(file.path, 0) for file in absorbed)
        if absorbed or month in merged.coming:
            found.append(Folder(kind, month, merged.coming.get(month, 0), absorbed, staying))
    return tuple(found)


def rows_sql(folder: Folder, staged: Staged, *, files: Sequence[DataFile], merged: Merge) -> str:
    """SQL of the rows that the folder's one new file holds.

    Columns that are null throughout are left out: writing them would take almost half of the
    time, and readers know them from the declaration.
    """
    fresh = staged.used if folder.coming else frozenset[str]()
    moving = [file for file in files if file.path in merged.moving] if folder.coming else []
    used = fresh.union(*(file.used for file in (*folder.absorbed, *moving)))
    columns = tuple(name for name in KINDS[folder.kind].names if name in used)
    parts: list[str] = []
    if fresh:
        parts.append(_FRESH.format(columns=_listed(columns, "s", fresh), staged=staged.table))
    if folder.staying:
        parts.append(_STAYING.format(files=select(folder.absorbed, folder.kind, columns)))
    if moving:
        source = select(moving, folder.kind, columns)
        parts.append(_MOVING.format(columns=_listed(columns, "f", used), files=source))
    return " UNION ALL ".join(parts)


def write(
    con: duckdb.DuckDBPyConnection, root: Path, folder: Folder, *, rows: str, nth: int
) -> Written:
    """Write the rows as the folder's new Parquet file; `nth` counts the commit's files, from 1.

    Raises LedgerReadOnly or OutsideError, with nothing left behind.
    """
    identity = str(uuid4())
    path = _reserved(root, relative(folder.kind, folder.month, identity))
    bound = {"path": str(path), "identity": identity}
    bound |= {"month": folder.month} if folder.coming else {}
    try:
        reach("before_write", nth)
        (stats,) = con.execute(_COPY.format(rows=rows, key=IDENTITY), bound).fetchall()
        path = path.rename(path.with_name(name_of(identity, digest_of(path))))
        reach("after_write", nth)
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, (duckdb.IOException, OSError)):
            raise unwritable(root, error) from error
        raise
    return _described(path, folder, stats)


def discard(written: Iterable[Written], remote: Remote | None = None) -> None:
    """Remove files that no version names, from a bucket as well where it can be reached."""
    paths = [Path(file.path) for file, _ in written]
    for path in paths:
        path.unlink(missing_ok=True)
    if remote is not None:
        with suppress(TokenomicsError):
            remove(remote, (path.relative_to(remote.folder).as_posix() for path in paths))


def _listed(columns: Sequence[str], source: str, known: Collection[str]) -> str:
    """Columns of a source, null where it does not know them, and the merged ts."""
    values = {name: f"{source}.{name}" if name in known else "NULL" for name in columns}
    values |= {"ts": "v.ts"} if "ts" in values else {}
    return ", ".join(f"{value} AS {name}" for name, value in values.items())


def _reserved(root: Path, name: str) -> Path:
    """An empty file of that name below `root`; LedgerReadOnly where that may not be."""
    path = root / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(exist_ok=False)
    except OSError as error:
        raise unwritable(root, error) from error
    return path


def _described(path: Path, folder: Folder, stats: tuple[Any, ...]) -> Written:
    _, rows, size, _, columns, *_ = stats
    absent = {"null_count": rows}
    nulls = {
        name: int(columns.get(f'"{name}"', absent)["null_count"])
        for name in KINDS[folder.kind].names
    }
    used = frozenset(name for name, count in nulls.items() if count < rows)
    bounded = [column for column in KINDS[folder.kind].columns if is_bounded(column)]
    held = {c: bounds for c in bounded if "max" in (bounds := columns.get(f'"{c.name}"', absent))}
    same = frozenset(
        (column.name, str(by["max"]))
        for column, by in held.items()
        if column.dtype == "text" and by["min"] == by["max"] and not nulls[column.name]
    )
    greatest = frozenset((c.name, int(by["max"])) for c, by in held.items() if c.dtype == "count")
    file = DataFile(str(path), folder.kind, folder.month, size, rows, used, same, greatest)
    return Written(file, nulls)
