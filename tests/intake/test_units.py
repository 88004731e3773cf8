"""The words of an ingest."""

from __future__ import annotations

from pathlib import Path

from support import claude
from support.ledgers import take


def test_every_row_is_counted_once(tmp_path: Path) -> None:
    """Rows = recorded + skipped + rejected, whatever is in a file."""
    lines = [claude.line(), claude.line(), claude.note(), {}, "broken{", claude.line(timestamp="x")]
    (report,) = take(tmp_path / "ledger", claude.write(tmp_path / "s.jsonl", lines)).files

    assert (report.rows, report.records, report.skipped, report.rejected) == (6, 2, 2, 2)
    assert report.rows == report.records + report.skipped + report.rejected
