"""Anthropic's usage reports: pages of the Messages usage report, and the console's usage export.

Input, cache reads and the two cache writes are disjoint; reasoning is inside output. Pages know
keys and workspaces by their ids and the export by their names, so the two are two series.
"""

from __future__ import annotations

from functools import partial
from importlib import resources
from string import Template

from tokenomics.records.kinds import USAGE
from tokenomics.sources import pages
from tokenomics.sources.contract import Sample, Source, field, fixed
from tokenomics.sources.pages import Bounds

BOUNDS = Bounds("starting_at", "ending_at")

_EXPORT = frozenset({"usage_date_utc", "model_version", "usage_input_tokens_no_cache", "usage_output_tokens"})  # fmt: skip
# What the newer reports are summed up by beside what the usage report of Messages knows too.
_DIMENSIONS = (
    "agent_id", "actor_type", "claude_tag_category", "deployment_id", "environment_id", "product", "rbac_group_id",
    "session_id", "slack_channel_id",
)  # fmt: skip
_PEOPLE = ("actor", "claude_tag_user_id", "user_profile_id")


def _query() -> str:
    """The query, with what only newer reports are summed up by; nothing of that is in a bucket of others."""
    newer = (*_PEOPLE, *_DIMENSIONS)
    text = resources.files(__name__).joinpath("map.sql").read_text("utf-8")
    return Template(text).safe_substitute(
        newer_names=", ".join(
            f"CASE WHEN count({name}) OVER pulled > 0 THEN '{name}' END" for name in newer
        ),
        newer_values=", ".join(f"'{name}=' || as_text({name})" for name in newer),
        newer_tags=", ".join(
            f"{{'key': '{name}', 'value': {name}}}" for name in _DIMENSIONS if name != "session_id"
        ),
    )


SOURCE = Source(
    name="anthropic_usage",
    doc="Anthropic usage reports (JSON, JSON Lines: usage_report/messages, the Enterprise one, analytics/usage) and the console's usage export (CSV)",
    known_by="a page whose buckets hold `results` that count `uncached_input_tokens`, or rows with a `group` and such a `usage`; or the columns `usage_date_utc`, `model_version`, `usage_input_tokens_no_cache`",
    kind=USAGE,
    containers=("jsonl", "json", "csv"),
    fields=(
        field(pages.PULL),
        field("starting_at"),
        field("ending_at"),
        field("usage_date", "usage_date_utc"),
        field("model", "model", "model_version"),
        field("api_key_id"),
        field("api_key"),
        field("workspace_id"),
        field("workspace"),
        field("account_id", privacy="pseudonymise"),
        field("service_account_id"),
        field("tier", "service_tier", "usage_type"),
        field("context_window"),
        field("inference_geo"),
        field("speed"),
        field("uncached", "uncached_input_tokens", "usage_input_tokens_no_cache"),
        field("cache_read", "cache_read_input_tokens", "usage_input_tokens_cache_read"),
        field("write", "usage_input_tokens_cache_write"),
        field("write_5m", "cache_creation.ephemeral_5m_input_tokens", "usage_input_tokens_cache_write_5m"),
        field("write_1h", "cache_creation.ephemeral_1h_input_tokens", "usage_input_tokens_cache_write_1h"),
        field("output", "output_tokens", "usage_output_tokens"),
        field("calls", "requests"),
        field("as_of", "data_refreshed_at", "fetched_at"),
        field("organization_id"),
        *(field(name, privacy="pseudonymise") for name in _PEOPLE),
        *map(field, _DIMENSIONS),
        field("searches", "server_tool_use.web_search_requests", "web_search_count"),
    ),
    query=_query(),
    keyed=True,
    exact=True,
    lossy=(
        "single calls, and their number but for newer reports: a bucket sums them up; one that states no context window is priced below every threshold",
        "reasoning: it is part of the output",
        "whether a missing workspace is the default one or was not asked for; likewise a missing key is the console's",
        "code execution: it is in the costs only",
        "how long cache writes live, in exports of 2025",
        "the prices of priority tiers: what is committed is billed apart",
        "a bucket that is restated as empty: its earlier sum stays",
    ),
    stated_by="provider",
    reader=partial(pages.read, bounds=BOUNDS),
    whole=True,
    export="ask `/v1/organizations/usage_report/messages` with an admin key and keep the pages as they come, or `/v1/organizations/analytics/usage`, or export the usage table of the console",
    traps=(
        "overlapping pulls restate a bucket: the whole one of the latest pull stands, once; of newer reports the one that was refreshed last",
        "the reports state the same usage, each summed up in its own way: the fullest of a day is counted",
    ),
)  # fmt: skip


def claims(sample: Sample) -> bool:
    """Whether the file is a page of the Messages usage report, or the console's usage export."""
    if sample.header:
        return frozenset(sample.header) >= _EXPORT
    result = pages.first_result(sample, BOUNDS)
    if result is None:
        return False
    return not result or "uncached_input_tokens" in result


FORMAT = fixed(SOURCE, claims)
