"""Tests of balance.py."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.damage import entry, three_versions
from support.kept_ledgers import NAMES, copied
from support.ledger_rows import NOW, put, row
from tokenomics.engine import connect
from tokenomics.ledger import compact
from tokenomics.ledger.balance import unbalanced

Lines = list[dict[str, Any]]


def _edit(path: Path, change: Callable[[Lines], Lines]) -> None:
    lines = change([json.loads(line) for line in path.read_text("utf-8").splitlines()])
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")


def _told(ledger: Path) -> list[str]:
    return [finding.problem for finding in unbalanced(ledger)]


def test_what_was_written_adds_up(tmp_path: Path) -> None:
    """Commits, restatements, a widened table and months that were compacted."""
    ledger = three_versions(tmp_path)
    put(ledger, usage=[row(1, "b", at=row(1)["ts"])])
    with connect(allowed=[ledger]) as con:
        compact(con, ledger, now=NOW)

    assert _told(ledger) == []


@pytest.mark.parametrize("name", NAMES)
def test_ledgers_of_earlier_versions_add_up(name: str, tmp_path: Path) -> None:
    """What they stated of their commits is read as it was meant."""
    assert _told(copied(name, tmp_path)) == []


def test_a_file_that_an_entry_lost_is_told(tmp_path: Path) -> None:
    """A line cut out of the middle leaves an entry that reads as a whole one."""
    ledger = three_versions(tmp_path)
    _edit(entry(ledger, 1), lambda lines: [line for line in lines if "usage" not in str(line.get("add"))])  # fmt: skip

    (finding,) = unbalanced(ledger)
    assert finding == ("log", str(entry(ledger, 1)), "its files bring 0 rows of usage where it states 1", "put back a copy of it", True)  # fmt: skip


def test_a_file_that_was_not_taken_out_is_told(tmp_path: Path) -> None:
    """Its rows would be twice."""
    ledger = three_versions(tmp_path)
    with connect(allowed=[ledger]) as con:
        compact(con, ledger, now=NOW)
    last = max((ledger / "_delta_log").glob("*.json"))
    gone = next(line for line in map(json.loads, last.read_text("utf-8").splitlines()) if "remove" in line)  # fmt: skip
    _edit(last, lambda lines: [line for line in lines if line != gone])

    assert _told(ledger) == [f"its files bring 1 row of {gone['remove']['partitionValues']['kind']} where it states 0"]  # fmt: skip


def test_a_count_that_was_changed_is_told(tmp_path: Path) -> None:
    """Whether it is that of an entry or that of a file."""
    ledger = three_versions(tmp_path)
    for version, (old, new) in enumerate([('"usage":1', '"usage":2'), ('numRecords\\": 1', 'numRecords\\": 4')]):  # fmt: skip
        text = entry(ledger, version).read_text("utf-8")
        assert old in text
        entry(ledger, version).write_text(text.replace(old, new, 1), "utf-8")

    assert len(_told(ledger)) == 2


def test_what_cannot_be_read_is_for_others_to_tell(tmp_path: Path) -> None:
    """An entry that is none, and files whose own entry is gone, of which no rows are known."""
    ledger = three_versions(tmp_path)
    with connect(allowed=[ledger]) as con:
        compact(con, ledger, now=NOW)
    entry(ledger, 0).unlink()
    entry(ledger, 1).write_text("{", "utf-8")
    _edit(entry(ledger, 2), lambda lines: [{"add": 1}, {"commitInfo": {"ledger": 5}}, *lines])

    assert _told(ledger) == []
