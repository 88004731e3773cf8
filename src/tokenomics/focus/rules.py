"""What the values of one row, and of one name in all rows, must be to each other.

A rule is data: the columns that it looks at, of which the first is blamed, and a test. It is asked only
where a file has all of these columns and each value is sound by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from tokenomics.focus.columns import CORRECTION, subcategories
from tokenomics.focus.values import Value
from tokenomics.records.money import EXACT, plain

Row = Mapping[str, Value]

# Figures that a file has as floating-point numbers are equal if they are so near.
_NEAR = Decimal("1e-9")


class Rule(NamedTuple):
    """Columns of a row, and what is wrong with them together; None where nothing is."""

    columns: tuple[str, ...]
    wrong: Callable[[Row], str | None]


def _product(cost: str, price: str, quantity: str = "PricingQuantity") -> Rule:
    """A cost is its unit price times the quantity, except in corrections."""

    def wrong(row: Row) -> str | None:
        parts = [row[cost], row[price], row[quantity]]
        numbers = [Decimal(str(part)) for part in parts if isinstance(part, Decimal | float)]
        if len(numbers) < len(parts) or row["ChargeClass"] == CORRECTION:
            return None
        product = EXACT.multiply(numbers[1], numbers[2])
        off = abs(EXACT.subtract(product, numbers[0]))
        allowed = _NEAR * max(abs(product), 1) if any(isinstance(p, float) for p in parts) else 0
        if off <= allowed:
            return None
        return f"{plain(numbers[0])} is not {price} {plain(numbers[1])} x {quantity} {plain(numbers[2])} = {plain(product)}"

    return Rule((cost, price, quantity, "ChargeClass"), wrong)


def _as(name: str, other: str) -> Rule:
    """A value is there if, and only if, another one is."""

    def wrong(row: Row) -> str | None:
        if (row[name] is None) == (row[other] is None):
            return None
        return f"has no value, though {other} has one" if row[name] is None else f"has a value, though {other} has none"  # fmt: skip

    return Rule((name, other), wrong)


def _only_with(name: str, other: str) -> Rule:
    """A value may be there only where another one is."""

    def wrong(row: Row) -> str | None:
        is_alone = row[name] is not None and row[other] is None
        return f"has a value, though {other} has none" if is_alone else None

    return Rule((name, other), wrong)


def _of_usage(name: str) -> Rule:
    """Usage and purchases state it unless they correct something, and a tax never does."""

    def wrong(row: Row) -> str | None:
        category = row["ChargeCategory"]
        if category == "Tax" and row[name] is not None:
            return "has a value, though ChargeCategory is Tax"
        must = category in {"Usage", "Purchase"} and row["ChargeClass"] != CORRECTION
        if must and row[name] is None:
            return f"has no value, though ChargeCategory is {category}"
        return None

    return Rule((name, "ChargeCategory", "ChargeClass"), wrong)


def _consumed(row: Row) -> str | None:
    category, quantity = row["ChargeCategory"], row["ConsumedQuantity"]
    if category != "Usage" and quantity is not None:
        return f"has a value, though ChargeCategory is {category}"
    if category == "Usage" and quantity is None and row["ChargeClass"] != CORRECTION:
        return "has no value, though ChargeCategory is Usage"
    return None


def _frequency(row: Row) -> str | None:
    is_wrong = row["ChargeFrequency"] == "Usage-Based" and row["ChargeCategory"] == "Purchase"
    return "is Usage-Based, though ChargeCategory is Purchase" if is_wrong else None


def _part(row: Row) -> str | None:
    part, category = row["ServiceSubcategory"], str(row["ServiceCategory"])
    return None if part in subcategories(category) else f"{part!r} is no part of {category}"


def _after(end: str, start: str) -> Rule:
    def wrong(row: Row) -> str | None:
        first, last = row[start], row[end]
        ordered = isinstance(first, datetime) and isinstance(last, datetime) and first < last
        return None if ordered else f"is not after {start}"

    return Rule((end, start), wrong)


RULES: tuple[Rule, ...] = (
    _product("ListCost", "ListUnitPrice"),
    _product("ContractedCost", "ContractedUnitPrice"),
    *(_of_usage(name) for name in (
        "ListUnitPrice", "ContractedUnitPrice", "PricingQuantity", "PricingCategory", "SkuId", "SkuPriceId",
    )),
    _as("PricingUnit", "PricingQuantity"),
    _as("ConsumedUnit", "ConsumedQuantity"),
    _as("SubAccountName", "SubAccountId"),
    _as("RegionName", "RegionId"),
    _only_with("SkuMeter", "SkuId"),
    _only_with("SkuPriceDetails", "SkuPriceId"),
    _only_with("CommitmentDiscountStatus", "CommitmentDiscountId"),
    _only_with("CapacityReservationStatus", "CapacityReservationId"),
    Rule(("ConsumedQuantity", "ChargeCategory", "ChargeClass"), _consumed),
    Rule(("ChargeFrequency", "ChargeCategory"), _frequency),
    Rule(("ServiceSubcategory", "ServiceCategory"), _part),
    _after("ChargePeriodEnd", "ChargePeriodStart"),
    _after("BillingPeriodEnd", "BillingPeriodStart"),
)  # fmt: skip

# A value of the first column goes with one of the second in all rows.
PARENTS = (("SkuPriceId", "SkuId"), ("ServiceName", "ServiceCategory"))
