"""Google's bills: the export of Cloud Billing to BigQuery as JSON Lines, and the console's cost table.

What an export says is never taken back: corrections are lines of their own, with their sign. A line's
credits lie within it and are lines here.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import CHARGE
from tokenomics.sources import cloud
from tokenomics.sources.contract import Sample, Source, field, fixed, names_in
from tokenomics.sources.google_billing import lines

_FIELDS = (
    field("billing_account", "billing_account_id"),
    field("service_name", "service.description", "Service description"),
    field("service_id", "service.id", "Service ID"),
    field("sku_name", "sku.description", "SKU description"),
    field("sku_id", "sku.id", "SKU ID"),
    field("starts", "usage_start_time"),
    field("ends", "usage_end_time"),
    field("first_day", lines.FIRST_DAY, "Date"),
    field("last_day", lines.LAST_DAY, "Date"),
    field("project", "project.id", "Project ID", "Project"),
    field("labels"),
    field("place", "location.region", "location.location"),
    field("cost", lines.COST, "cost"),
    field("list_said", "cost_at_list"),
    field("coin", "currency", lines.CURRENCY),
    field("rate_said", "currency_conversion_rate"),
    field("amount", "usage.amount", "Usage amount"),
    field("unit_said", "usage.unit", "Usage unit"),
    field("resource", "resource.global_name", "resource.name"),
    field("month", "invoice.month"),
    field("cost_type"),
    field("adjustment", "adjustment_info.type"),
    field("adjustment_id", "adjustment_info.id"),
    field("adjustment_mode", "adjustment_info.mode"),
    field("consumption", "consumption_model.id"),
    field("tier_start", "price.tier_start_amount"),
    field("seller", "seller_name"),
    field("exported", "export_time"),
    field("credit", lines.CREDIT),
    field("credit_name", f"{lines.CREDIT}.full_name", f"{lines.CREDIT}.name"),
    field("credit_amount", f"{lines.CREDIT}.amount"),
    field("credit_place", lines.CREDIT_PLACE),
    field("tax", lines.TAX),
)  # fmt: skip
_EXPORT = frozenset({"billing_account_id", "service", "sku", "usage_start_time", "cost", "currency"})  # fmt: skip
_CONSOLE = frozenset({"Service description", "SKU description", "SKU ID"})

SOURCE = Source(
    name="google_billing",
    doc="Google Cloud Billing's export to BigQuery (JSON, JSON Lines) and the console's cost table (CSV)",
    known_by="`billing_account_id`, `service`, `sku`, `usage_start_time`, `cost` and `currency`; or the columns `Service description`, `SKU description`, `SKU ID` and a subtotal",
    kind=CHARGE,
    containers=("jsonl", "json", "csv"),
    fields=_FIELDS,
    query=cloud.query(
        resources.files(__name__).joinpath("map.sql").read_text("utf-8"), fields=_FIELDS
    ),
    keyed=True,
    exact=True,
    lossy=(
        "single calls: where logs of them are read too, they are counted, and of the bill's tokens the rest is *unlogged*",
        "whether Vertex AI's `- Predictions` count tokens: their cost stays, the quantity is unknown",
        "thinking: from Gemini 3 on it is within the output",
        "keys and people: Google bills projects",
        "of the console's table: the account, and unless it is grouped by project the project: say `--scope` where there are several; its days are read as US Pacific ones, its `$` as US dollars",
        "of the console's table, two lines that are alike in all they say, read in two files: they are one",
    ),
    stated_by="provider",
    reader=lines.read,
    whole=True,
    drops=("names of resources, labels of people become pseudonyms",),
    export="`bq query --format=json` or an extract of the table `gcp_billing_export_v1_*` or `gcp_billing_export_resource_v1_*`; or *Reports*, *Cost table*, download CSV",
    traps=(
        "credits lie within a line and are not in its cost: each is a line of its own, below zero",
        "a correction is one more line with its sign: nothing replaces what was exported before",
        "`usage.amount` of a Gemini SKU counts tokens; a cache's storage counts token-hours, never added to them",
        "the console's rows of subtotals are no costs; its `Unrounded subtotal` is read, not the rounded one",
        "the export and the console's table state the same costs: ingest one of the two",
    ),
)  # fmt: skip


def claims(sample: Sample) -> bool:
    """Whether the file is an export of billing or the console's cost table."""
    if sample.header:
        return frozenset(sample.header) >= _CONSOLE and lines.subtotal(sample.header) is not None
    return any(names >= _EXPORT for names in names_in(sample))


FORMAT = fixed(SOURCE, claims)
