"""Raw responses of model APIs, as they came back, alone or with an envelope around them.

Each vendor counts in its own way: OpenAI's input holds what was cached and its output what was
thought, Anthropic's input holds no cache, Gemini's and xAI's output no thoughts. A response whose
instant or vendor is nowhere is refused by name: `--at` and `--provider` say them.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.queries import literal
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
from tokenomics.sources.hints import is_path
from tokenomics.sources.responses.bodies import find
from tokenomics.sources.responses.reader import beginning, read
from tokenomics.sources.responses.streams import is_event

# Stand in the query where the user may say who served the calls, and when.
_GIVEN_INSTANT = "/* at */ NULL"

_IN = tuple(f"usage.{name}" for name in ("prompt_tokens_details", "prompt_token_details", "input_tokens_details", "input_token_details"))  # fmt: skip
_OUT = tuple(f"usage.{name}" for name in ("completion_tokens_details", "output_tokens_details", "output_token_details"))  # fmt: skip


def _below(places: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(f"{place}.{name}" for place in places)


def _around(name: str, *names: str) -> Field:
    """What the envelope says, by any of its names."""
    return field(name, *(f"around.{other}" for other in (name, *names)))


SOURCE = Source(
    name="responses",
    doc="raw API responses of OpenAI, Anthropic, Gemini, Bedrock, Cohere and OpenAI-compatible vendors, batches' results, final events of streams, alone or in an envelope (JSON, JSON Lines)",
    known_by="a `usage` of token counts, `usageMetadata`, `billed_units` or `object` and `type` of a response, in the row or under `response`, `body`, `result`, `message` and the like; no other format knows the file",
    kind=USAGE,
    containers=("jsonl", "json"),
    fields=(
        field("shape"),
        field("object", "body.object"),
        field("operation"),
        field("vendor"),
        field("part"),
        field("is_batch"),
        field("is_unfinished"),
        field("is_estimated"),
        field("leaves_out"),
        field("lacks"),
        field("given_at", "given_at"),
        field("id", "body.id", "body.responseId", "body.response_id", "body.generation_id", "body.ResponseMetadata.RequestId"),
        field("model", "body.model", "body.modelVersion", "body.model_version"),
        field("created", "body.created", "body.created_at", "body.createTime", "body.create_time"),
        field("completed", "body.completed_at"),
        field("state", "body.status"),
        field("error_code", "body.error.code", "body.error.type", "around.error.code", "around.error.type"),
        field("tier", "body.service_tier", "usage.service_tier", "body.serviceTier.type", "usage.serviceTier"),
        field("traffic", "usage.trafficType"),
        field("region", "usage.inference_geo", "around.region"),
        field("speed", "usage.speed"),
        # Who served what a router took on.
        field("route", "body.provider"),
        # The envelope.
        _around("logged", "timestamp", "ts", "time", "created_at", "createdAt", "created", "logged_at", "datetime", "date", "start_time", "startTime", "started_at", "request_time", "@timestamp", "processed_time"),
        _around("provider", "vendor"),
        _around("asked", "model", "model_requested", "request.model", "request.body.model", "modelId"),
        _around("latency", "latency_ms", "duration_ms", "elapsed_ms"),
        field("user", "around.user_id", "around.user", "body.user", privacy="pseudonymise"),
        _around("team"),
        _around("feature"),
        _around("project"),
        _around("environment", "env"),
        _around("customer"),
        _around("api_key_id"),
        _around("request_id"),
        _around("trace_id"),
        _around("session_id", "conversation_id"),
        _around("task_id"),
        _around("step"),
        field("tags"),
        # Counts that may lie within one another.
        field("prompt", "usage.prompt_tokens", "usage.input_tokens", "usage.promptTokenCount", "usage.inputTokens", "usage.billed_units.input_tokens"),
        field("completion", "usage.completion_tokens", "usage.output_tokens", "usage.candidatesTokenCount", "usage.responseTokenCount", "usage.outputTokens", "usage.billed_units.output_tokens"),
        field("total", "usage.total_tokens", "usage.totalTokenCount", "usage.totalTokens"),
        field("cached", *_below(_IN, "cached_tokens"), "usage.prompt_cache_hit_tokens", "usage.num_cached_tokens", "usage.cached_tokens", "usage.cached_prompt_text_tokens", "usage.cachedContentTokenCount", "usage.cache_read_input_tokens", "usage.cacheReadInputTokens"),
        field("missed", "usage.prompt_cache_miss_tokens"),
        field("written", *_below(_IN, "cache_write_tokens"), "usage.cache_creation_input_tokens", "usage.cacheWriteInputTokens"),
        field("written_5m", "usage.cache_creation.ephemeral_5m_input_tokens"),
        field("written_1h", "usage.cache_creation.ephemeral_1h_input_tokens"),
        field("reasoning", *_below(_OUT, "reasoning_tokens"), "usage.output_tokens_details.thinking_tokens", "usage.thoughtsTokenCount", "usage.reasoning_tokens"),
        field("tool_prompt", "usage.toolUsePromptTokenCount"),
        field("audio_in", *_below(_IN, "audio_tokens"), "usage.promptTokensDetails.AUDIO"),
        field("image_in", *_below(_IN, "image_tokens"), "usage.promptTokensDetails.IMAGE", "usage.prompt_image_tokens", "usage.billed_units.image_tokens"),
        field("video_in", *_below(_IN, "video_tokens"), "usage.promptTokensDetails.VIDEO"),
        field("document_in", "usage.promptTokensDetails.DOCUMENT"),
        field("audio_cached", *_below(_IN, "cached_tokens_details.audio_tokens"), "usage.cacheTokensDetails.AUDIO"),
        field("image_cached", *_below(_IN, "cached_tokens_details.image_tokens"), "usage.cacheTokensDetails.IMAGE"),
        field("video_cached", "usage.cacheTokensDetails.VIDEO"),
        field("document_cached", "usage.cacheTokensDetails.DOCUMENT"),
        field("audio_out", *_below(_OUT, "audio_tokens"), "usage.candidatesTokensDetails.AUDIO", "usage.responseTokensDetails.AUDIO"),
        field("image_out", *_below(_OUT, "image_tokens"), "usage.candidatesTokensDetails.IMAGE", "usage.responseTokensDetails.IMAGE"),
        field("video_out", "usage.candidatesTokensDetails.VIDEO", "usage.responseTokensDetails.VIDEO"),
        # What is no token.
        field("searches", "usage.server_tool_use.web_search_requests", "usage.server_tool_use_details.web_search_requests", "usage.web_searches"),
        field("file_searches", "usage.file_searches"),
        field("sources", "usage.num_sources_used"),
        field("seconds", "usage.seconds", "usage.prompt_audio_seconds"),
        field("pages", "usage.pages_processed"),
        field("search_units", "usage.billed_units.search_units"),
        field("classifications", "usage.billed_units.classifications"),
        field("images_sent", "usage.billed_units.images"),
        field("cost", "usage.cost.total_cost", "usage.cost"),
        field("ticks", "usage.cost_in_usd_ticks"),
        field("byok", "usage.is_byok"),
    ),
    query=resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
    keyed=False,
    exact=True,
    lossy=(
        "when a call was made and who served it, where neither response nor envelope says so: `--at` and `--provider`",
        "who served a call in a shape that vendors share: only fields of one vendor tell, never a model's name alone",
        "the zone of instants without one: they are taken for UTC",
        "whether a subscription or a key paid: billing is unknown",
        "sessions of code interpreters, searches of chat completions, and credits for a retried refusal",
        "which cached tokens were audio or images, where the vendor does not say",
        "cached tokens of Cohere: whether they are part of what is billed is not documented",
        "a stream that breaks off: its last counts stand, and are partial",
        "what a response that states no counts used beyond its text: thoughts that are not shown, cached tokens, pictures, what stands around messages; its counts are estimates",
        "calls without an id, such as embeddings: a copy of such a row in another file counts again",
    ),
    stated_by="provider",
    reader=read,
    whole=True,
    drops=(
        "prompts, answers, tool calls and their results, embeddings, images and sound",
        "headers and addresses of requests; values of metadata over 256 characters",
        "error messages",
    ),
    export="write each response as it came, one a line, best in an envelope with `ts`, `user`, `team` and the like",
    traps=(
        "vendors disagree on whether input holds what was cached and output what was thought: each is read by its own rule",
        "a stream states its counts several times: the last ones stand",
    ),
)  # fmt: skip


def claim(sample: Sample, hints: Hints = NO_HINTS) -> Source | None:
    """The source that reads the responses of a file, told what the user says of them."""
    if sample.container not in SOURCE.containers or not any(map(_is_response, beginning(sample))):
        return None
    return _told(hints)


def _is_response(row: object) -> bool:
    return isinstance(row, dict) and (is_event(row) or find(row) is not None)


def refuses(sample: Sample) -> str | None:
    """Why a batch's own summary is not read, in one sentence; None where it is another file."""
    if any(row.get("object") == "batch" for row in sample.rows):
        return "a batch's summary repeats its results: ingest its output file"
    return None


def _told(hints: Hints) -> Source:
    fields, query = SOURCE.fields, served_by(SOURCE, hints).query
    if hints.at is not None and is_path(hints.at):
        given = field("given_at", f"around.{hints.at}", f"body.{hints.at}")
        fields = tuple(given if known.name == given.name else known for known in fields)
    elif hints.at is not None:
        query = query.replace(_GIVEN_INSTANT, literal(hints.at))
    return SOURCE._replace(fields=fields, query=query)


FORMAT = format_of(SOURCE, claim, refuses)._replace(yields=True)
