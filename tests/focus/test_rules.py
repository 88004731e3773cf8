"""What the values of one row must be to each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.focus import focus_file, found

TAX = {
    "ChargeCategory": "Tax", "ChargeFrequency": "One-Time", "ConsumedQuantity": "", "ConsumedUnit": "",
    "ListUnitPrice": "", "ContractedUnitPrice": "", "PricingQuantity": "", "PricingUnit": "", "SkuId": "",
    "SkuMeter": "", "SkuPriceId": "", "SkuPriceDetails": "", "PricingCategory": "",
}  # fmt: skip
BROKEN = (
    ({"ContractedCost": "9.5"}, ["ContractedCost: 9.5 is not ContractedUnitPrice 2.4 x PricingQuantity 4 = 9.6"]),
    ({"ChargeCategory": "Tax"}, [
        *(f"{name}: has a value, though ChargeCategory is Tax" for name in (
            "ListUnitPrice", "ContractedUnitPrice", "PricingQuantity", "PricingCategory", "SkuId", "SkuPriceId",
            "ConsumedQuantity",
        )),
    ]),
    ({"ListUnitPrice": ""}, ["ListUnitPrice: has no value, though ChargeCategory is Usage"]),
    ({"PricingUnit": ""}, ["PricingUnit: has no value, though PricingQuantity has one"]),
    ({"ConsumedQuantity": ""}, [
        "ConsumedUnit: has a value, though ConsumedQuantity has none",
        "ConsumedQuantity: has no value, though ChargeCategory is Usage",
    ]),
    ({"SubAccountName": "p"}, ["SubAccountName: has a value, though SubAccountId has none"]),
    ({"RegionId": "eu"}, ["RegionName: has no value, though RegionId has one"]),
    ({"ChargeCategory": "Purchase", "ConsumedQuantity": "", "ConsumedUnit": ""},
     ["ChargeFrequency: is Usage-Based, though ChargeCategory is Purchase"]),
    ({"ServiceSubcategory": "Caching"}, ["ServiceSubcategory: 'Caching' is no part of AI and Machine Learning"]),
    ({"ChargePeriodEnd": "2026-11-02T00:00:00Z"}, ["ChargePeriodEnd: is not after ChargePeriodStart"]),
    ({"BillingPeriodEnd": "2026-10-01T00:00:00Z"}, ["BillingPeriodEnd: is not after BillingPeriodStart"]),
)  # fmt: skip


@pytest.mark.parametrize(("changes", "lines"), BROKEN, ids=lambda each: str(each)[:40])
def test_a_rule_that_is_broken_is_told(
    changes: dict[str, str], lines: list[str], tmp_path: Path
) -> None:
    """Each rule says what is wrong of its first column."""
    assert found(focus_file(tmp_path, changes)) == [f"row 1: {line}" for line in lines]


def test_a_tax_has_no_price_and_a_correction_need_not_match(tmp_path: Path) -> None:
    """A tax without quantities passes, and so does a correction whose cost is no product."""
    correction = {"ChargeCategory": "Adjustment", "ChargeClass": "Correction", "ListCost": "1"}
    path = focus_file(tmp_path, TAX, {**TAX, **correction})

    assert found(path) == []


def test_a_product_of_a_correction_is_not_asked(tmp_path: Path) -> None:
    """Its price and quantity may be of what is corrected."""
    path = focus_file(tmp_path, {"ChargeClass": "Correction", "ListCost": "1"})

    assert found(path) == []
