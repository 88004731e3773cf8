"""What every row has."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from tokenomics.focus.columns import COLUMNS
from tokenomics.focus.row import Costs, Prices, Whose, day_of, json_of, moved, row_of

COSTS = Costs(Decimal(1), Decimal(2), Decimal(3), Decimal(4))
WHOSE = Whose("acme", None, "eu", "EUR")


def test_a_row_has_every_column_and_its_months_period() -> None:
    """A line of the last day of the year is of December, which ends where January begins."""
    prices = Prices(Decimal(1), "Units", Decimal(2), Decimal(3))
    row = row_of(COSTS, prices, day_of(date(2026, 12, 31)), WHOSE, x_Model="m")

    assert set(row) == {column.name for column in COLUMNS}
    assert (row["BillingPeriodStart"], row["BillingPeriodEnd"]) == (
        datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    assert row["ChargePeriodEnd"] == datetime(2027, 1, 1, tzinfo=UTC)
    assert [row[f"{name}Cost"] for name in ("Billed", "List", "Contracted", "Effective")] == [
        1, 2, 3, 4,
    ]  # fmt: skip
    assert (row["x_Model"], row["BillingAccountId"], row["RegionName"]) == ("m", "unstated", "eu")


def test_who_serves_stands_under_the_names_of_both_versions() -> None:
    """Prices are in the currency that is billed in."""
    row = row_of(COSTS, None, day_of(date(2026, 11, 2)), WHOSE)

    assert row["ProviderName"] == row["ServiceProviderName"] == row["InvoiceIssuerName"] == "acme"
    assert row["PricingCurrency"] == row["BillingCurrency"] == "EUR"
    assert row["PricingCurrencyEffectiveCost"] == row["EffectiveCost"]
    assert row["ListUnitPrice"] is row["PricingQuantity"] is row["PricingUnit"] is None


def test_tags_without_a_value_are_left_out() -> None:
    """By name in order, and nothing at all where nothing is stated."""
    assert json_of({"b": "é", "a": "1", "c": None}) == '{"a": "1", "b": "é"}'
    assert json_of({"a": None}) is None


def test_powers_of_ten_lose_no_digit() -> None:
    """Forty digits stay forty digits."""
    assert moved(Decimal("1" * 40), -6) == Decimal(f"{'1' * 34}.{'1' * 6}")
