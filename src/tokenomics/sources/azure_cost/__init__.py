"""Azure's cost exports, actual and amortized, of any agreement, and its usage details.

The columns' names and their case differ by agreement, so they are known by their letters. What a
meter's name says is read: model, kind of tokens, tier, and where they are served.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import CHARGE
from tokenomics.sources import cloud
from tokenomics.sources.contract import NO_HINTS, Field, Hints, Sample, Source, format_of

# Each field with the names that agreements have for it; the first that a file has is read.
_NAMES: dict[str, tuple[str, ...]] = {
    "billing_account": ("BillingAccountId", "BillingAccountID", "EnrollmentNumber"),
    "period": ("BillingPeriodStartDate", "BillingPeriodStart", "BillingPeriod"),
    "subscription": ("SubscriptionId", "SubscriptionGuid", "SubscriptionGUID"),
    "subscription_name": ("SubscriptionName",),
    "day": ("Date", "UsageDateTime", "UsageDate"),
    "product": ("ProductName", "Product"),
    "meter_id": ("MeterId",),
    "category": ("MeterCategory",),
    "subcategory": ("MeterSubCategory", "MeterSubcategory"),
    "meter_name": ("MeterName", "Meter"),
    "amount": ("Quantity", "UsageQuantity", "ConsumedQuantity"),
    "cost": ("CostInBillingCurrency", "Cost", "PreTaxCost", "ExtendedCost"),
    "unit_price": ("EffectivePrice",),
    "coin": ("BillingCurrency", "BillingCurrencyCode", "Currency"),
    "priced_in": ("PricingCurrency", "PricingCurrencyCode"),
    "rate_said": ("ExchangeRatePricingToBilling",),
    "location": ("ResourceLocation", "ResourceLocationNormalized", "Location"),
    "resource": ("ResourceId", "InstanceId", "InstanceName"),
    "group_name": ("ResourceGroup", "ResourceGroupName"),
    "service_named": ("ConsumedService",),
    "unit_said": ("UnitOfMeasure",),
    "reservation": ("ReservationId", "benefitId"),
    "order_id": ("ProductOrderId",),
    "term": ("Term",),
    "publisher": ("PublisherName",),
    "publisher_type": ("PublisherType",),
    "plan": ("PlanName",),
    "what": ("ChargeType",),
    "frequency": ("Frequency",),
    "pricing_model": ("PricingModel",),
    "section": ("InvoiceSectionId", "InvoiceSection", "InvoiceSectionName", "DepartmentName"),
    "cost_center": ("CostCenter",),
    "invoice": ("InvoiceId",),
    "more": ("AdditionalInfo",),
    "tagged": ("Tags",),
}  # fmt: skip
_WANTED = ("day", "meter_name", "amount", "cost", "coin", "unit_said")
_SUMMARY = frozenset({"metername", "quantity"})


def _fields(header: tuple[str, ...]) -> tuple[Field, ...]:
    """The fields as this file spells them."""
    spelt = {name.lower(): name for name in reversed(header)}
    return tuple(
        Field(name, tuple((spelt.get(known.lower(), known),) for known in names))
        for name, names in _NAMES.items()
    )


_FIELDS = _fields(())

SOURCE = Source(
    name="azure_cost",
    doc="Azure Cost Management exports: actual and amortized cost, usage details (CSV, Parquet)",
    known_by="the columns `Date`, `MeterName`, `Quantity`, `UnitOfMeasure`, a cost (`CostInBillingCurrency`, `Cost`, `PreTaxCost`) and its currency, in any case",
    kind=CHARGE,
    containers=("csv", "parquet"),
    fields=_FIELDS,
    query=cloud.query(
        resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
        fields=_FIELDS,
        sizes={"amount", "cost", "rate_said", "unit_price", "invoice", "tagged", "more"},
    ),
    keyed=True,
    exact=True,
    lossy=(
        "which of the two an export is, actual or amortized: of one month the later one ingested stands",
        "taxes: Azure's exports hold none",
        "the model behind a provisioned throughput unit, and the deployment that used tokens",
        "single calls: where logs of them are read too, they are counted, and of the bill's tokens the rest is *unlogged*",
        "the length of single contexts: tokens of `LongCo` meters have no list price",
        "tokens where the meter's name and its unit contradict each other: the cost stays, the quantity is unknown",
        "parts of one export in which a line stands twice, alike in everything but its size: read apart, they are one line",
    ),
    stated_by="provider",
    whole=True,
    drops=("names of accounts and owners; resources, but for their group",),
    export="Cost Management, *Exports*: cost and usage details (actual), daily into a month-to-date file",
    traps=(
        "`Opt` is output, `Cd` what a cache served, `Cd Wr` what it keeps; the cached input is not within `Inp`",
        "a quantity counts thousands of tokens, or millions where the meter says `1M`: quantities here are tokens",
        "the month-to-date file is written anew each day: a later export of an account's month replaces the earlier one whole",
        "actual and amortized exports state the same usage: never added, for they replace each other",
        "refunds are lines below zero, and their quantity is kept with its sign",
        "provisioned throughput is billed by the hour: a commitment in `capacity_unit_hours`, without tokens",
        "Claude on Foundry is billed by the marketplace and has no meter of tokens",
    ),
)  # fmt: skip


def _claim(sample: Sample, _: Hints = NO_HINTS) -> Source | None:
    """The source that reads this file by the names that it has; None for every other file."""
    names = {name.lower() for name in sample.header}
    stated = all(any(name.lower() in names for name in _NAMES[field]) for field in _WANTED)
    # FOCUS has columns of its own for the same.
    if not stated or "chargeperiodstart" in names:
        return None
    return SOURCE._replace(fields=_fields(sample.header))


def _refuse(sample: Sample) -> str | None:
    """Why a table of meters is not read that is no export."""
    names = {name.lower() for name in sample.header}
    if not names >= _SUMMARY or "date" in names or _claim(sample) is not None:
        return None
    return "a sum of Azure's meters without days: export cost and usage details from Cost Management instead"


FORMAT = format_of(SOURCE, _claim, _refuse)
