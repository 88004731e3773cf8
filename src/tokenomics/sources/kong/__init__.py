"""Logs of Kong's AI Gateway, as any of Kong's log plugins writes them.

An entry is a request with the calls that its AI plugins made. Tokens are counted as the model's provider
counts them, without what was cached of them.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import USAGE
from tokenomics.sources.contract import (
    NO_HINTS,
    Field,
    Hints,
    Sample,
    Source,
    field,
    format_of,
    served_by,
)
from tokenomics.sources.kong import entries

_ENTRY = frozenset({"latencies", "request", "started_at"})


def _sent(name: str, *headers: str) -> Field:
    """What a request says of itself in a header of the caller's own."""
    return field(name, *(f"request.headers.{header}" for header in headers))


SOURCE = Source(
    name="kong",
    doc="Kong AI Gateway's logs (JSON, JSON Lines of its log plugins: http-log, file-log and the like)",
    known_by="`request`, `started_at` and `latencies` with `kong`; calls are what a plugin states under `ai` as `usage` or `meta`",
    kind=USAGE,
    containers=("jsonl", "json"),
    fields=(
        field("started", "started_at"),
        field("request_id", "request.id"),
        field("place", "request.uri"),
        field("code", "response.status"),
        field("content_type", "response.headers.content-type"),
        field("took", "latencies.request"),
        field("service", "service.name"),
        field("route", "route.name"),
        field("workspace", "workspace_name"),
        field("trace", "trace_id.w3c", "trace_id.datadog"),
        field("credential", "authenticated_entity.id"),
        field("user", "consumer.username", "consumer.custom_id", "request.headers.x-user-id", "request.headers.x-user", privacy="pseudonymise"),
        _sent("team", "x-team"),
        _sent("feature", "x-feature"),
        _sent("project", "x-project"),
        _sent("environment", "x-environment", "x-env"),
        _sent("customer", "x-customer", "x-customer-id"),
        _sent("task", "x-task-id", "x-task"),
        _sent("session", "x-session-id"),
        field("plugin"),
        field("plugin_id", "call.meta.plugin_id"),
        field("provider_said", "call.meta.provider_name"),
        field("asked", "call.meta.request_model"),
        field("answered", "call.meta.response_model"),
        field("deployment", "call.meta.azure_deployment_id"),
        field("llm_took", "call.meta.llm_latency"),
        field("prompt", "call.usage.prompt_tokens", "call.usage.prompt_token"),
        field("completion", "call.usage.completion_tokens", "call.usage.completion_token"),
        field("total", "call.usage.total_tokens"),
        field("cost", "call.usage.cost"),
        field("cache_status", "call.cache.cache_status"),
        field("fetch_took", "call.cache.fetch_latency"),
    ),
    query=resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
    keyed=True,
    exact=True,
    lossy=(
        "what a prompt cache served or kept, and reasoning: Anthropic's input leaves it out, OpenAI's holds it, so the counts are partial and the cost is not exact",
        "streams: Kong guesses a token for four characters, some versions on top of the provider's count, so the counts are estimated; a prompt that is not counted is left open; a guess resembles no other log's counts, so beside another log of the same streams name an [[authority]]",
        "Kong's own cost, which it works out of the same counts by the prices of its configuration: it is kept as reported, and 0 is no price",
        "calls for the embeddings of a semantic cache: model and time are logged and no tokens",
        "failed calls: their tokens are missing or 0, whatever the provider bills",
        "attempts that the balancer repeated at another target",
        "the provider's id of the response, by which other logs know the same call",
        "who is billed: billing is unknown unless Kong answered from its cache",
        "requests without an id, which Kong before 3.5 logs: two that agree in instant, route, plugin, model and counts are one",
    ),
    states="plugin IS NOT NULL",
    reader=entries.read,
    drops=(
        "prompts and answers: ai.payload, payload of each plugin",
        "headers but those that say team, feature, project, environment, customer, task, session or user: X-Team, X-Feature and so on",
        "addresses: client_ip, request.url, upstream_uri; what Kong tried: tries",
    ),
    export="any of Kong's log plugins, such as *file-log* or *http-log*, beside *AI Proxy* with `logging.log_statistics`; its entries a line each",
    traps=(
        "answers of the semantic cache (`cache_status` *Hit*) keep their tokens and their cost: they are billed as cached and cost nothing",
        "a request may hold several calls: those of *ai-request-transformer* and its like are calls beside the one of *ai-proxy*",
        "older versions say `prompt_token` and `completion_token`, newer ones `prompt_tokens` and `completion_tokens`",
        "calls that another log states too, with what was cached: they are found by the counts beside it, and count once, as that log states them",
        "two log plugins write the same request: it counts once",
    ),
)  # fmt: skip


def claim(sample: Sample, hints: Hints = NO_HINTS) -> Source | None:
    """The source of Kong's entries, whichever of them hold calls; None for every other file."""
    found = any(row.keys() >= _ENTRY and entries.is_timed(row["latencies"]) for row in sample.rows)
    return served_by(SOURCE, hints) if found else None


FORMAT = format_of(SOURCE, claim)
