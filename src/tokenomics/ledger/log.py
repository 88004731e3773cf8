"""The Delta log: which files make a version, and the one way to add a version."""

from __future__ import annotations

import errno
import json
import os
import re
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from deltalake import CommitProperties, DeltaTable, Transaction
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from deltalake.transaction import AddAction, RemoveAction, create_table_with_add_actions

from tokenomics.failpoints import reach
from tokenomics.ledger.entries import ADVICE, LOG, refuse_cut
from tokenomics.ledger.faults import failure
from tokenomics.ledger.formats import lacking, refuse_newer, widen
from tokenomics.ledger.layout import PARTITIONS, DataFile, Ledger, is_bounded, relative
from tokenomics.ledger.schema import delta_schema
from tokenomics.ledger.store import is_committed, names_in, options, reaching, remove
from tokenomics.places import Remote, Where, folder_of, remote_of
from tokenomics.records.errors import LedgerError, LedgerReadOnly, OutsideError
from tokenomics.records.kinds import KINDS

NOTE = "ledger"
_MARK = "commit"  # of the note: what a writer knows its commit by
RETENTION_DAYS = 400

_NAME = "tokenomics ledger"
_DESCRIPTION = "Usage, charges and outcomes with the watermarks of the files they were read from."
_WRITER = "ledger"
_CONFIGURATION = {
    "delta.logRetentionDuration": f"interval {RETENTION_DAYS} days",
    "delta.deletedFileRetentionDuration": f"interval {RETENTION_DAYS} days",
    "delta.checkpointInterval": "25",
    "delta.dataSkippingNumIndexedCols": "-1",  # null counts of every column, not of the first 32
}

_ESCAPE = "%[0-9A-Fa-f]{2}"  # the Delta library would take it for one character
_READ_ONLY = tuple(map(os.strerror, (errno.EACCES, errno.EPERM, errno.EROFS)))


class Overtaken(Exception):
    """Somebody else committed since the version that this commit was planned on."""


class Head(NamedTuple):
    """A version to plan a commit on; `table` is None where the ledger does not exist yet."""

    ledger: Ledger
    table: DeltaTable | None


class Written(NamedTuple):
    """A file on disk that no version names yet; `nulls` counts the nulls of each column."""

    file: DataFile
    nulls: Mapping[str, int]


def opened(where: Where) -> DeltaTable | None:
    """The ledger's Delta table at its latest version; None where there is none yet.

    Raises LedgerError where there is something else than a ledger or the place for one, and as
    `failure` says where a bucket does not answer.
    """
    try:
        table = _table(where)
    except TableNotFoundError:
        _refuse_foreign(where)
        return None
    metadata = table.metadata()
    if metadata.name != _NAME or tuple(metadata.partition_columns) != PARTITIONS:
        raise LedgerError(f"{where} is a Delta table of somebody else: choose another folder")
    refuse_newer(where, table)
    if not isinstance(where, Remote):  # a bucket takes an entry whole or not at all
        refuse_cut(where)
    return table


def _table(where: Where) -> DeltaTable:
    if isinstance(where, Remote):
        try:
            return DeltaTable(where.url, storage_options=options())
        except TableNotFoundError:
            raise
        except (DeltaError, OSError) as error:
            raise failure(where.url, error) from error
    if escape := re.search(_ESCAPE, str(where)):
        raise LedgerError(
            f"{where}: a ledger cannot lie in a folder with {escape[0]!r} in its name"
        )
    try:
        return DeltaTable(where)
    except TableNotFoundError:
        raise
    except (DeltaError, OSError) as error:
        if where.is_file():
            raise LedgerError(f"{where} is a file: a ledger is a folder") from error
        raise LedgerError(
            f"the ledger {where} cannot be read: {_short(first_line(error))}: {ADVICE}"
        ) from error


def head(where: Where) -> Head:
    """The latest version of the ledger there; raises as `opened`."""
    table = opened(where)
    with reaching(remote_of(where)):
        return Head(handle(where, table), table)


def handle(where: Where, table: DeltaTable | None) -> Ledger:
    """The frozen handle on the version at which `table` stands; without one there is no ledger yet."""
    root, remote = folder_of(where), remote_of(where)
    if table is None:
        return Ledger(root, -1, (), remote=remote)
    actions = table.get_add_actions()

    nothing: list[dict[str, Any]] = [{}] * actions.num_rows
    listed = {
        name: actions.column(name).to_pylist() if name in actions.column_names else nothing
        for name in _ENTRY
    }
    entries = (
        dict(zip(_ENTRY, entry, strict=True)) for entry in zip(*listed.values(), strict=True)
    )
    files = sorted((_file(root, entry, remote) for entry in entries), key=_order)
    return Ledger(root, table.version(), tuple(files), remote=remote)


def version_of(root: Path, version: int) -> Ledger | None:
    """The handle on one version of the ledger at `root`; None where the log no longer tells it."""
    try:
        return handle(root, DeltaTable(root, version=version))
    except (DeltaError, OSError):
        return None


def null_counts(ledger: Ledger) -> dict[str, dict[str, int]]:
    """The nulls of each column that a version's log states, by the paths of files."""
    actions = DeltaTable(ledger.path, version=ledger.version).get_add_actions()
    paths, counts = (actions.column(name).to_pylist() for name in ("path", "null_count"))
    return {
        str(ledger.path / path): {name: n for name, n in (nulls or {}).items() if n is not None}
        for path, nulls in zip(paths, counts, strict=True)
    }


_ENTRY: tuple[str, ...] = (
    "path",
    "partition",
    "size_bytes",
    "num_records",
    "null_count",
    "min",
    "max",
    "modification_time",
)


def _file(root: Path, entry: Mapping[str, Any], remote: Remote | None) -> DataFile:
    kind, month = entry["partition"]["kind"], entry["partition"]["month"]
    # Of ledgers whose files were written without statistics of some sort there is nothing, not an empty map.
    rows = entry["num_records"]
    nulls, least, most = (entry[name] or {} for name in ("null_count", "min", "max"))
    columns = KINDS[kind].columns if kind in KINDS else ()
    bounds = {c: most[c.name] for c in columns if is_bounded(c) and most.get(c.name) is not None}
    same = frozenset(
        (column.name, value)
        for column, value in bounds.items()
        if column.dtype == "text"
        and least.get(column.name) == value
        and nulls.get(column.name) == 0
    )
    greatest = frozenset((c.name, value) for c, value in bounds.items() if c.dtype == "count")
    path, used = str(root / entry["path"]), _used(kind, rows, nulls)
    size, at = entry["size_bytes"], entry["modification_time"]
    return DataFile(path, kind, month, size, rows, used, same, greatest, at or 0, remote)


def publish(
    planned: Head, added: Sequence[Written], removed: Sequence[DataFile], note: Mapping[str, Any]
) -> int:
    """Commit files as the version after `planned`; the number of that version.

    Raises Overtaken where that version exists already, LedgerReadOnly or OutsideError where
    the log cannot be written.
    """
    root, remote = planned.ledger.path, planned.ledger.remote
    version, marked = planned.ledger.version + 1, {**note, _MARK: str(uuid4())}
    widening = planned.table is not None and bool(lacking(planned.table))
    try:
        if planned.table is not None and widening:
            nothing: dict[str, Any] = {name: {} for name in note}
            said = {**nothing, "operation": "widen", "at": note["at"], _MARK: marked[_MARK]}
            widen(planned.table, _properties(version, said))
            version, widening = version + 1, False
        _write_log(planned, _actions(root, added, removed), _properties(version, marked))
    except (DeltaError, OSError) as error:
        if remote is not None:
            is_ours = is_committed(remote, _entry_name(version), marked[_MARK], error)
            if is_ours and not widening:
                return version
            raise Overtaken from error
        if isinstance(error, CommitFailedError):
            raise Overtaken from error
        entry = root / _entry_name(version)
        if planned.table is None and DeltaTable.is_deltatable(str(root)):
            raise Overtaken from error
        if entry.exists():  # committed, and failed in tidying up the log: its files must stay
            raise OutsideError(f"the ledger {root}: {first_line(error)}") from error
        raise unwritable(root, error) from error
    if remote is None:
        settle([root / _entry_name(version)], root)
    return version


def _entry_name(version: int) -> str:
    return f"{LOG}/{version:020}.json"


def _properties(version: int, note: Mapping[str, Any]) -> CommitProperties:
    return CommitProperties(
        app_transactions=[Transaction(_WRITER, version)],
        custom_metadata={NOTE: dict(note)},
        max_commit_retries=0,  # a retry would put this commit on top of one it has not seen
    )


def vacuum(where: Where, keep: timedelta) -> tuple[Path, ...]:
    """Delete data files that no version younger than `keep` names; the files deleted.

    That takes in what a writer left that was killed longer ago than that. Nothing but data
    files is touched.
    """
    table = opened(where)
    root, remote, hours = folder_of(where), remote_of(where), int(keep.total_seconds() // 3600)
    with reaching(remote):
        listed = (
            table.vacuum(hours, dry_run=True, enforce_retention_duration=False, full=True)
            if table is not None
            else ()
        )
    names = [path for path in listed if Path(path).match(relative("*", "*", "*"))]
    if remote is not None:
        remove(remote, names)
    stale = tuple(root / name for name in names)
    for nth, path in enumerate(stale, 1):
        reach("before_delete", nth)
        path.unlink(missing_ok=True)
    reach("after_delete")
    return stale


def settle(paths: Sequence[Path], root: Path) -> None:
    """Bring files and the folders that name them, up to `root`, to the disk itself."""
    folders = {folder for path in paths for folder in path.parents if folder.is_relative_to(root)}
    for path in (*paths, *sorted(folders, reverse=True)):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def missing(where: Where) -> LedgerError:
    """The error for a ledger that is asked and not there, with how to make one."""
    return LedgerError(
        f"there is no ledger at {where}: make one with 'tokenomics ingest',"
        " or with 'tokenomics init', which finds logs"
    )


def unwritable(root: Path, error: BaseException) -> OutsideError:
    """The error for a user whose ledger could not be written: LedgerReadOnly where that is why."""
    if any(reason in str(error) for reason in _READ_ONLY):
        return LedgerReadOnly(f"the ledger {root} is read-only: nothing was written")
    return OutsideError(f"the ledger {root} cannot be written: {first_line(error)}")


def first_line(error: BaseException) -> str:
    """The first line of an error's text."""
    return (str(error).splitlines() or [type(error).__name__])[0].strip()


def _short(text: str) -> str:
    """What the library says without the insides of its objects."""
    return text.split(": ParsedLogPath", 1)[0]


def _refuse_foreign(where: Where) -> None:
    """A ledger begins in an empty folder; leftovers of a first commit that was cut off are fine."""
    ours = (LOG, f"{PARTITIONS[0]}=", ".")
    try:
        names = (
            names_in(where)
            if isinstance(where, Remote)
            else [path.name for path in where.iterdir()]
        )
    except FileNotFoundError:
        return
    except OSError as error:
        raise LedgerError(f"the ledger {where} cannot be read: {error.strerror}") from error
    if foreign := sorted(name for name in names if not name.startswith(ours)):
        raise LedgerError(
            f"{where} is no ledger, it holds {foreign[0]!r}: name a ledger or an empty folder"
        )


def _used(kind: str, rows: int, nulls: Mapping[str, int | None]) -> frozenset[str]:
    """The columns of that kind not known to be null in every one of the rows.

    A file that counts nulls counts those of every column that was declared when it was written: one
    that it does not mention is younger.
    """
    declared = KINDS[kind].names if kind in KINDS else ()
    younger = rows if any(count is not None for count in nulls.values()) else None
    counts = {name: younger if nulls.get(name) is None else nulls[name] for name in declared}
    return frozenset(name for name, count in counts.items() if count is None or count < rows)


def _order(file: DataFile) -> tuple[str, str, str]:
    return file.kind, file.month, file.path


def _actions(
    root: Path, added: Sequence[Written], removed: Sequence[DataFile]
) -> list[AddAction | RemoveAction]:
    instant = time.time_ns() // 1_000_000
    adds = (
        AddAction(
            path=Path(file.path).relative_to(root).as_posix(),
            size=file.size,
            partition_values={"kind": file.kind, "month": file.month},
            modification_time=instant,
            data_change=True,
            stats=json.dumps(_statistics(file, nulls)),
        )
        for file, nulls in added
    )
    removes = (
        RemoveAction(
            path=Path(file.path).relative_to(root).as_posix(),
            data_change=True,
            deletion_timestamp=instant,
            size=file.size,
            partition_values={"kind": file.kind, "month": file.month},
        )
        for file in removed
    )
    return [*adds, *removes]


def _statistics(file: DataFile, nulls: Mapping[str, int]) -> dict[str, Any]:
    return {
        "numRecords": file.rows,
        "nullCount": dict(nulls),
        "minValues": dict(file.same),
        "maxValues": dict(file.same) | dict(file.greatest),
    }


def _write_log(
    planned: Head, actions: list[AddAction | RemoveAction], properties: CommitProperties
) -> None:
    if planned.table is not None:
        planned.table.create_write_transaction(
            actions, "append", delta_schema(), list(PARTITIONS), commit_properties=properties
        )
        return
    remote = planned.ledger.remote
    create_table_with_add_actions(
        remote.url if remote else str(planned.ledger.path),
        delta_schema(),
        [action for action in actions if isinstance(action, AddAction)],
        partition_by=list(PARTITIONS),
        name=_NAME,
        description=_DESCRIPTION,
        configuration=_CONFIGURATION,
        storage_options=options() if remote else None,
        commit_properties=properties,
    )
