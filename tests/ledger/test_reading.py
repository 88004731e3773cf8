"""The engine that answers questions about ledgers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tokenomics.engine import Engine, duckdb
from tokenomics.ledger import Ledger, duckdb_of, engine_of, opening


def test_an_engine_reads_files_of_its_ledgers_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engine of two ledgers reads the files of both, and none beside them."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "spill"))
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file.csv").write_text("a\n1\n")
    ledgers = [Ledger(tmp_path / name, -1, ()) for name in ("one", "two")]
    with engine_of(*ledgers) as engine:
        for ledger in ledgers:
            path = ledger.path / "file.csv"
            assert engine.execute(f"SELECT a FROM read_csv('{path}')").fetchall() == [(1,)]
        with pytest.raises(duckdb.PermissionException):
            engine.execute(f"SELECT a FROM read_csv('{tmp_path / 'three' / 'file.csv'}')")


def test_questions_may_be_answered_by_another_engine(tmp_path: Path) -> None:
    """Within a context whatever somebody makes answers, and afterwards DuckDB again."""
    ledger, asked = Ledger(tmp_path, -1, ()), list[Ledger]()

    def make(*ledgers: Ledger) -> Engine:
        asked.extend(ledgers)
        return duckdb_of(*ledgers)

    with opening(make):
        engine_of(ledger).close()
    engine_of(ledger).close()

    assert asked == [ledger]
