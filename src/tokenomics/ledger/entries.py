"""The entries of a ledger's log as they lie on the disk, whether the Delta library can read them or not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tokenomics.records.errors import LedgerError

LOG = "_delta_log"
ADVICE = "'tokenomics ledger verify' says what can be done"

_ENTRY = re.compile(r"(\d{20})\.json")
_CHECKPOINT = re.compile(r"(\d{20})\.checkpoint(?:\.[^/]*)?\.parquet")
_LAST = "_last_checkpoint"
# An entry of ours ends with its app transaction, and says in the beginning that it is ours.
_END = re.compile(rb'\{"txn":\{"appId":"ledger","version":(\d+)[^}]*\}\}\s*')
_OURS = b'"ledger":{'
_TAIL = 1 << 8


class Entry(NamedTuple):
    """An entry of the log, or a checkpoint: what all versions up to it come to."""

    version: int
    path: Path


def entries(root: Path) -> list[Entry]:
    """The entries of the log of the ledger at `root`, in their order."""
    return _matching(root, _ENTRY)


def checkpoints(root: Path) -> list[Entry]:
    """The checkpoints of that log, in their order."""
    return _matching(root, _CHECKPOINT)


def last_checkpoint(root: Path) -> int:
    """The version of the checkpoint that readers begin with, -1 where none is named or the name is broken."""
    try:
        stated: object = json.loads((root / LOG / _LAST).read_text("utf-8"))
    except (OSError, ValueError):
        return -1
    version = stated.get("version") if isinstance(stated, dict) else None
    return version if isinstance(version, int) else -1


def is_cut(entry: Entry) -> bool:
    """Whether an entry is empty, or one of ours without its own end: the library takes it for a small one."""
    with entry.path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL))
        lines = file.read().splitlines()
        if lines and (end := _END.fullmatch(lines[-1])):
            return int(end[1]) != entry.version
        file.seek(0)
        return not size or _OURS in file.read()


def refuse_cut(root: Path) -> None:
    """Raise LedgerError where an entry of the log that is read has lost its end, which nobody would miss."""
    begin = last_checkpoint(root)
    cut = [each for each in entries(root) if each.version > begin and is_cut(each)]
    if cut:
        raise LedgerError(f"the ledger {root} is damaged: {cut[0].path} has lost its end: {ADVICE}")


def actions(path: Path) -> Iterator[dict[str, Any]]:
    """The actions of an entry; raises ValueError where a line is none."""
    for line in path.read_text("utf-8").splitlines():
        action = json.loads(line)
        if not isinstance(action, dict):
            raise ValueError(line)  # noqa: TRY004 - as a line that is no JSON
        yield action


def _matching(root: Path, pattern: re.Pattern[str]) -> list[Entry]:
    folder = root / LOG
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    found = ((pattern.fullmatch(name), name) for name in names)
    return [Entry(int(match[1]), folder / name) for match, name in found if match]
