"""Lines of bills as FOCUS rows."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.command import command
from support.focus import rows_of

COSTS = ("BilledCost", "ListCost", "ContractedCost", "EffectiveCost")
HEAD = "ChargePeriodStart,ChargePeriodEnd,ProviderName,ServiceName,ChargeCategory,ChargeDescription,model,meter,quantity,unit,{more},BilledCost,BillingCurrency\n"


@pytest.fixture
def lines(folder: Path) -> dict[str, dict[str, str]]:
    """The rows of the bill, by their descriptions."""
    options = ("--pricebook", "prices.toml", "-o", "focus.csv")
    assert command("export", "focus", *options, cwd=folder).code == 0
    return {row["ChargeDescription"]: row for row in rows_of(folder / "focus.csv")}


def _figures(row: Mapping[str, str]) -> tuple[Decimal, ...]:
    return tuple(Decimal(row[name]) for name in COSTS)


def test_a_line_whose_usage_has_rows_charges_billed_cost_alone(
    lines: dict[str, dict[str, str]],
) -> None:
    """9 dollars for 5,000 thousands of tokens, of which quantity and other costs are in the rows of usage."""
    row = lines["small input"]

    assert _figures(row) == (9, 0, 0, 0)
    assert (row["ConsumedQuantity"], row["ConsumedUnit"]) == ("0.0", "Tokens")
    assert (row["x_BilledQuantity"], row["x_ListAssumed"]) == ("5000000.0", "false")


def test_a_line_of_something_else_charges_all_costs(lines: dict[str, dict[str, str]]) -> None:
    """A disk is no model's: 4 dollars for 3 GB-Months, of another category, and one piece at its own price."""
    row = lines["a disk"]

    assert _figures(row) == (4, 4, 4, 4)
    assert (row["ConsumedQuantity"], row["ConsumedUnit"]) == ("3.0", "GB-Months")
    assert (row["PricingQuantity"], row["PricingUnit"], row["ListUnitPrice"]) == (
        "1.0", "Units", "4.0",
    )  # fmt: skip
    assert (row["ServiceCategory"], row["ServiceSubcategory"]) == ("Other", "Other (Other)")


@pytest.mark.parametrize(
    ("description", "category", "klass", "costs", "currency"),
    [
        ("welcome", "Credit", "", (-2, -2, -2, -2), "USD"),
        ("VAT", "Tax", "", (Decimal("1.5"),) * 4, "USD"),
        ("of October", "Adjustment", "Correction", (-1, -1, -1, -1), "EUR"),
        ("a year ahead", "Purchase", "", (100, 100, 100, 0), "USD"),
    ],
)
def test_lines_that_are_no_usage_keep_what_they_are(
    lines: dict[str, dict[str, str]],
    description: str,
    category: str,
    klass: str,
    costs: tuple[Any, ...],
    currency: str,
) -> None:
    """Each in its own currency; what is bought ahead is effective where it is used up."""
    row = lines[description]

    assert (row["ChargeCategory"], row["ChargeClass"], row["BillingCurrency"]) == (
        category, klass, currency,
    )  # fmt: skip
    assert _figures(row) == costs
    assert (row["ChargeFrequency"], row["ConsumedQuantity"]) == ("One-Time", "")
    assert (row["PricingQuantity"] == "") == (category != "Purchase")


def _billed(folder: Path, line: str, more: str = "ListCost") -> dict[str, str]:
    (folder / "bill.csv").write_text(HEAD.format(more=more) + line, "utf-8")
    done = command("export", "focus", "bill.csv", "-o", "f.csv", cwd=folder)
    assert done.code == 0, done.err
    assert command("export", "check", "f.csv", cwd=folder).out == ""
    (row,) = rows_of(folder / "f.csv")
    return row


def test_what_pays_back_is_minus_one_piece(tmp_path: Path) -> None:
    """A price is never below 0: usage of -3 dollars is -1 piece of 3."""
    row = _billed(tmp_path, "2026-11-02,,acme,API,Usage,back,small,input,,,,-3,USD\n")

    assert (row["PricingQuantity"], row["ListUnitPrice"]) == ("-1.0", "3.0")
    assert _figures(row) == (-3, -3, -3, -3)
    assert (row["ConsumedQuantity"], row["ConsumedUnit"]) == ("1.0", "Units")
    assert row["ChargePeriodEnd"] == "2026-11-03T00:00:00Z"


def test_stated_costs_stand_before_derived_ones(tmp_path: Path) -> None:
    """A bill that states list and effective cost is believed."""
    more = "ListCost,ContractedCost,EffectiveCost,Tags"
    line = '2026-11-02,2026-11-03,acme,API,Usage,x,small,input,5,Tokens,8,6,4,"{""team"": ""a""}",5,USD\n'
    row = _billed(tmp_path, line, more)

    assert _figures(row) == (5, 8, 6, 4)
    assert (row["x_ListAssumed"], row["Tags"]) == ("false", '{"team": "a"}')
    assert row["x_Estimated"] == "false"


@pytest.mark.parametrize(
    "amount",
    ["12345678901234567890.123456789012345678", "-12345678901234567890.000000000000000001"],
)
def test_no_digit_of_a_bill_is_lost(amount: str, tmp_path: Path) -> None:
    """All 38 that the ledger keeps, in costs and in the price of one piece."""
    row = _billed(tmp_path, f"2026-11-02,,acme,API,Usage,much,small,input,,,,{amount},USD\n")

    assert {row[name] for name in COSTS} == {amount}
    assert row["ListUnitPrice"] == amount.removeprefix("-")
