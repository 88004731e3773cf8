"""OpenAI's costs: pages of the costs API, and all generations of the dashboard's cost export.

A line is a day's sum of what it was grouped by. The name of a line says tier, model, modality and
what of it was billed.
"""

from __future__ import annotations

from functools import partial
from importlib import resources

from tokenomics.records.kinds import CHARGE
from tokenomics.sources import pages, sums
from tokenomics.sources.contract import Sample, Source, field, fixed
from tokenomics.sources.pages import Bounds

BOUNDS = Bounds("start_time", "end_time")

_EXPORT = frozenset({"start_time", "end_time", "amount_value", "amount_currency"})
_BY = ("api_key_id", "api_source", "line_item", "organization_id", "project_id", "user_id")

SOURCE = Source(
    name="openai_costs",
    doc="OpenAI costs API pages (JSON, JSON Lines) and the dashboard's cost export (CSV)",
    known_by="a page whose results are objects `organization.costs.result`, or the columns `start_time`, `end_time`, `amount_value` and `amount_currency`",
    kind=CHARGE,
    containers=("jsonl", "json", "csv"),
    fields=(
        field(pages.PULL),
        field("as_of", "fetched_at"),
        field("start_time"),
        field("end_time"),
        field("amount", "amount.value", "amount_value"),
        field("code", "amount.currency", "amount_currency"),
        field("measured", "quantity"),
        field("quantity_unit"),
        field("line_item"),
        field("project_id"),
        field("project_name"),
        field("api_key_id"),
        field("api_source"),
        field("user_id", privacy="pseudonymise"),
        field("organization_id"),
    ),
    query=sums.query(
        resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
        by={**{name: name for name in _BY}, "currency": ""},
        columns=(
            "billed_cost", "currency", "scope_id", "provider", "service", "model_served", "line_kind", "description", "meter",
            "service_tier", "quantity", "unit", "quantity_known", "tags",
        ),
    ),
    keyed=True,
    exact=True,
    lossy=(
        "what a line is, unless the costs are grouped by line item: a day's sum names no model and no kind",
        "quantities, unless the costs are grouped by line item; of some lines even then",
        "credits: they are no lines of the costs, and tokens given for shared data cost 0",
        "commitments: Scale Tier is billed apart",
        "the last day while it runs: costs come later than usage",
        "a line that is restated as none: its earlier sum stays; of pages kept by hand one restated lower, in a pull of the same days, likewise (`tokenomics pull` notes when a page was fetched)",
        "which organisation a page is of: say `--scope` where there are several",
    ),
    stated_by="provider",
    reader=partial(pages.read, bounds=BOUNDS),
    whole=True,
    drops=("names and addresses: user_email, organization_name",),
    export="ask `/v1/organization/costs` with an admin key, grouped by line_item and project_id, and keep the pages, or export the costs of the dashboard",
    traps=(
        "an amount may be a number or a text with 34 decimals: both are read by their digits",
        "`start_time_iso` has an offset in some rows only: the seconds of `start_time` are read",
        "days without costs are rows without an amount: they are no lines",
        "costs pulled by other groupings state the same charges again, each as a `series` of its own: of those that come to the same amount of a day the finest counts; where one was pulled before the day was complete, both do",
    ),
)  # fmt: skip


def claims(sample: Sample) -> bool:
    """Whether the file is a page of costs with a result, or the dashboard's export of costs."""
    if sample.header:
        return frozenset(sample.header) >= _EXPORT
    result = pages.first_result(sample, BOUNDS)
    return result is not None and result.get("object") == "organization.costs.result"


FORMAT = fixed(SOURCE, claims)
