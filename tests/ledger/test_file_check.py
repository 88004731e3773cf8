"""Tests of file_check.py."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support.damage import DATA, Damage, files, three_versions
from tokenomics.engine import connect
from tokenomics.ledger import DataFile, log, open_ledger
from tokenomics.ledger.file_check import changed, contradictions

LIES: tuple[tuple[str, Callable[[DataFile], DataFile]], ...] = (
    ("holds 1 rows where 2 were written", lambda f: f._replace(rows=2)),
    ("holds 1 rows of other months than 2026-09", lambda f: f._replace(month="2026-09")),
    ("is of a kind 'mood' that this version does not know", lambda f: f._replace(kind="mood")),
    ("is no file of revenue: its column", lambda f: f._replace(kind="revenue")),
    ("lacks the column team", lambda f: f._replace(used=f.used | {"team"})),
    ("holds at most openai in provider where the log says acme", lambda f: f._replace(same=frozenset({("provider", "acme")}))),
    ("holds at most 1000 in input where the log says 7", lambda f: f._replace(greatest=frozenset({("input", 7)}))),
)  # fmt: skip


def _of_october(ledger: Path) -> DataFile:
    (path,) = files(ledger)
    return next(file for file in open_ledger(ledger).files if file.path == str(path))


def _said(ledger: Path, file: DataFile, nulls: dict[str, int]) -> list[str]:
    with connect(allowed=[ledger]) as con:
        return list(contradictions(con, log.Written(file, nulls)))


@pytest.mark.parametrize("damage", DATA, ids=lambda damage: damage.name)
def test_bytes_that_were_not_written_are_told(damage: Damage, tmp_path: Path) -> None:
    """Whatever happened to a file, one sentence says how it is known."""
    ledger = three_versions(tmp_path)
    file = _of_october(ledger)
    assert changed(file) is None
    damage.do(ledger)

    assert damage.said in (changed(file) or "")


@pytest.mark.parametrize(("said", "lie"), LIES, ids=[said for said, _ in LIES])
def test_rows_are_held_against_what_is_stated(
    said: str, lie: Callable[[DataFile], DataFile], tmp_path: Path
) -> None:
    """Rows, months, columns, and the bounds that stand for columns nobody reads."""
    ledger = three_versions(tmp_path)
    file = _of_october(ledger)
    nulls = log.null_counts(open_ledger(ledger))[file.path]
    assert _said(ledger, file, nulls) == []

    assert any(each.startswith(said) for each in _said(ledger, lie(file), nulls))


def test_nulls_are_held_against_what_is_stated(tmp_path: Path) -> None:
    """A column with fewer values than were written is told."""
    ledger = three_versions(tmp_path)
    file = _of_october(ledger)

    assert _said(ledger, file, {"input": 1}) == ["has 0 nulls in input where 1 were written"]


def test_a_file_that_is_no_table_cannot_be_read(tmp_path: Path) -> None:
    """The engine's own first line says why."""
    ledger = three_versions(tmp_path)
    file = _of_october(ledger)
    Path(file.path).write_bytes(b"PAR1 nonsense PAR1")

    (said,) = _said(ledger, file, {})
    assert said.startswith("cannot be read: ")
    assert "\n" not in said
