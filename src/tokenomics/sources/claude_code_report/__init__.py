"""Anthropic's Claude Code report: what each person and key used by the day, and what it is worth.

A row of the report is a person's day in one terminal; what it used of each model is a sum of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from tokenomics.records.kinds import USAGE
from tokenomics.sources import pages, sums
from tokenomics.sources.contract import Container, RawRow, Row, Sample, Source, field, fixed

_ROW = frozenset({"actor", "core_metrics", "model_breakdown"})
_BROKEN = "model_breakdown: not a list of models"


def read(path: Path, container: Container, first_line: int = 1) -> Iterator[RawRow]:
    """One row a model of each row of the report, with what the row says of it; an empty one without models."""
    return pages.parted(path, container, first_line, _models)


def _models(row: Row) -> Iterator[pages.Part]:
    used = row.get("model_breakdown")
    if not isinstance(used, list):
        yield None, _BROKEN
        return
    rest = {name: value for name, value in row.items() if name != "model_breakdown"}
    for model in used or [{}]:
        yield (rest | {"used": model}, None) if isinstance(model, dict) else (None, _BROKEN)


SOURCE = Source(
    name="claude_code_report",
    doc="Anthropic's Claude Code report (JSON, JSON Lines of usage_report/claude_code)",
    known_by="rows with `actor`, `core_metrics` and `model_breakdown`",
    kind=USAGE,
    containers=("jsonl", "json"),
    fields=(
        field("day", "date"),
        field("organization_id"),
        field("mail", "actor.email_address", privacy="pseudonymise"),
        field("api_key", "actor.api_key_name"),
        field("customer", "customer_type"),
        field("subscription", "subscription_type"),
        field("terminal", "terminal_type"),
        field("remote", "is_remote"),
        field("model", "used.model"),
        field("input_said", "used.tokens.input"),
        field("output_said", "used.tokens.output"),
        field("read_said", "used.tokens.cache_read"),
        field("written_said", "used.tokens.cache_creation"),
        field("cents", "used.estimated_cost.amount"),
        field("code", "used.estimated_cost.currency"),
    ),
    query=sums.query(
        resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
        by=dict.fromkeys(
            ("organization_id", "mail", "api_key", "customer", "subscription", "terminal", "remote", "model"),
            "",
        ),
        columns=(
            "grain", "scope_id", "provider", "model_served", "operation", "user_id", "api_key_id", "tags", "billing",
            "token_basis", "reported_cost", "reported_cost_text", "reported_currency", "input", "cache_read",
            "cache_write", "output",
        ),
        size="size_of_all",
        series="1d: Claude Code",
    ),
    keyed=True,
    exact=True,
    lossy=(
        "single calls and their number: a row sums up a day",
        "how long cache writes live, tiers and geographies",
        "money: the reported cost is Anthropic's estimate, and of a subscription what its calls would have cost",
        "commits, lines and accepted suggestions: they are no usage",
    ),
    stated_by="provider",
    reader=read,
    whole=True,
    drops=("what was done: core_metrics, tool_actions",),
    export="ask `/v1/organizations/usage_report/claude_code` with an admin key, a day a call, and keep the pages",
    traps=(
        "calls by key are in the usage report of Messages too: of both the fuller report of a day is counted; those of a subscription are in none and stand beside it",
        "sessions of Claude Code state the same calls: they are counted, and what only the report knows is *unlogged*",
        "amounts are cents",
    ),
)  # fmt: skip


def claims(sample: Sample) -> bool:
    """Whether the file holds rows of the report, whether or not a page is around them."""
    return any(frozenset(row) >= _ROW for row in pages.elements(sample))


FORMAT = fixed(SOURCE, claims)
