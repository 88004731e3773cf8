"""Whether each entry of the log adds up: the rows of its files against the records that it says it wrote.

An entry that lost a line in its middle reads as a whole one, and a part of the ledger would be gone
or twice. It states how many records were added, changed and removed, and how many rows each file has.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tokenomics.ledger.entries import Entry, actions, entries
from tokenomics.ledger.findings import COPY, Finding
from tokenomics.records.words import many

# The rows of a file, by its path in the log.
_Rows = dict[str, int]


def unbalanced(root: Path) -> Iterator[Finding]:
    """The entries whose files hold other rows than they say were written.

    Entries that cannot be read are others' to tell, and of a file whose entry is gone no rows are known.
    """
    rows: _Rows = {}
    for entry in entries(root):
        try:
            found = [*actions(entry.path)]
            for said in _of(found, "add"):
                rows[said["path"]] = json.loads(said["stats"])["numRecords"]
            yield from _told(entry, found, rows)
        except (ArithmeticError, AttributeError, KeyError, OSError, TypeError, ValueError):
            continue


def _told(entry: Entry, found: Sequence[Mapping[str, Any]], rows: _Rows) -> Iterator[Finding]:
    stated = _stated(found)
    if stated is None or any(said["path"] not in rows for said in _of(found, "remove")):
        return
    moved: Counter[str] = Counter()
    for sign, name in ((1, "add"), (-1, "remove")):
        for said in _of(found, name):
            moved[said["partitionValues"]["kind"]] += sign * rows[said["path"]]
    for kind in sorted({*moved, *stated}):
        if moved[kind] != stated[kind]:
            problem = f"its files bring {many(moved[kind], 'row')} of {kind} where it states {stated[kind]:,}"
            yield Finding("log", str(entry.path), problem, COPY)


def _of(found: Sequence[Mapping[str, Any]], name: str) -> Iterator[Mapping[str, Any]]:
    return (action[name] for action in found if name in action)


def _stated(found: Sequence[Mapping[str, Any]]) -> Counter[str] | None:
    """How many records of each kind there are more than before; None where an entry does not say."""
    notes = [said["ledger"] for said in _of(found, "commitInfo") if "ledger" in said]
    if len(notes) != 1:
        return None
    stated: Counter[str] = Counter(notes[0].get("added", {}))
    stated.subtract(notes[0].get("removed", {}))
    return stated
