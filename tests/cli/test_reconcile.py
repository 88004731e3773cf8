"""`tokenomics reconcile`, as it is called."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

import tokenomics as tk
from support.command import command
from support.schemas import LISTINGS, validator
from support.usage import PRICES

BILL = """ChargePeriodStart,ChargePeriodEnd,ProviderName,ServiceName,ChargeCategory,model,meter,quantity,unit,BilledCost,BillingCurrency
2026-11-02,2026-11-03,acme,API,Usage,small,input,1200000,Tokens,2.40,USD
2026-11-02,2026-11-03,acme,API,Tax,,,,,0.24,USD
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A call of a million tokens at 2 dollars, and a bill of 1.2 million with a tax."""
    (tmp_path / "prices.toml").write_text(PRICES, "utf-8")
    (tmp_path / "calls.csv").write_text(
        "ts,provider,model,request_id,input\n2026-11-02T10:00:00Z,acme,small,r1,1000000\n", "utf-8"
    )
    (tmp_path / "bill.csv").write_text(BILL, "utf-8")
    assert command("ingest", "calls.csv", "bill.csv", cwd=tmp_path).code == 0
    return tmp_path


def test_what_was_billed_stands_beside_what_was_metered(folder: Path) -> None:
    """2.64 beside 2: 0.40 of 200,000 tokens in no log, and 0.24 of tax."""
    done = command("reconcile", "--pricebook", "prices.toml", cwd=folder)
    lines = done.out.splitlines()

    assert (done.code, done.err) == (0, "")
    assert lines[0] == "Billed and metered, 2026-11-02 (UTC), USD, contract prices"
    assert (
        "2.640 USD billed, 2.000 USD metered: +0.6400 USD (24 %): +0.4000 billed and not metered,"
        " +0.2400 taxes"
    ) in " ".join(map(str.strip, lines))


def test_the_library_has_the_same_rows(folder: Path) -> None:
    """`tk.reconcile` has exact amounts in the declared columns."""
    handle = tk.open(folder / ".tokenomics")
    frame = tk.reconcile(handle, pricebooks=[folder / "prices.toml"])

    amounts = frame.select("model", "billed", "metered", "quantity", "tax").rows()
    assert set(amounts) == {
        ("small", Decimal("2.40"), Decimal(2), Decimal("0.40"), Decimal(0)),
        (None, Decimal("0.24"), Decimal(0), Decimal(0), Decimal("0.24")),
    }


def test_json_is_as_the_schema_says(folder: Path) -> None:
    """The published schema of the kind has every column."""
    done = command("reconcile", "--pricebook", "prices.toml", "--format", "json", cwd=folder)
    found = json.loads(done.out)

    validator("reconcile", *LISTINGS["reconcile"]).validate(found)
    assert {column.name for column in LISTINGS["reconcile"][1]} <= set(found["rows"][0])
