"""A ledger's usage in parts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from support.ledger_rows import put, row
from tokenomics.ledger import open_ledger, relation
from tokenomics.ledger.layout import files_of
from tokenomics.ledger.parts import kept_of
from tokenomics.shelf import Shelf


@pytest.fixture(autouse=True)
def _keeps_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tokenomics.ledger.parts.LEAST", 0)


def _months(folder: Path) -> Path:
    for nth, month in enumerate((9, 9, 10)):
        at = row(0)["ts"].replace(month=month)
        put(folder / "ledger", usage=[row(nth, at=at, provider="acme", input=1)])
    return folder / "ledger"


def test_small_files_of_a_month_are_one_part(tmp_path: Path) -> None:
    """A month's small files are asked together, and a later ingest leaves other months' parts as they are."""
    path = _months(tmp_path)
    ledger = open_ledger(path)
    shelf = Shelf(tmp_path / "shelf")
    before = kept_of(shelf, files_of(ledger, "usage"), relation(ledger, "usage"))
    put(path, usage=[row(9, at=row(0)["ts"].replace(month=10), provider="acme", input=1)])
    ledger = open_ledger(path)
    after = kept_of(shelf, files_of(ledger, "usage"), relation(ledger, "usage"))

    assert before
    assert after
    assert len(before.parts) == len(after.parts) == 2
    assert len(set(before.parts) & set(after.parts)) == 1


def test_a_large_file_is_a_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is joined with no other is a part of its own."""
    monkeypatch.setattr("tokenomics.ledger.parts.SMALL", 0)
    ledger = open_ledger(_months(tmp_path))
    kept = kept_of(Shelf(tmp_path), files_of(ledger, "usage"), "")

    assert kept
    assert len(kept.parts) == 3


def test_nothing_is_kept_without_a_shelf_or_a_file(tmp_path: Path) -> None:
    """Without a shelf nothing is kept, nor of files that are not there."""
    ledger = open_ledger(_months(tmp_path))
    files = files_of(ledger, "usage")

    assert kept_of(None, files, "") is None
    Path(files[0].path).unlink()
    assert kept_of(Shelf(tmp_path), files, "") is None


def test_a_file_that_was_written_again_is_another_part(tmp_path: Path) -> None:
    """What somebody puts in the place of a data file is not what was known of it."""
    ledger = open_ledger(_months(tmp_path))
    files = files_of(ledger, "usage")
    before = kept_of(Shelf(tmp_path), files, "")
    os.utime(files[0].path, (0, 0))
    after = kept_of(Shelf(tmp_path), files, "")

    assert before
    assert after
    assert len(set(before.parts) & set(after.parts)) == 1
