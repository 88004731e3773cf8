"""OpenRouter's activity by the day: pages of its API, and the activity page's export by model.

A row is a day's sum of a model: tokens and requests are usage, the credits spent are a line of the bill.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import CHARGE, USAGE
from tokenomics.sources import pages, sums
from tokenomics.sources.contract import Sample, Source, field, fixed

_SUMS = (
    frozenset({"model_permaslug", "byok_usage_inference", "requests", "date"}),
    frozenset({"Date", "Slug", "Usage", "BYOK Usage", "Requests"}),
)
_BY = {
    "model": "model", "endpoint": "endpoint_id", "served_by": "provider_name", "workspace": "workspace_id",
}  # fmt: skip
_LINES = resources.files(__name__).joinpath("map.sql").read_text("utf-8")

_USAGE = Source(
    name="openrouter_activity",
    doc="OpenRouter's activity by day: pages of /api/v1/activity (JSON, JSON Lines) and the activity page's export by model (CSV), usage and bill in one",
    known_by="`date`, `model_permaslug`, `requests` and `byok_usage_inference`; or the columns `Date`, `Slug`, `Usage`, `BYOK Usage` and `Requests`",
    kind=USAGE,
    containers=("jsonl", "json", "csv"),
    fields=(
        field("day", "date", "Date"),
        field("model", "model_permaslug", "Slug"),
        field("asked", "model"),
        field("endpoint", "endpoint_id"),
        field("served_by", "provider_name"),
        field("workspace", "workspace_id"),
        field("spent", "usage", "Usage"),
        field("own_keys", "byok_usage_inference", "BYOK Usage"),
        field("calls", "requests", "Requests"),
        field("prompt", "prompt_tokens", "Prompt Tokens"),
        field("completion", "completion_tokens", "Completion Tokens"),
        field("thought", "reasoning_tokens", "Reasoning Tokens"),
    ),
    query=sums.query(
        _LINES,
        by=_BY,
        columns=(
            "grain", "provider", "model_requested", "model_served", "route", "project", "billing", "token_basis",
            "reported_cost", "reported_cost_text", "reported_currency", "requests", "input", "output", "reasoning",
        ),
        size="spent_a",
    ),
    keyed=True,
    exact=True,
    lossy=(
        "single calls: where generations are read too, they are counted and the rest of a day is *unlogged*",
        "tokens read from and written to a prompt cache: they are inside the input, so counts are partial",
        "keys and users: ask the API with a filter and give each answer a `--scope` of its own",
        "with a key of one's own: the amount is OpenRouter's fee; the provider's bill has the rest, which is not added, and which of a day's calls had such a key",
        "the bill by meter: a day and model is one line of it",
    ),
    stated_by="provider",
    reader=pages.listed,
    whole=True,
    export="`GET /api/v1/activity` with a management key, or the activity page, *Export*, by model and day (CSV)",
    traps=(
        "`byok_usage_inference` is what providers bill for keys of one's own: adding it counts it twice",
        "reasoning is inside the completion",
        "the API's pages and the export state the same days: usage of one of them counts, and of bills that come to the same amount the finer one",
        "days are UTC's, and only the last 30 whole ones are told: pull every few weeks",
    ),
)  # fmt: skip
SOURCE = _USAGE._replace(
    beside=_USAGE._replace(
        kind=CHARGE,
        query=sums.query(
            _LINES,
            by=_BY,
            columns=(
                "billed_cost", "currency", "provider", "service", "model_served", "line_kind", "description",
                "quantity_known", "tags",
            ),
        ),
    )
)  # fmt: skip


def claims(sample: Sample) -> bool:
    """Whether the rows are days of a model."""
    found = [frozenset(sample.header), *map(frozenset, pages.elements(sample))]
    return any(names >= known for names in found for known in _SUMS)


FORMAT = fixed(SOURCE, claims)
