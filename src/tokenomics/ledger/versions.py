"""The versions of a ledger: opening one, listing all, and what the latest holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from tokenomics.ledger.layout import VERDICTS, Ledger, files_of, located
from tokenomics.ledger.log import NOTE, first_line, handle, missing, opened
from tokenomics.ledger.soundness import refuse_lost
from tokenomics.ledger.store import reaching
from tokenomics.places import Remote, Where, remote_of
from tokenomics.records.errors import LedgerError


class Version(NamedTuple):
    """One version: its number, the instant its writer gave it, what was done, and the numbers of
    record ids by verdict (added, changed, unchanged, removed) and kind.
    """

    version: int
    at: datetime
    operation: str
    counts: Mapping[str, Mapping[str, int]]


class Holding(NamedTuple):
    """What a ledger version holds of one kind: rows, files, bytes, and its months in order."""

    kind: str
    rows: int
    files: int
    size: int
    months: tuple[str, ...]


class Info(NamedTuple):
    """What names a ledger, its latest version, and its holdings by kind."""

    path: Where
    version: int
    holdings: tuple[Holding, ...]


def open_ledger(
    path: Path | Remote | str,
    at: int | datetime | None = None,
    *,
    must_exist: bool = False,
    damaged: bool = False,
) -> Ledger:
    """A frozen handle on a version of the ledger at `path`, a folder or an address: its number, the
    last one not later than an instant, or the latest.

    Without `at` a ledger that does not exist yet opens empty, as version -1, unless it
    `must_exist`. Raises LedgerError where there is no such ledger or no such version, and, unless
    it may be `damaged`, where files of it are lost; ConfigError where an address means nothing, and
    OutsideError where a bucket cannot be reached, whose files are missed only when they are fetched.
    """
    ledger, latest = _opened(located(path), at, must_exist=must_exist)
    if damaged or ledger.remote is not None:
        return ledger
    if ledger.version < latest and not all(Path(file.path).exists() for file in ledger.files):
        raise LedgerError(
            f"version {ledger.version} of the ledger {ledger.path} is gone: its files were deleted"
        )
    refuse_lost(ledger)
    return ledger


def _opened(where: Where, at: int | datetime | None, *, must_exist: bool) -> tuple[Ledger, int]:
    """A handle on a version, and the number of the latest."""
    table = opened(where)
    if table is None:
        if must_exist or at is not None:
            raise missing(where)
        return handle(where, None), -1
    latest = table.version()
    with reaching(remote_of(where)):
        if at is None:
            return handle(where, table), latest
        wanted = at if isinstance(at, int) else _version_at(where, table, at)
        return _earlier(where, table, wanted), latest


def history(path: Path | Remote | str) -> tuple[Version, ...]:
    """The versions of a ledger, latest first, as far back as its log is kept.

    Raises LedgerError where there is no ledger.
    """
    where = located(path)
    table = opened(where)
    if table is None:
        raise missing(where)
    with reaching(remote_of(where)):
        return _history(table)


def info(path: Path | Remote | str) -> Info:
    """What the latest version of a ledger holds; LedgerError where there is no ledger."""
    ledger = open_ledger(path, must_exist=True)
    kinds = sorted({file.kind for file in ledger.files})
    return Info(ledger.where, ledger.version, tuple(_holding(ledger, kind) for kind in kinds))


def _holding(ledger: Ledger, kind: str) -> Holding:
    files = files_of(ledger, kind)
    rows, size = sum(file.rows for file in files), sum(file.size for file in files)
    return Holding(kind, rows, len(files), size, tuple(sorted({file.month for file in files})))


def _history(table: DeltaTable) -> tuple[Version, ...]:
    return tuple(_version(entry) for entry in table.history())


def _version(entry: Mapping[str, Any]) -> Version:
    """A version from its log entry; what another Delta writer did has no note of ours."""
    note = entry.get(NOTE)
    if note is None:
        at = datetime.fromtimestamp(entry["timestamp"] / 1000, UTC)
        return Version(entry["version"], at, entry["operation"].lower(), {})
    counts = {verdict: note[verdict] for verdict in VERDICTS}
    at = datetime.fromisoformat(note["at"])
    return Version(entry["version"], at, note["operation"], counts)


def _version_at(where: Where, table: DeltaTable, at: datetime) -> int:
    versions = _history(table)
    numbers = [version.version for version in versions if version.at <= at]
    if not numbers:
        first = versions[-1].at.isoformat()
        raise LedgerError(
            f"the ledger {where} has no version at {at.isoformat()}: it begins at {first}"
        )
    return max(numbers)


def _earlier(where: Where, table: DeltaTable, version: int) -> Ledger:
    latest = table.version()
    if not 0 <= version <= latest:
        raise LedgerError(f"the ledger {where} has no version {version}: its latest is {latest}")
    try:
        table.load_as_version(version)
    except (DeltaError, OSError) as error:
        if isinstance(where, Remote):
            raise
        raise LedgerError(
            f"version {version} of the ledger {where} cannot be read: {first_line(error)}"
        ) from error
    return handle(where, table)
