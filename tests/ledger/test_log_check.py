"""Tests of log_check.py."""

from __future__ import annotations

import json
from pathlib import Path

from support.damage import cut, entry, files, three_versions
from support.ledger_rows import put, row
from tokenomics.engine import connect
from tokenomics.ledger import Finding
from tokenomics.ledger.log_check import check_log, others


def _found(ledger: Path) -> list[Finding]:
    with connect(allowed=[ledger]) as con:
        return list(check_log(con, ledger))


def test_several_entries_that_are_gone_are_one_gap(tmp_path: Path) -> None:
    """The first and the last one of them are named."""
    for key in range(5):
        put(tmp_path, usage=[row(key)])
    for version in (1, 2, 3):
        entry(tmp_path, version).unlink()

    assert [f.problem for f in _found(tmp_path)] == ["the entry of version 1 to 3 is gone"]


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    """So that whoever knows JSON can mend it; a middle entry cannot be done without."""
    three_versions(tmp_path)
    path = entry(tmp_path, 1)
    path.write_text(path.read_text("utf-8").replace('{"add"', '{"add', 1), "utf-8")

    assert [(f.problem, f.remedy) for f in _found(tmp_path)] == [
        ("line 2 is half written or damaged", "put back a copy of it")
    ]


def test_the_only_entry_has_no_version_before(tmp_path: Path) -> None:
    """A ledger of one version is read anew from its logs."""
    put(tmp_path, usage=[row(1)])
    cut(entry(tmp_path, 0), 0)

    assert [f.remedy for f in _found(tmp_path)] == [
        "put back a copy of it, or read the logs into a new ledger"
    ]


def test_a_damaged_pointer_breaks_nothing(tmp_path: Path) -> None:
    """It only says where to begin; one that names what is gone is told as broken."""
    three_versions(tmp_path)
    pointer = tmp_path / "_delta_log" / "_last_checkpoint"
    pointer.write_text("{", "utf-8")
    assert [(f.problem, f.broken) for f in _found(tmp_path)] == [("is damaged", False)]
    pointer.write_text(json.dumps({"version": 1, "size": 1}), "utf-8")
    assert [f.problem for f in _found(tmp_path)] == ["names a checkpoint of version 1 that is gone"]
    pointer.write_text(json.dumps({"version": 9, "size": 1}), "utf-8")

    assert [f.problem for f in _found(tmp_path)] == ["the entry of version 9 is gone"]


def test_files_of_earlier_versions_are_no_leftovers(tmp_path: Path) -> None:
    """Only what no entry speaks of is left over."""
    ledger = three_versions(tmp_path)
    put(ledger, usage=[row(1, "b", at=row(1)["ts"])])
    stray = files(ledger)[0].with_name("stray.parquet")
    stray.write_bytes(b"")

    with connect(allowed=[ledger]) as con:
        earlier, left = others(con, ledger, [])
    assert [finding.path for finding in left] == [str(stray)]
    assert stray not in earlier
    assert {*files(ledger), *files(ledger, "2026-11")} - {stray} <= {*earlier}


def test_versions_that_cannot_be_read_any_more_are_told(tmp_path: Path) -> None:
    """Without the first entries nothing before the first checkpoint can be, which breaks no later version."""
    for key in range(27):
        put(tmp_path, usage=[row(key)])
    entry(tmp_path, 0).unlink()

    assert [(f.problem, f.broken) for f in _found(tmp_path)] == [
        ("its entries begin at version 1, the first checkpoint is of 24: no version before it can be read", False)
    ]  # fmt: skip
