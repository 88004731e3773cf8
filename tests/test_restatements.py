"""Tests of restatements.py."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from support.ledgers import take
from tokenomics.ledger import open_ledger
from tokenomics.restatements import Restatement, restatements

_HEADER = "BillingAccountId,BillingPeriodStartDate,Date,MeterCategory,MeterName,Quantity,UnitOfMeasure,Cost,BillingCurrency\n"


def _export(path: Path, *lines: tuple[str, str]) -> Path:
    rows = [f"a,2026-11-01,2026-11-02,Search,{meter},1,1,{cost},USD\n" for meter, cost in lines]
    path.write_text(_HEADER + "".join(rows), "utf-8")
    return path


def test_a_restated_month_says_what_it_changed(tmp_path: Path) -> None:
    """1 + 2 + 4 becomes 1 + 2.5 + 8: one is gone, one new, one changed; the same version differs in nothing."""
    folder = tmp_path / "ledger"
    take(folder, _export(tmp_path / "month.csv", ("same", "1"), ("other", "2"), ("gone", "4")))
    take(folder, _export(tmp_path / "month.csv", ("same", "1"), ("other", "2.50"), ("new", "8")))
    old, new = open_ledger(folder, 0), open_ledger(folder)

    assert restatements(old, new) == (
        Restatement(
            "charge", "azure_cost", "azure", "Search", "2026-11", "USD", 1, 1, 1,
            Decimal(7), Decimal("11.5"),
        ),
    )  # fmt: skip
    assert restatements(new, new) == ()
