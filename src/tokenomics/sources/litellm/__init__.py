"""LiteLLM proxy: spend logs and standard logging payloads, which are one record per request.

Prompt tokens include cache reads and, in all builds but one, cache writes; completion tokens
include reasoning. A total that shows otherwise is believed. Prompts, responses, addresses and
user agents are not read.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import USAGE
from tokenomics.sources.contract import Field, Sample, Source, field, fixed, names_in

_USAGE_PLACES = ("metadata.usage_object", "metadata.additional_usage_values")
_PROMPT_DETAILS = ("prompt_tokens_details", "input_tokens_details")
_COMPLETION_DETAILS = ("completion_tokens_details", "output_tokens_details")

_SPEND_LOG = frozenset({"request_id", "spend", "startTime", "prompt_tokens"})
_PAYLOAD = frozenset({"id", "response_cost", "startTime", "prompt_tokens", "call_type"})
_ACTIVITY = frozenset({"results", "metadata"})


def _usage(name: str, *keys: str) -> Field:
    """A count of the usage object, wherever a build keeps it."""
    return field(name, *(f"{place}.{key}" for place in _USAGE_PLACES for key in keys))


def _prompt(name: str, *keys: str) -> Field:
    return _usage(name, *(f"{details}.{key}" for details in _PROMPT_DETAILS for key in keys))


def _completion(name: str, *keys: str) -> Field:
    return _usage(name, *(f"{details}.{key}" for details in _COMPLETION_DETAILS for key in keys))


SOURCE = Source(
    name="litellm",
    doc="LiteLLM spend logs (JSON, JSON Lines, CSV) and standard logging payloads",
    known_by="`request_id`, `spend`, `startTime` and `prompt_tokens`, or `id`, `response_cost`, `startTime` and `call_type`",
    kind=USAGE,
    containers=("jsonl", "json", "csv"),
    fields=(
        field("request_id", "request_id", "id"),
        field("call_type"),
        field("api_key", "api_key", "metadata.user_api_key_hash", "metadata.user_api_key"),
        field("spend", "spend", "response_cost"),
        field("start", "startTime"),
        field("finish", "endTime"),
        field("first_token", "completionStartTime"),
        field("duration_ms", "request_duration_ms"),
        field("model"),
        field("deployment", "model_id"),
        field("model_group"),
        field("original_model_group", "metadata.original_model_group"),
        field("llm_provider", "custom_llm_provider"),
        field("user_name", "user", privacy="pseudonymise"),
        field("key_user", "metadata.user_api_key_user_id", privacy="pseudonymise"),
        field("team_alias", "metadata.user_api_key_team_alias"),
        field("team_id", "team_id"),
        field("key_team", "metadata.user_api_key_team_id"),
        field("project_alias", "metadata.user_api_key_project_alias"),
        field("project_id", "metadata.user_api_key_project_id"),
        field("organization", "organization_id"),
        field("key_organization", "metadata.user_api_key_org_id"),
        field("end_user"),
        field("key_end_user", "metadata.user_api_key_end_user_id"),
        field("request_tags"),
        field("log_metadata", "metadata.spend_logs_metadata"),
        field("session", "session_id", "trace_id"),
        field("cache_hit"),
        field("status"),
        field("error_class", "metadata.error_information.error_class", "error_information.error_class"),
        field("error_code", "metadata.error_information.error_code", "error_information.error_code"),
        field("error_provider", "metadata.error_information.llm_provider", "error_information.llm_provider"),
        field("retries", "metadata.attempted_retries"),
        field("fallbacks", "metadata.attempted_fallbacks"),
        field("prompt_tokens"),
        field("completion_tokens"),
        field("total_tokens"),
        _usage("usage_prompt", "prompt_tokens", "input_tokens"),
        _usage("usage_completion", "completion_tokens", "output_tokens"),
        _usage("read_flat", "cache_read_input_tokens"),
        _prompt("read_detail", "cached_tokens"),
        _usage("write_flat", "cache_creation_input_tokens"),
        _prompt("write_detail", "cache_creation_tokens", "cache_write_tokens"),
        _prompt("write_5m", "cache_creation_token_details.ephemeral_5m_input_tokens"),
        _prompt("write_1h", "cache_creation_token_details.ephemeral_1h_input_tokens"),
        _prompt("audio_in", "audio_tokens"),
        _prompt("image_in", "image_tokens"),
        _prompt("video_in", "video_tokens"),
        _prompt("audio_read", "cached_tokens_details.audio_tokens"),
        _prompt("image_read", "cached_tokens_details.image_tokens"),
        _completion("reasoning_tokens", "reasoning_tokens"),
        _completion("audio_out", "audio_tokens"),
        _completion("image_out", "image_tokens"),
        _completion("video_out", "video_tokens"),
        _usage("searches", "server_tool_use.web_search_requests", "prompt_tokens_details.web_search_requests"),
        _usage("lookups", "prompt_tokens_details.google_maps_grounding_requests"),
        _usage("ocr_pages", "pages_processed"),
        _usage("tier", "service_tier"),
        _usage("geo", "inference_geo"),
        _usage("speed", "speed"),
    ),
    query=resources.files("tokenomics.sources.litellm").joinpath("map.sql").read_text("utf-8"),
    keyed=True,
    exact=True,
    lossy=(
        "attempts that the router repeated: they are billed and only counted, as hidden attempts",
        "failed calls: their tokens and cost are logged as 0, whatever the provider bills",
        "streams that were cut off, and models without a price: some builds log no row for them",
        "whether a session is real: without one the proxy makes up an id",
        "cache writes of one older build: they are outside the prompt tokens, which shows only where the counts cannot hold them",
        "margins and discounts: the reported cost includes them",
        "who is billed for a call: billing is unknown unless the proxy answered from its cache",
    ),
    drops=("prompts and answers: messages, response, proxy_server_request", "network addresses: requester_ip_address, api_base", "user agents, also among the tags", "e-mail addresses and names of keys: metadata.user_api_key_user_email, metadata.user_api_key_alias", "secrets: of a raw key its digest is kept"),
    export="the table `LiteLLM_SpendLogs` as CSV or JSON, `GET /spend/logs?summarize=false`, or the payloads that a storage callback writes",
    traps=(
        "an answer of the proxy's cache keeps its tokens: it is billed as cached and costs nothing",
        "retries of the router are one row: they are hidden attempts",
    ),
)  # fmt: skip


def claims(sample: Sample) -> bool:
    """Whether the rows are spend logs or standard logging payloads."""
    return any(names >= _SPEND_LOG or names >= _PAYLOAD for names in names_in(sample))


def refuses(sample: Sample) -> str | None:
    """Why a file of the same proxy is not read, in one sentence; None where it is another file."""
    if _ACTIVITY in names_in(sample):
        return "pages of LiteLLM's activity cut a day in two: export LiteLLM_DailyUserSpend, or the spend logs"
    return None


FORMAT = fixed(SOURCE, claims, refuses)
