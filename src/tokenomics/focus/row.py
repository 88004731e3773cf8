"""What every row has: its month, its names under each version's columns, and its prices in both currencies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from tokenomics.focus.columns import COLUMNS
from tokenomics.focus.values import Value
from tokenomics.records.money import EXACT

Row = dict[str, Value]

UNSTATED = "unstated"


class Costs(NamedTuple):
    """The four costs of a row."""

    billed: Decimal
    listed: Decimal
    contracted: Decimal
    effective: Decimal


class Prices(NamedTuple):
    """A quantity in its pricing unit, and what one of it costs by list and by contract."""

    quantity: Decimal
    unit: str
    listed: Decimal | None
    contracted: Decimal


class Whose(NamedTuple):
    """Who serves and bills a row, which account, where, and in which currency."""

    provider: str
    account: str | None
    region: str | None
    currency: str


def row_of(
    costs: Costs,
    prices: Prices | None,
    period: tuple[datetime, datetime],
    whose: Whose,
    **values: Value,
) -> Row:
    """A row with every column of every version; those that nothing is said of are null."""
    first = period[0].astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    listed, contracted = (prices.listed, prices.contracted) if prices else (None, None)
    return {
        **_NOTHING,
        "ChargePeriodStart": period[0],
        "ChargePeriodEnd": period[1],
        "BillingPeriodStart": first,
        "BillingPeriodEnd": (first + timedelta(days=32)).replace(day=1),
        "BilledCost": costs.billed,
        "ListCost": costs.listed,
        "ContractedCost": costs.contracted,
        "EffectiveCost": costs.effective,
        "PricingQuantity": prices.quantity if prices else None,
        "PricingUnit": prices.unit if prices else None,
        "ListUnitPrice": listed,
        "ContractedUnitPrice": contracted,
        "BillingCurrency": whose.currency,
        "PricingCurrency": whose.currency,
        "PricingCurrencyListUnitPrice": listed,
        "PricingCurrencyContractedUnitPrice": contracted,
        "PricingCurrencyEffectiveCost": costs.effective,
        **dict.fromkeys(_SERVES, whose.provider),
        "BillingAccountId": whose.account or UNSTATED,
        "BillingAccountName": whose.account or UNSTATED,
        "RegionId": whose.region,
        "RegionName": whose.region,
        **values,
    }


_NOTHING: Row = dict.fromkeys(column.name for column in COLUMNS)
_SERVES = (
    "ProviderName", "PublisherName", "ServiceProviderName", "HostProviderName", "InvoiceIssuerName",
)  # fmt: skip


def moved(value: Decimal, places: int) -> Decimal:
    """A number times a power of ten, with every digit."""
    return EXACT.scaleb(value, places)


def day_of(day: date) -> tuple[datetime, datetime]:
    """The first instant of a day in UTC, and the first one after it."""
    start = datetime.combine(day, time(0), UTC)
    return start, start + timedelta(days=1)


def json_of(values: Mapping[str, str | None]) -> str | None:
    """What is stated of the values as a JSON object, by name; None where nothing is."""
    stated = {name: value for name, value in sorted(values.items()) if value is not None}
    return json.dumps(stated, ensure_ascii=False) if stated else None
