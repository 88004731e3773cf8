"""Two exports of one statement in one ingest."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from support.ledgers import select, take

_HEADER = "BillingAccountId,BillingPeriodStartDate,Date,MeterName,Quantity,UnitOfMeasure,Cost,BillingCurrency\n"


def _export(path: Path, written: int, *lines: tuple[str, str]) -> Path:
    """An export of meters and their costs, last written at a second since 1970."""
    rows = [f"acct,2026-11-01,2026-11-02,{meter},1,1K,{cost},USD\n" for meter, cost in lines]
    path.write_text(_HEADER + "".join(rows), "utf-8")
    os.utime(path, (written, written))
    return path


@pytest.mark.parametrize(("first", "sum_of_all"), [(1_000, "3.5"), (3_000, "9")])
def test_the_later_export_stands_whole(first: int, sum_of_all: str, tmp_path: Path) -> None:
    """One says 2 + 3 + 4 = 9, the other 1.5 + 2: the one that was written later, at second 2,000, stands."""
    one = _export(tmp_path / "one.csv", first, ("a", "2"), ("b", "3"), ("c", "4"))
    other = _export(tmp_path / "two.csv", 2_000, ("a", "1.5"), ("b", "2"))
    take(tmp_path / "ledger", one, other)

    assert select(tmp_path / "ledger", "sum(billed_cost)", "charge") == [(Decimal(sum_of_all),)]


def test_parts_of_one_statement_are_added(tmp_path: Path) -> None:
    """Files without a line in common are parts: 2 + 3 + 4."""
    parts = [
        _export(tmp_path / "one.csv", 1_000, ("a", "2")),
        _export(tmp_path / "two.csv", 2_000, ("b", "3"), ("c", "4")),
    ]
    take(tmp_path / "ledger", *parts)

    assert select(tmp_path / "ledger", "count(*), sum(billed_cost)", "charge") == [(3, Decimal(9))]
