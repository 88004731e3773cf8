"""Tests of rejects.py."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from support.logs import BROKEN, ROWS, calls
from tokenomics.config import Config
from tokenomics.intake import ingest
from tokenomics.ledger import Ledger, open_ledger
from tokenomics.rejects import Reject, rejects

NOW = datetime(2026, 11, 5, 6, 7, 8, tzinfo=UTC)


def _ledger(folder: Path, *logs: Path) -> Ledger:
    ingest(logs, ledger=folder / "books", config=Config(), now=NOW)
    return open_ledger(folder / "books")


def test_a_refused_row_is_placed(tmp_path: Path) -> None:
    """File, line, field, reason, source and instant are known; the content is not kept."""
    log = calls(tmp_path / "a.csv", *ROWS, BROKEN)
    found = rejects(_ledger(tmp_path, log))
    (only,) = found.first

    assert found.total == 1
    assert only == Reject(str(log), 4, "input", only.reason, "native", NOW)
    assert "-5" not in only.reason


def test_rows_are_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    """Names first, then lines as numbers."""
    logs = [calls(tmp_path / name, *([BROKEN] * 10)) for name in ("b.csv", "a.csv")]
    found = rejects(_ledger(tmp_path, *logs))

    assert [(Path(r.file).name, r.line) for r in found.first] == [
        (name, line) for name in ("a.csv", "b.csv") for line in range(2, 12)
    ]


def test_some_files_and_some_rows(tmp_path: Path) -> None:
    """Files confine the count, a limit only the list."""
    logs = [calls(tmp_path / name, BROKEN, BROKEN) for name in ("a.csv", "b.csv")]
    ledger = _ledger(tmp_path, *logs)

    assert rejects(ledger, files=[str(logs[1])]).total == 2
    assert rejects(ledger, files=["elsewhere.csv"]) == (0, ())
    assert (rejects(ledger, limit=3).total, len(rejects(ledger, limit=3).first)) == (4, 3)


def test_a_ledger_without_refused_rows(tmp_path: Path) -> None:
    """Nothing was refused: none are counted and none listed."""
    assert rejects(_ledger(tmp_path, calls(tmp_path / "a.csv"))) == (0, ())
