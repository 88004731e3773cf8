"""OpenTelemetry traces: spans of calls, in three generations of names and two other dialects.

Input includes what was read from and written to the cache, and output the reasoning, unless the
counts show otherwise. A span that sums up the calls below it is no call.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.queries import literal
from tokenomics.records.kinds import USAGE
from tokenomics.sources.contract import (
    NO_HINTS,
    Field,
    Hints,
    Privacy,
    Sample,
    Source,
    field,
    format_of,
)
from tokenomics.sources.otel import calls, protobuf, spans

_TRACES = ("resourceSpans", "resource_spans")
_OTHERS = {
    "resourceMetrics": "metrics", "resource_metrics": "metrics",
    "resourceLogs": "logs", "resource_logs": "logs",
}  # fmt: skip
# Stands in the query where a provider may be given.
_GIVEN = "/* given */ NULL"


def _stated(name: str, *keys: str, privacy: Privacy = "keep") -> Field:
    """A field by the attributes that may state it, the newest name first."""
    return Field(name, tuple(("attributes", key) for key in keys), privacy)


def _resource(name: str, *keys: str) -> Field:
    return Field(name, tuple(("resource", key) for key in keys))


SOURCE = Source(
    name="otel",
    doc="OpenTelemetry traces of model calls (OTLP as JSON, JSON Lines, protobuf): GenAI, OpenInference, OpenLLMetry, Logfire",
    known_by="requests with `resourceSpans`, or their protobuf",
    kind=USAGE,
    containers=("jsonl", "json", "binary"),
    fields=(
        field("trace"),
        field("span"),
        field("parent"),
        field("name"),
        field("start"),
        field("finish"),
        field("failed"),
        field("has_usage"),
        field("tags"),
        _stated("vendor", "gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system"),
        _stated("asked_model", "gen_ai.request.model"),
        _stated("model", "gen_ai.response.model", "llm.model_name", "gen_ai.request.model"),
        _stated("response", *calls.RESPONSE),
        _stated("operation", *calls.OPERATION),
        _stated("tier", "openai.response.service_tier", "gen_ai.openai.response.service_tier", "openai.request.service_tier", "gen_ai.openai.request.service_tier"),
        _stated("region", "cloud.region", "aws.region"),
        _stated("error", "error.type"),
        _stated("first_chunk", "gen_ai.response.time_to_first_chunk"),
        _stated("session", "session.id", "gen_ai.conversation.id", "langfuse.session.id"),
        _stated("user", "user.id", "enduser.id", "langfuse.user.id", "traceloop.association.properties.user_id", privacy="pseudonymise"),
        _stated("agent", "gen_ai.agent.name", "agent.name", "traceloop.entity.path", "traceloop.workflow.name"),
        _stated("key_name", "openrouter.api_key_name"),
        _stated("account", "openrouter.entity_id"),
        _resource("service", "service.name"),
        _resource("environment", "deployment.environment.name", "deployment.environment"),
        _stated("input", *calls.INPUT),
        _stated("output", *calls.OUTPUT),
        _stated("total", *calls.TOTAL),
        _stated(
            "cache_read", "gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_read_input_tokens",
            "gen_ai.usage.input_tokens.cached", "llm.token_count.prompt_details.cache_read",
        ),
        _stated("old_read", "gen_ai.usage.cache_read_input_tokens"),
        _stated(
            "cache_write", "gen_ai.usage.cache_write.input_tokens", "gen_ai.usage.cache_creation.input_tokens",
            "gen_ai.usage.cache_creation_input_tokens", "llm.token_count.prompt_details.cache_write",
        ),
        _stated("old_write", "gen_ai.usage.cache_creation_input_tokens"),
        _stated(
            "reasoning", "gen_ai.usage.reasoning.output_tokens", "gen_ai.usage.reasoning_tokens",
            "gen_ai.usage.output_tokens.reasoning", "llm.usage.reasoning_tokens",
            "llm.token_count.completion_details.reasoning",
        ),
        _stated("audio_in", "gen_ai.usage.audio.input_tokens", "llm.token_count.prompt_details.audio"),
        _stated("image_in", "gen_ai.usage.image.input_tokens"),
        _stated("video_in", "gen_ai.usage.video.input_tokens"),
        _stated("audio_out", "gen_ai.usage.audio.output_tokens", "llm.token_count.completion_details.audio"),
        _stated("cost", "operation.cost", "gen_ai.usage.total_cost", "gen_ai.usage.cost", "llm.cost.total"),
    ),
    query=resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
    keyed=True,
    exact=True,
    lossy=(
        "calls that were not sampled: a trace is a lower bound",
        "which spans sum up others, where a trace lies in several files and the spans between are in none",
        "how long cache writes live",
        "who is billed: billing is unknown",
        "whether Anthropic's counts of older instrumentations include the cache, where no total and no count tells: they are taken to, and are partial",
        "the usage of spans that were ended with the first chunk: they count as calls with partial tokens",
        "scores: evaluations are not read",
    ),
    states="span IS NOT NULL",
    stated_by="telemetry",
    reader=spans.read,
    whole=True,
    drops=(
        "prompts, answers and tool calls: gen_ai.input.messages, gen_ai.output.messages, llm.input_messages, input.value, output.value, span events",
        "sums of others: logfire.metrics, gen_ai.usage.partial.*",
        "addresses and hosts: server.address, client.address",
    ),
)  # fmt: skip


def claim(sample: Sample, hints: Hints = NO_HINTS) -> Source | None:
    """The source of a file of traces; None for every other file."""
    if sample.container == "binary":
        is_ours = protobuf.looks_like(sample.path)
    else:
        is_ours = any(isinstance(row.get(name), list) for row in sample.rows for name in _TRACES)
    if not is_ours:
        return None
    if hints.provider is None:
        return SOURCE
    return SOURCE._replace(query=SOURCE.query.replace(_GIVEN, literal(hints.provider)))


def refuses(sample: Sample) -> str | None:
    """Why another signal is not read, in one sentence; None where it is another file."""
    for row in sample.rows:
        for name, signal in _OTHERS.items():
            if isinstance(row.get(name), list):
                return f"OpenTelemetry {signal} are not read: ingest the traces of the same calls"
    return None


FORMAT = format_of(SOURCE, claim, refuses)
