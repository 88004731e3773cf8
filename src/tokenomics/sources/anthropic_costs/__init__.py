"""Anthropic's costs: pages of cost reports, old and new, and the console's cost exports.

Reports state cents with decimals, exports dollars rounded to cents. Reports know workspaces and keys
by their ids, exports by their names.
"""

from __future__ import annotations

from functools import partial
from importlib import resources

from tokenomics.records.kinds import CHARGE
from tokenomics.sources import pages, sums
from tokenomics.sources.contract import Sample, Source, field, fixed
from tokenomics.sources.pages import Bounds

BOUNDS = Bounds("starting_at", "ending_at")

_EXPORT = frozenset({"usage_date_utc", "model", "token_type", "cost_usd"})
# What reports are summed up by beside what exports know too.
_DIMENSIONS = (
    "agent_id", "claude_tag_category", "deployment_id", "environment_id", "product", "rbac_group_id",
    "session_id", "slack_channel_id",
)  # fmt: skip
_PEOPLE = ("actor", "claude_tag_user_id", "user_profile_id")
_BY = (
    *_DIMENSIONS, *_PEOPLE, "actor_type", "api_key", "api_key_id", "context_window", "cost_type", "described",
    "inference_geo", "model", "speed", "tier", "token_type", "workspace", "workspace_id",
)  # fmt: skip
_CALLED = {"described": "description", "tier": "service_tier", "currency": ""}


SOURCE = Source(
    name="anthropic_costs",
    doc="Anthropic cost reports (JSON, JSON Lines: cost_report, the Enterprise one, analytics/cost) and the console's cost export (CSV)",
    known_by="a page whose buckets hold `results` with an `amount`, or rows with a `group` and a `cost`; or the columns `usage_date_utc`, `model`, `token_type` and `cost_usd`",
    kind=CHARGE,
    containers=("jsonl", "json", "csv"),
    fields=(
        field(pages.PULL),
        field("as_of", "data_refreshed_at", "fetched_at"),
        field("organization_id"),
        field("starting_at"),
        field("ending_at"),
        field("usage_date", "usage_date_utc"),
        field("cents", "amount"),
        field("list_cents", "list_amount"),
        field("dollars", "cost_usd"),
        field("list_dollars", "list_price_usd"),
        field("code", "currency"),
        field("described", "description"),
        field("model"),
        field("cost_type"),
        field("token_type"),
        field("tier", "service_tier", "usage_type"),
        field("context_window"),
        field("inference_geo"),
        field("speed"),
        field("workspace_id"),
        field("workspace"),
        field("api_key_id"),
        field("api_key"),
        field("actor_type"),
        *(field(name, privacy="pseudonymise") for name in _PEOPLE),
        *map(field, _DIMENSIONS),
    ),
    query=sums.query(
        resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
        by={**{name: name for name in _BY}, **_CALLED},
        columns=(
            "billed_cost", "currency", "scope_id", "provider", "service", "model_served", "line_kind", "description", "region",
            "meter", "service_tier", "quantity_known", "list_cost", "tags",
        ),
    ),
    keyed=True,
    exact=True,
    lossy=(
        "quantities: no cost report states them; the usage report does",
        "Priority Tier: its usage is reported, its cost never",
        "seats and credits: they are on the invoice only",
        "what a report is not grouped by, and whether a missing workspace is the default one",
        "less than a cent, in the console's export: each line is rounded, so their sum is not the invoice",
        "which of two exports of a day is the later one: the greater amount of a line stands; newer reports say when they were refreshed, and `tokenomics pull` when it fetched a page",
        "a line that is restated as none: its earlier sum stays",
        "the number of requests, which newer reports state beside a cost",
    ),
    stated_by="provider",
    reader=partial(pages.read, bounds=BOUNDS),
    whole=True,
    drops=("whether a key is active: api_key_status",),
    export="ask `/v1/organizations/cost_report` with an admin key, grouped by workspace_id and description, and keep the pages; or `/v1/organizations/analytics/cost`; or export the cost table of the console",
    traps=(
        "amounts of reports are cents as text, `123.78912` is 1.2378912 dollars; the exports' are dollars",
        "`token_type` has other words in reports and exports, and `model` is a display name in exports: both are named as the usage report names them",
        "newer reports are revised for up to 30 days: what was refreshed later stands",
        "a report and an export of the same days state the same charges twice, each as a `series` of its own, and differ by what the export rounds: take one of them; groupings that come to the same amount count once",
    ),
)  # fmt: skip


def claims(sample: Sample) -> bool:
    """Whether the file is a page of costs with a result, or the console's export of costs."""
    if sample.header:
        return frozenset(sample.header) >= _EXPORT
    result = pages.first_result(sample, BOUNDS)
    return result is not None and "amount" in result


FORMAT = fixed(SOURCE, claims)
