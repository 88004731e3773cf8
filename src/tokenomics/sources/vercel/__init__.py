"""Generations of Vercel's AI Gateway, as its API tells them one by one.

Vercel bills these calls itself, so no provider's price is laid on them. What was cached, written to the
cache and thought is inside the prompt and the completion.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import USAGE
from tokenomics.sources.contract import Field, Sample, Source, field, fixed, names_in

_GENERATION = frozenset({
    "id", "created_at", "total_cost", "is_byok", "native_tokens_prompt", "native_tokens_cache_creation",
})  # fmt: skip


def _told(name: str, *keys: str) -> Field:
    """A value of a generation, alone or as the API answers it."""
    return field(name, *(path for key in keys or (name,) for path in (key, f"data.{key}")))


SOURCE = Source(
    name="vercel",
    doc="Generations of Vercel's AI Gateway (JSON, JSON Lines of /v1/generation)",
    known_by="`id`, `created_at`, `total_cost`, `is_byok`, `native_tokens_prompt` and `native_tokens_cache_creation`, alone or under `data`",
    kind=USAGE,
    containers=("jsonl", "json"),
    fields=(
        _told("generation", "id"),
        _told("created", "created_at"),
        _told("model"),
        _told("served_by", "provider_name"),
        _told("is_byok"),
        _told("cost", "total_cost"),
        _told("finish", "finish_reason"),
        _told("duration", "generation_time"),
        _told("first_token", "latency"),
        _told("prompt", "native_tokens_prompt"),
        _told("completion", "native_tokens_completion"),
        _told("thought", "native_tokens_reasoning"),
        _told("read", "native_tokens_cached"),
        _told("written", "native_tokens_cache_creation"),
        _told("searches", "billable_web_search_calls"),
        _told("streamed"),
    ),
    query=resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
    keyed=True,
    exact=True,
    lossy=(
        "what a call costs at the model's provider: Vercel bills it, its cost is kept as reported",
        "with a key of one's own (`byok`): the reported cost is Vercel's; the provider's bill has the rest, which is not added",
        "users and tags: the API takes them with a call and states them only in its spend report",
        "how long the cache keeps what is written",
        "attempts at other providers before the one that answered",
        "generations that nobody asked for: the API tells them one by one, by the ids that responses bear (`providerMetadata.gateway.generationId`)",
    ),
    drops=("nothing that the API tells of a generation but `upstream_inference_cost` and `usage`",),
    export="`GET https://ai-gateway.vercel.sh/v1/generation?id=` for each id that responses bear, an answer a line",
    traps=(
        "`native_tokens_prompt` includes what was cached and what was written to the cache",
        "`usage` repeats `total_cost`; `upstream_inference_cost` is what a provider bills for a key of one's own: adding either counts it twice",
        "the spend report sums up the same generations: what no generation states of a day is *unlogged*",
        "`latency` is the time to the first token",
    ),
)  # fmt: skip


def claims(sample: Sample) -> bool:
    """Whether the rows are generations."""
    inner = [frozenset(row["data"]) for row in sample.rows if isinstance(row.get("data"), dict)]
    return any(
        names >= _GENERATION and "tokens_prompt" not in names
        for names in [*names_in(sample), *inner]
    )


FORMAT = fixed(SOURCE, claims)
