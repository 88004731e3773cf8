"""Tests of soundness.py."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from support.damage import DATA, Damage, files, flip, three_versions
from tokenomics.ledger import DataFile, Ledger, crowded, lost, open_ledger
from tokenomics.ledger.layout import CROWD, SMALL
from tokenomics.ledger.soundness import refuse_lost
from tokenomics.records.errors import LedgerError


def _file(path: Path, size: int, month: str = "2026-11") -> DataFile:
    return DataFile(str(path), "usage", month, size, 1, frozenset())


def test_files_that_are_gone_or_cut_are_lost(tmp_path: Path) -> None:
    """A file counts as there only with as many bytes as were written, and the end that such files have."""
    (tmp_path / "whole").write_bytes(b"1 PAR1")
    (tmp_path / "other").write_bytes(b"123456")
    (tmp_path / "cut").write_bytes(b"PAR1")
    names = ("whole", "other", "cut", "gone")
    files = tuple(_file(tmp_path / name, 6) for name in names)

    assert lost(Ledger(tmp_path, 0, files)) == files[1:]


@pytest.mark.parametrize("damage", DATA, ids=lambda damage: damage.name)
def test_a_ledger_with_lost_files_is_refused(damage: Damage, tmp_path: Path) -> None:
    """Whatever happened to a file: one line names it."""
    ledger = three_versions(tmp_path)
    handle = open_ledger(ledger)
    refuse_lost(handle)
    damage.do(ledger)

    with pytest.raises(LedgerError, match=r"is damaged: \S+parquet( and 1 more)? is gone or not the file"):  # fmt: skip
        refuse_lost(handle)


def test_what_nobody_touched_is_not_read(tmp_path: Path) -> None:
    """Only a file that is younger than its commit is compared byte by byte: a copy of it holds."""
    ledger = three_versions(tmp_path)
    (path,) = files(ledger)
    times = path.stat()
    flip(path)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert lost(open_ledger(ledger)) == ()
    flip(path)

    assert lost(open_ledger(ledger)) == ()
    path.touch()
    assert lost(open_ledger(ledger)) == ()


def test_many_small_files_of_a_month_are_a_crowd(tmp_path: Path) -> None:
    """One more than is taken in by itself, in one month; great files do not count."""
    many = tuple(_file(tmp_path / str(n), 1) for n in range(CROWD + 1))
    great = tuple(_file(tmp_path / str(n), SMALL) for n in range(CROWD + 1))
    spread = tuple(_file(tmp_path / str(n), 1, f"2026-{n + 1:02}") for n in range(CROWD + 1))

    assert crowded(Ledger(tmp_path, 0, many)) == CROWD + 1
    assert crowded(Ledger(tmp_path, 0, (*great, *spread))) == 0
