"""`tk.verify` and `tk.verify_ledger`, as a notebook uses them."""

from __future__ import annotations

from pathlib import Path

import pytest

import tokenomics as tk
from support.command import command
from support.damage import DATA, three_versions
from support.kept_ledgers import copied
from tokenomics.records.errors import InputError


def test_a_report_is_verified(tmp_path: Path) -> None:
    """Wherever its ledger lies now; a changed figure is told."""
    ledger = copied("as-today", tmp_path)
    report = tmp_path / "report.json"
    command("report", "--ledger", ledger, "--format", "json", "--output", report, cwd=tmp_path)
    moved = ledger.rename(tmp_path / "moved")
    assert tk.verify(report, ledger=moved).same
    report.write_text(report.read_text("utf-8").replace('"requests": 23', '"requests": 24'), "utf-8")  # fmt: skip

    assert [d.where for d in tk.verify(report, ledger=moved).differences] == ["rows[0].requests", "totals.requests", "coverage.requests"]  # fmt: skip
    with pytest.raises(InputError, match="no report in JSON"):
        tk.verify(Path(__file__))


def test_a_ledger_is_verified(tmp_path: Path) -> None:
    """What is broken is named; an earlier version may be whole."""
    ledger = three_versions(tmp_path / "ledger")
    assert tk.verify_ledger(ledger).is_sound
    DATA[0].do(ledger)

    assert [finding.what for finding in tk.verify_ledger(ledger).findings] == ["file"]
    assert not tk.verify_ledger(ledger, at=0).is_sound


def test_somebody_is_forgotten(tmp_path: Path) -> None:
    """By name, once: after that there is nobody to forget."""
    ledger = copied("as-today", tmp_path)

    assert list(tk.forget("person1@example.com", ledger).people) == ["person1@example.com"]
    with pytest.raises(InputError, match="unknown person"):
        tk.forget("person1@example.com", ledger)
