"""Amazon's Cost and Usage Reports: exports of CUR 2.0, and the older reports with slashes in their columns.

A month is exported anew several times a day, as a whole, and may become less. What a usage type says
of Bedrock is read: model, kind of tokens, tier, and whether a count is of thousands or millions.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import CHARGE
from tokenomics.sources import cloud
from tokenomics.sources.contract import Field, Sample, Source, fixed

_NAMES = {
    "payer": "bill_payer_account_id",
    "entity": "bill_billing_entity",
    "bill_type": "bill_bill_type",
    "invoice": "bill_invoice_id",
    "period": "bill_billing_period_start_date",
    "account": "line_item_usage_account_id",
    "what": "line_item_line_item_type",
    "starts": "line_item_usage_start_date",
    "ends": "line_item_usage_end_date",
    "code": "line_item_product_code",
    "usage_type": "line_item_usage_type",
    "operation": "line_item_operation",
    "resource": "line_item_resource_id",
    "zone": "line_item_availability_zone",
    "amount": "line_item_usage_amount",
    "rate": "line_item_unblended_rate",
    "cost": "line_item_unblended_cost",
    "coin": "line_item_currency_code",
    "described": "line_item_line_item_description",
    "seller": "line_item_legal_entity",
    "caller": "line_item_iam_principal",
    "tax_type": "line_item_tax_type",
    "product_name": "product_product_name",
    "region_code": "product_region_code",
    "pricing_unit": "pricing_unit",
    "public_cost": "pricing_public_on_demand_cost",
    "reserved_cost": "reservation_effective_cost",
    "reservation": "reservation_reservation_a_r_n",
    "planned_cost": "savings_plan_savings_plan_effective_cost",
    "plan": "savings_plan_savings_plan_a_r_n",
    "product": "product",
}  # fmt: skip
_OLD_GROUPS = ("bill", "line_item", "product", "pricing", "reservation", "savings_plan")


def _slashed(name: str) -> str:
    """A column as older reports call it: line_item_usage_type is lineItem/UsageType."""
    for group in _OLD_GROUPS:
        if name.startswith(f"{group}_"):
            rest = "".join(part.capitalize() for part in name.removeprefix(f"{group}_").split("_"))
            head, *tail = group.split("_")
            return (
                f"{head}{''.join(part.capitalize() for part in tail)}/{_OLD_REST.get(rest, rest)}"
            )
    return name


_OLD_REST = {"ReservationARN": "ReservationARN", "RegionCode": "regionCode", "Unit": "unit", "PublicOnDemandCost": "publicOnDemandCost"}  # fmt: skip

_FIELDS = (
    *(Field(short, ((name,), (_slashed(name),))) for short, name in _NAMES.items()),
    Field("tagged", (("tags",), ("resource_tags",))),
)
_MARKS = frozenset({"line_item_usage_type", "line_item_unblended_cost", "line_item_line_item_type"})
_SLASHED_MARKS = frozenset(map(_slashed, _MARKS))

SOURCE = Source(
    name="aws_cur",
    doc="AWS Cost and Usage Reports: CUR 2.0 data exports and legacy reports (CSV, Parquet)",
    known_by="the columns `line_item_line_item_type`, `line_item_usage_type` and `line_item_unblended_cost`, or `lineItem/UsageType` and the like",
    kind=CHARGE,
    containers=("csv", "parquet"),
    fields=_FIELDS,
    query=cloud.query(
        resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
        fields=_FIELDS,
        sizes={"amount", "rate", "cost", "public_cost", "reserved_cost", "planned_cost", "invoice", "tagged"},
    ),
    keyed=True,
    exact=True,
    lossy=(
        "tokens where the unit is neither thousands nor millions nor tokens: the cost stays, the quantity is unknown",
        "how long a cache keeps what a line bills as written, unless the usage type says 1h",
        "what unused reservations and savings plans cost: their fees have no effective cost here",
        "single calls, a line is an hour or a day of one price, resource and caller: where logs of them are read too, they are counted, and of the bill's tokens the rest is *unlogged*",
        "parts of one report in which a line stands twice, alike in everything but its size: read apart, they are one line",
    ),
    stated_by="provider",
    whole=True,
    drops=("who called, but for the role: line_item_iam_principal; resources", "identity_line_item_id: it is another one in each report"),
    export="a data export of the table COST_AND_USAGE_REPORT to S3 as Parquet or gzip CSV, with *IAM principal data* for the callers' tags",
    traps=(
        "`1K tokens` counts thousands, `1M tokens` and the marketplace's `Units` millions: quantities here are tokens",
        "a month is exported anew and may become less: a later export of an account's month replaces the earlier one whole",
        "cache reads and writes are lines of their own, not within the input",
        "Claude is billed under product codes of the marketplace: it is known by `(Amazon Bedrock Edition)`",
        "provisioned throughput is billed by the hour: a commitment in `capacity_unit_hours`, without tokens",
        "FOCUS exports state the same costs again: ingest one of the two",
    ),
)  # fmt: skip


def claims(sample: Sample) -> bool:
    """Whether the table has the columns of a cost and usage report."""
    names = frozenset(sample.header)
    return names >= _MARKS or names >= _SLASHED_MARKS


FORMAT = fixed(SOURCE, claims)
