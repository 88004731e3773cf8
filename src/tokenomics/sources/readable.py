"""What a file may call the columns of a record, and the units they may be in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from tokenomics.records.columns import Column, Kind
from tokenomics.records.kinds import KINDS, LINEAGE
from tokenomics.records.meters import NAMES

TAG_PREFIX = "tag:"

# What is said of calls that state no count, with the word for what could have stated one.
UNCOUNTED = "no {} counts what a call used: name input, output or another meter"

# The columns that a tag of their name fills; macros.sql knows them as `tag_column`.
TAG_COLUMNS = (
    "user_id", "team", "feature", "project", "environment", "customer", "task_id", "step",
)  # fmt: skip

# Columns of text whose tokens are counted while it is read.
TEXTS = ("input_text", "output_text")

_TARGETS = ("task", "trace", "session", "request", "change")
_SCOPE = tuple(Column(name, "text", f"The {name} it is confined to.") for name in TAG_COLUMNS)

# What a file may state besides the columns of the record, which are then derived from it.
_DERIVING: Mapping[str, tuple[Column, ...]] = MappingProxyType({
    "usage": (
        Column("input_total", "count", "Tokens sent, with every other input count within it."),
        Column("output_total", "count", "Tokens generated, with every other output count within it."),
        Column("input_text", "count", "Text sent: its tokens are estimated where no input is counted, and it is not kept."),
        Column("output_text", "count", "Text generated: its tokens are estimated where no output is counted, and it is not kept."),
    ),
    "outcome": tuple(Column(f"{what}_id", "text", f"Id of the {what} judged.") for what in _TARGETS),
    "overhead": _SCOPE,
    "revenue": _SCOPE,
    "charge": (
        Column("charge_category", "text", "ChargeCategory: what the line is.", choices=("usage", "purchase", "credit", "tax", "adjustment")),
        Column("charge_class", "text", "ChargeClass: whether it corrects a line that was invoiced before.", choices=("correction",)),
        Column("sku_details", "text", "SkuPriceDetails: the model that a line is about, where it says so."),
        *(Column(name, "text", "Tells lines apart, and is not kept.") for name in (
            "sub_account_id", "resource_id", "sku_price_id", "commitment_id", "commitment_status",
            "pricing_category", "charge_frequency", "availability_zone", "invoice_id",
        )),
        Column("billing_period", "text", "BillingPeriodStart: a later export of an account's period states it anew as a whole."),
        *(Column(name, "text", "Tells what a quantity counts, and is not kept.") for name in (
            "usage_type", "pricing_quantity", "pricing_block",
        )),
    ),
})  # fmt: skip

# A bill's columns under their names in FOCUS; of two for one column the first that is stated counts, so
# that those of an own export, under `x_`, come before those that say less.
_FOCUS: Mapping[str, str] = MappingProxyType({
    "x_Meter": "meter", "x_Model": "model_served", "x_ServiceTier": "service_tier", "x_LineKind": "line_kind",
    "ChargePeriodStart": "ts", "ChargePeriodEnd": "ts_end", "BillingAccountId": "scope_id",
    "ServiceProviderName": "provider", "ProviderName": "provider", "PublisherName": "provider",
    "ServiceName": "service", "ChargeDescription": "description", "RegionId": "region",
    "SkuId": "sku", "SkuMeter": "meter", "ConsumedQuantity": "quantity", "ConsumedUnit": "unit",
    "BilledCost": "billed_cost", "EffectiveCost": "effective_cost", "ListCost": "list_cost",
    "ContractedCost": "contracted_cost", "BillingCurrency": "currency", "PricingCurrency": "pricing_currency",
    "x_BillingExchangeRate": "exchange_rate", "Tags": "tags",
    "ChargeCategory": "charge_category", "ChargeClass": "charge_class", "SkuPriceDetails": "sku_details",
    "SubAccountId": "sub_account_id", "ResourceId": "resource_id", "SkuPriceId": "sku_price_id",
    "CommitmentDiscountId": "commitment_id", "CommitmentDiscountStatus": "commitment_status",
    "PricingCategory": "pricing_category", "ChargeFrequency": "charge_frequency",
    "AvailabilityZone": "availability_zone", "InvoiceId": "invoice_id",
    "BillingPeriodStart": "billing_period", "x_UsageType": "usage_type", "PricingQuantity": "pricing_quantity", "x_PricingBlockSize": "pricing_block",
})  # fmt: skip

_USERS: Mapping[str, str] = {"user": "user_id", "env": "environment"}

SYNONYMS: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "usage": {
        "model": "model_served", "api_key": "api_key_id", "id": "request_id", "record_id": "request_id", **_USERS,
    },
    "outcome": {"outcome": "label"},
    "overhead": {"start": "ts", "end": "ts_end", "kind": "overhead_kind", **_USERS},
    "revenue": {"date": "ts", **_USERS},
    "charge": {**_FOCUS, "model": "model_served"},
})  # fmt: skip

# Required columns that follow from others, or have a value where the file states none.
_FOLLOWING: Mapping[str, frozenset[str]] = MappingProxyType({
    "usage": frozenset({"grain", "billing", "token_basis"}),
    "outcome": frozenset({"name", "target_kind", "target_id"}),
    "overhead": frozenset({"currency"}),
    "revenue": frozenset({"currency"}),
    "charge": frozenset({"currency"}),
})  # fmt: skip

# A number since 1970 in microseconds of one unit.
EPOCH_UNITS: Mapping[str, str] = {"s": "1000000", "ms": "1000", "us": "1", "ns": "0.001"}
# How far a unit moves the point of a number.
DURATION_UNITS: Mapping[str, int] = {"s": 3, "ms": 0, "us": -3, "ns": -6}
COUNT_UNITS: Mapping[str, int] = {"thousand": 3, "million": 6}
AMOUNT_UNITS: Mapping[str, int] = {"cents": -2}


def readable_kinds() -> tuple[str, ...]:
    """The kinds whose rows a file may state by its columns' names."""
    return tuple(SYNONYMS)


def columns(kind: Kind) -> Mapping[str, Column]:
    """What a file may state of a kind: the record's own columns, and what others derive from."""
    return _columns(kind.name)


@cache
def _columns(kind: str) -> Mapping[str, Column]:
    hidden = {column.name for column in LINEAGE}
    own = [column for column in KINDS[kind].columns if column.name not in hidden]
    return MappingProxyType({column.name: column for column in (*own, *_DERIVING[kind])})


def column_named(kind: Kind, name: str) -> Column | None:
    """The column that a file means by a name or one of its synonyms; None where it means none."""
    return columns(kind).get(SYNONYMS[kind.name].get(name, name))


def names(kind: Kind) -> tuple[str, ...]:
    """Every name by which a file may call a column of a kind."""
    return (*columns(kind), *SYNONYMS[kind.name])


def must_state(kind: Kind) -> frozenset[str]:
    """The columns that every row of a file must state."""
    hidden = {column.name for column in LINEAGE}
    required = {column.name for column in kind.columns if column.required}
    return frozenset(required - hidden - _FOLLOWING[kind.name])


def counts(kind: Kind) -> tuple[str, ...]:
    """The columns that state what a call used; none of other kinds."""
    if kind.name != "usage":
        return ()
    return (*NAMES, *(column.name for column in _DERIVING["usage"]), "other")


def targets() -> tuple[str, ...]:
    """The columns that name what an outcome judges, the most common first."""
    return tuple(column.name for column in _DERIVING["outcome"])


def tags_column(kind: Kind) -> str | None:
    """The column that holds what a kind is tagged with; None where it has none."""
    return next((column.name for column in kind.columns if column.dtype == "tags"), None)


def is_duration(column: Column) -> bool:
    """Whether a count is a duration in milliseconds."""
    return column.dtype == "count" and column.name.endswith("_ms")


def units(column: Column) -> tuple[str, ...]:
    """The units that a column of a file may be in; empty where it has none."""
    if column.dtype == "instant":
        return tuple(EPOCH_UNITS)
    if is_duration(column):
        return tuple(DURATION_UNITS)
    if column.name in TEXTS:
        return ()
    if column.dtype in {"count", "quantity"}:
        return tuple(COUNT_UNITS)
    return tuple(AMOUNT_UNITS) if column.dtype == "amount" else ()


def point_moved(column: Column, unit: str | None) -> int:
    """By how many places a column's numbers are moved to be in the record's unit."""
    if unit is None:
        return 0
    if is_duration(column):
        return DURATION_UNITS[unit]
    return AMOUNT_UNITS[unit] if column.dtype == "amount" else COUNT_UNITS[unit]
