"""Whether a ledger's log is whole: its entries, its checkpoints, and what lies about that neither names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from tokenomics.engine import OWN_COLUMNS, duckdb
from tokenomics.ledger.entries import (
    LOG,
    Entry,
    actions,
    checkpoints,
    entries,
    is_cut,
    last_checkpoint,
)
from tokenomics.ledger.findings import COPY, Finding
from tokenomics.ledger.layout import relative
from tokenomics.queries import literal

_POINTER = "_last_checkpoint"
_ACTIONS = "SELECT count(add), count(remove) FROM {files}"
_PATHS = "SELECT unnest([add.path, remove.path]) FROM {files}"


def check_log(con: duckdb.DuckDBPyConnection, root: Path) -> Iterator[Finding]:
    """What is wrong with the entries and checkpoints of the ledger at `root`.

    `con` may read the ledger's folder.
    """
    listed, points = entries(root), checkpoints(root)
    broken = [(point, said) for point in points if (said := _checkpoint(con, point))]
    good = [point for point in points if point not in [of for of, _ in broken]]
    yield from _gaps(root, listed, good)
    for entry in listed:
        if said := _entry(entry):
            yield Finding("log", str(entry.path), said, _remedy(entry, listed))
    for point, said in broken:
        yield Finding("log", str(point.path), said, _instead(listed, good, point))
    yield from _pointer(root, listed, points)


def others(
    con: duckdb.DuckDBPyConnection, root: Path, named: Iterable[str]
) -> tuple[list[Path], list[Finding]]:
    """The data files that `named` (paths) has not: those of other versions, and those of none.

    What no version names was left by a writer that was killed, and is told.
    """
    known, mentioned = {*named}, {*_mentioned(con, root)}
    lying = [path for path in sorted(root.glob(relative("*", "*", "*"))) if str(path) not in known]
    remedy = "nothing reads it; compacting deletes it when it is 400 days old"
    left = [
        Finding("leftover", str(path), "no version names it", remedy, broken=False)
        for path in lying
        if str(path) not in mentioned
    ]
    return [path for path in lying if str(path) in mentioned], left


def _entry(entry: Entry) -> str | None:
    read = 0
    try:
        for action in actions(entry.path):
            read += 1
            if "txn" in action and action["txn"].get("version") != entry.version:
                return f"is the entry of version {action['txn'].get('version')}"
    except (ValueError, AttributeError):
        return f"line {read + 1} is half written or damaged"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return "has lost its end" if is_cut(entry) else None


def _remedy(entry: Entry, listed: list[Entry]) -> str:
    if entry.version != listed[-1].version:
        return COPY
    if entry.version == listed[0].version:
        return f"{COPY}, or read the logs into a new ledger"
    return (
        f"{COPY}, or move it away: the ledger is version {entry.version - 1} then, "
        "and what was read last is to be read again"
    )


def _gaps(root: Path, listed: list[Entry], points: list[Entry]) -> Iterator[Finding]:
    """The versions that have no entry although later ones do."""
    folder = str(root / LOG)
    if listed and listed[0].version > 0:
        first = listed[0].version
        begin = min((p.version for p in points if p.version >= first - 1), default=None)
        what, copies = f"its entries begin at version {first}", "put back copies of those before"
        if begin is None:
            yield Finding("log", folder, f"{what}, without a checkpoint", copies)
        elif begin > first:
            lost = f"{what}, the first checkpoint is of {begin}: no version before it can be read"
            yield Finding("log", folder, lost, f"{copies}, or nothing: later ones need none of them", broken=False)  # fmt: skip
    for one, other in pairwise(listed):
        if other.version != one.version + 1:
            lost = f"{one.version + 1}" if other.version == one.version + 2 else f"{one.version + 1} to {other.version - 1}"  # fmt: skip
            yield Finding("log", folder, f"the entry of version {lost} is gone", "put back a copy")


def _checkpoint(con: duckdb.DuckDBPyConnection, point: Entry) -> str | None:
    try:
        con.execute(_ACTIONS.format(files=_parquet([point.path]))).fetchall()
    except duckdb.Error as error:
        return f"cannot be read: {str(error).splitlines()[0]}"
    return None


def _instead(listed: list[Entry], good: list[Entry], point: Entry) -> str:
    """What stands for a checkpoint that is broken: the entries up to it, or an earlier checkpoint and those since."""
    since = max((each.version for each in good if each.version < point.version), default=-1)
    have = {entry.version for entry in listed}
    if all(version in have for version in range(since + 1, point.version + 1)):
        return f"move it and {_POINTER} away: the entries say the same"
    return COPY


def _pointer(root: Path, listed: list[Entry], points: list[Entry]) -> Iterator[Finding]:
    path, stated = root / LOG / _POINTER, last_checkpoint(root)
    if path.is_file() and stated < 0:
        yield Finding("log", str(path), "is damaged", "delete it: it only says where to begin", broken=False)  # fmt: skip
    last = listed[-1].version if listed else -1
    if stated > last:
        yield Finding("log", str(root / LOG), f"the entry of version {stated} is gone", "put back a copy")  # fmt: skip
    elif stated >= 0 and all(point.version != stated for point in points):
        yield Finding("log", str(path), f"names a checkpoint of version {stated} that is gone", f"delete {_POINTER}, or put back a copy")  # fmt: skip


def _mentioned(con: duckdb.DuckDBPyConnection, root: Path) -> Iterator[str]:
    """The data files that any entry or checkpoint that can be read speaks of."""
    for entry in entries(root):
        try:
            for action in actions(entry.path):
                for said in (action.get("add"), action.get("remove")):
                    if said:
                        yield str(root / said["path"])
        except (OSError, ValueError):
            continue
    good = [point.path for point in checkpoints(root) if _checkpoint(con, point) is None]
    if good:
        for (path,) in con.execute(_PATHS.format(files=_parquet(good))).fetchall():
            if path:
                yield str(root / path)


def _parquet(paths: Iterable[Path]) -> str:
    return f"read_parquet([{', '.join(literal(str(path)) for path in paths)}], {OWN_COLUMNS}, union_by_name = true)"
