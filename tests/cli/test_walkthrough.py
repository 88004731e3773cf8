"""Tests of walkthrough.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from tokenomics.demo import write_company
from tokenomics.ledger import open_ledger
from tokenomics_cli.walkthrough import walk


def test_the_walk_goes_from_logs_to_a_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Logs are read into the demo's own ledger, reported, and further questions suggested."""
    folder = tmp_path / "demo"
    truth = write_company(folder, seed=3, size=0.01)
    walk(folder, truth, "2026-09-01")
    shown = capsys.readouterr()

    assert open_ledger(folder / ".tokenomics").version == 0
    assert shown.err.startswith(f"{truth.totals.requests:,} calls of 2026-08 written to {folder}")
    assert "Cost by feature, 2026-08-01 to 2026-08-31" in shown.out
    assert str(folder / "truth.json") in shown.err
