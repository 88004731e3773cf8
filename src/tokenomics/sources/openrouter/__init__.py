"""OpenRouter's generations: what its API says of one, and the export of its activity page.

OpenRouter bills these calls itself, so no provider's price is laid on them. The tokens that are
billed are the native ones; what was cached and thought is inside the prompt and the completion.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import USAGE
from tokenomics.sources.contract import Field, Sample, Source, field, fixed, names_in

_GENERATION = frozenset({"id", "native_tokens_prompt", "tokens_prompt", "total_cost", "is_byok"})
_EXPORT = frozenset({"generation_id", "cost_total", "tokens_prompt", "model_permaslug"})


def _told(name: str, *keys: str) -> Field:
    """A value of a generation, alone or as the API answers it, then of the export."""
    return field(name, *(path for key in keys for path in (key, f"data.{key}")))


SOURCE = Source(
    name="openrouter",
    doc="OpenRouter's generations (JSON, JSON Lines of /api/v1/generation) and the activity page's export by generation (CSV); broadcasts are traces",
    known_by="`id`, `tokens_prompt`, `native_tokens_prompt`, `total_cost` and `is_byok`, alone or under `data`; or the columns `generation_id`, `cost_total`, `tokens_prompt` and `model_permaslug`",
    kind=USAGE,
    containers=("jsonl", "json", "csv"),
    fields=(
        _told("generation", "id", "generation_id"),
        _told("request", "request_id"),
        _told("created", "created_at"),
        _told("model", "model", "model_permaslug"),
        _told("router", "router"),
        _told("variant", "variant"),
        _told("served_by", "provider_name"),
        _told("tier", "service_tier"),
        _told("region", "data_region"),
        _told("api", "api_type"),
        _told("user", "external_user", "user")._replace(privacy="pseudonymise"),
        _told("session", "session_id"),
        _told("app", "app_name"),
        _told("api_key", "api_key_name"),
        _told("workspace", "workspace_id"),
        _told("preset", "preset_id"),
        _told("native_prompt", "native_tokens_prompt"),
        _told("native_completion", "native_tokens_completion"),
        _told("native_reasoning", "native_tokens_reasoning"),
        _told("native_cached", "native_tokens_cached"),
        _told("native_images", "native_tokens_completion_images"),
        _told("prompt", "tokens_prompt"),
        _told("completion", "tokens_completion"),
        _told("reasoning", "tokens_reasoning"),
        _told("cached", "tokens_cached"),
        _told("cost", "total_cost", "cost_total"),
        _told("is_byok", "is_byok"),
        _told("upstream_cost", "upstream_inference_cost", "byok_usage_inference"),
        _told("repeats", "response_cache_source_id"),
        _told("cancelled", "cancelled"),
        _told("finish", "finish_reason", "finish_reason_normalized"),
        _told("duration", "latency", "generation_time_ms"),
        _told("first_token", "time_to_first_token_ms"),
    ),
    query=resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
    keyed=True,
    exact=True,
    lossy=(
        "what a call costs at the model's provider: OpenRouter bills it, its cost is kept as reported, and a list of its prices can be imported",
        "with a key of one's own (`byok`): the reported cost is OpenRouter's fee; the provider's bill has the rest, which is not added",
        "tokens written to a prompt cache: they are inside the input",
        "whether the export's counts are native, as the billed ones are: where the API states a generation too, its counts stand",
        "searches and fetched pages: their number is not stated, their cost is in the reported one",
        "attempts at other providers before the one that answered",
        "generations whose ids in responses differ from the billed ones: some do",
    ),
    drops=("addresses and user agents: http_referer, origin, user_agent", "what providers answered: provider_responses, upstream_id"),
    export="the activity page, *Export*, by generation (CSV), or `GET /api/v1/generation?id=` for each id that responses bear; for a stream of all calls a broadcast to a collector, which otel reads",
    traps=(
        "`tokens_prompt` is counted by one tokenizer for all models, `native_tokens_prompt` is billed",
        "`usage` repeats `total_cost`, and the daily export and the activity API sum up the same generations: what no generation states of a day is *unlogged*",
        "a cancelled generation is a failure whose tokens are billed",
    ),
)  # fmt: skip


def claims(sample: Sample) -> bool:
    """Whether the rows are generations."""
    inner = [frozenset(row["data"]) for row in sample.rows if isinstance(row.get("data"), dict)]
    return any(names >= _GENERATION or names >= _EXPORT for names in [*names_in(sample), *inner])


FORMAT = fixed(SOURCE, claims)
