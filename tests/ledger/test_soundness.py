"""Tests of soundness.py."""

from __future__ import annotations

from pathlib import Path

from tokenomics.ledger import DataFile, Ledger, crowded, lost
from tokenomics.ledger.write import CROWD, SMALL


def _file(path: Path, size: int, month: str = "2026-11") -> DataFile:
    return DataFile(str(path), "usage", month, size, 1, frozenset())


def test_files_that_are_gone_or_cut_are_lost(tmp_path: Path) -> None:
    """A file counts as there only with as many bytes as were written."""
    (tmp_path / "whole").write_bytes(b"1234")
    (tmp_path / "cut").write_bytes(b"12")
    files = tuple(_file(tmp_path / name, 4) for name in ("whole", "cut", "gone"))

    assert lost(Ledger(tmp_path, 0, files)) == files[1:]


def test_many_small_files_of_a_month_are_a_crowd(tmp_path: Path) -> None:
    """One more than is taken in by itself, in one month; great files do not count."""
    many = tuple(_file(tmp_path / str(n), 1) for n in range(CROWD + 1))
    great = tuple(_file(tmp_path / str(n), SMALL) for n in range(CROWD + 1))
    spread = tuple(_file(tmp_path / str(n), 1, f"2026-{n + 1:02}") for n in range(CROWD + 1))

    assert crowded(Ledger(tmp_path, 0, many)) == CROWD + 1
    assert crowded(Ledger(tmp_path, 0, (*great, *spread))) == 0
