"""Adding a version to a ledger: plan on the latest version, write, and commit if it still is."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from tokenomics.engine import duckdb
from tokenomics.failpoints import reach
from tokenomics.ledger import log
from tokenomics.ledger.layout import VERDICTS, Committed, DataFile, Ledger, files_of, located
from tokenomics.ledger.log import Head, Overtaken, Written
from tokenomics.ledger.merge import TABLES, Merge, Replacement, merge
from tokenomics.ledger.staging import Staged, look_through, nothing_staged
from tokenomics.ledger.store import send
from tokenomics.ledger.write import discard, folders, rows_sql, write
from tokenomics.places import Remote, Where
from tokenomics.records.errors import LedgerConflict, LedgerReadOnly
from tokenomics.records.kinds import KINDS

TRIES = 50

_NOTHING = "ledger_nothing"


class _Task(NamedTuple):
    """What is to be committed, whatever version it will be planned on."""

    staged: Mapping[str, Staged]
    replaced: Sequence[Replacement]
    compacting: bool
    now: datetime

    def kinds(self, ledger: Ledger) -> tuple[str, ...]:
        """The kinds it may touch, in the order of their declaration."""
        named = {*self.staged, *(replacement.kind for replacement in self.replaced)}
        if self.compacting:
            named |= {file.kind for file in ledger.files}
        return tuple(kind for kind in KINDS if kind in named)


class _Draft(NamedTuple):
    """A version in the making: files written for it, files it takes out, and its merges by kind."""

    written: list[Written]
    removed: list[DataFile]
    merges: dict[str, Merge]

    def counts(self) -> dict[str, dict[str, int]]:
        """Numbers of record ids by verdict and kind."""
        return {v: {kind: m.counts[v] for kind, m in self.merges.items()} for v in VERDICTS}


def commit(
    con: duckdb.DuckDBPyConnection,
    path: Path | Remote | str,
    staged: Mapping[str, str],
    *,
    replaced: Sequence[Replacement] = (),
    now: datetime,
) -> Committed:
    """Merge staged rows into the ledger at `path`, a folder or an address, as one version; the first
    makes the ledger.

    `staged` maps a kind to the name of a table of `con` with exactly that kind's columns; it
    may hold several candidates of one record_id. `replaced` rows are removed first. No version
    is made where nothing changes. `now` is the instant the version is known by. Raises
    ValueError where a table is not what its kind declares, LedgerError, LedgerReadOnly, and
    LedgerConflict where other writers kept winning.
    """
    looked = {kind: look_through(con, kind, table) for kind, table in staged.items()}
    return _until_first(con, located(path), _Task(looked, replaced, False, now))


def compact(
    con: duckdb.DuckDBPyConnection,
    path: Path | Remote | str,
    *,
    now: datetime,
    keep: timedelta = timedelta(days=log.RETENTION_DAYS),
) -> Committed:
    """Rewrite the small files of each kind and month into one, and delete what no version needs.

    Versions older than `keep` lose the files that younger ones do not share. Raises as `commit`.
    """
    where = located(path)
    if log.opened(where) is None:
        raise log.missing(where)
    done = _until_first(con, where, _Task({}, (), True, now))
    log.vacuum(where, keep)
    return done


def _until_first(con: duckdb.DuckDBPyConnection, where: Where, task: _Task) -> Committed:
    """Attempt a commit until nobody else comes first; a loser plans anew on what the winner left."""
    for _ in range(TRIES):
        try:
            return _attempt(con, log.head(where), task)
        except Overtaken:
            continue
    raise LedgerConflict(
        f"other writers committed first {TRIES} times in a row to {where}: try again later"
    )


def _attempt(con: duckdb.DuckDBPyConnection, head: Head, task: _Task) -> Committed:
    draft, remote = _Draft([], [], {}), head.ledger.remote
    with _discarding(draft, None, BaseException):
        _write(con, head.ledger, task, draft)
        _settle(head.ledger, [file.path for file, _ in draft.written])
        if draft.written or draft.removed:
            reach("before_commit")
    counts = draft.counts()
    if not draft.written and not draft.removed:
        return Committed(head.ledger.version, **counts)
    operation = "compact" if task.compacting else "commit"
    note = {"operation": operation, "at": task.now.isoformat(), **counts}
    with _discarding(draft, remote, Overtaken, LedgerReadOnly):
        version = log.publish(head, draft.written, draft.removed, note)
        reach("after_commit")
    return Committed(version, **counts)


def _write(con: duckdb.DuckDBPyConnection, ledger: Ledger, task: _Task, draft: _Draft) -> None:
    """Merge kind by kind and write what comes of it, noting each step in the draft."""
    try:
        for kind in task.kinds(ledger):
            files = files_of(ledger, kind)
            staged = task.staged.get(kind) or nothing_staged(con, kind, _NOTHING)
            replaced = [r for r in task.replaced if r.kind == kind]
            merged = merge(con, kind, staged, files=files, replaced=replaced)
            draft.merges[kind] = merged
            for folder in folders(kind, files, merged, compacting=task.compacting):
                draft.removed.extend(folder.absorbed)
                if folder.coming or folder.staying:
                    rows = rows_sql(folder, staged, files=files, merged=merged)
                    nth = len(draft.written) + 1
                    draft.written.append(write(con, ledger.path, folder, rows=rows, nth=nth))
    finally:
        for table in (*TABLES, _NOTHING):
            con.execute(f"DROP TABLE IF EXISTS temp.{table}")


def _settle(ledger: Ledger, paths: Sequence[str]) -> None:
    """Bring what was written to where it lasts: the disk itself, or the bucket."""
    if ledger.remote is not None:
        send(ledger.remote, paths)
    else:
        log.settle([Path(path) for path in paths], ledger.path)


@contextmanager
def _discarding(
    draft: _Draft, remote: Remote | None, *errors: type[BaseException]
) -> Generator[None]:
    """Remove the written files on those errors: the ones after which no version can name them."""
    try:
        yield
    except errors:
        discard(draft.written, remote)
        raise
