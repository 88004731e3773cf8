"""Helicone's exports of requests: JSON and JSON Lines, and the exporter's CSV with fewer columns.

A row is a request with its response. What was cached stands beside the prompt tokens, save for older
rows of vendors that count it within.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import OUTCOME, USAGE
from tokenomics.sources.contract import (
    NO_HINTS,
    Hints,
    Sample,
    Source,
    field,
    format_of,
    names_in,
    served_by,
)

_ROW = frozenset({"response_status", "request_created_at", "request_properties", "prompt_tokens", "completion_tokens"})  # fmt: skip

_REQUESTS = Source(
    name="helicone",
    doc="Helicone's exports of requests with their feedback and scores (JSON, JSON Lines, the exporter's CSV)",
    known_by="`request_created_at`, `response_status`, `request_properties`, `prompt_tokens` and `completion_tokens`",
    kind=USAGE,
    containers=("jsonl", "json", "csv"),
    fields=(
        field("request", "request_id"),
        field("response", "response_id"),
        field("start", "request_created_at"),
        field("finish", "response_created_at"),
        field("code", "response_status"),
        field("provider_said", "provider"),
        field("asked", "request_model"),
        field("override", "model_override"),
        field("model", "response_model", "model"),
        field("user", "request_user_id", privacy="pseudonymise"),
        field("props", "request_properties"),
        field("delay", "delay_ms", "latency"),
        field("first_token", "time_to_first_token"),
        field("prompt", "prompt_tokens"),
        field("completion", "completion_tokens"),
        field("total", "total_tokens"),
        field("read", "prompt_cache_read_tokens"),
        field("written", "prompt_cache_write_tokens"),
        field("audio_in", "prompt_audio_tokens"),
        field("audio_out", "completion_audio_tokens"),
        field("cost", "costUSD", "cost"),
        field("cache_reference", "cache_reference_id"),
        field("rated_at", "feedback_created_at"),
        field("rating", "feedback_rating"),
        field("scores"),
    ),
    query=resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
    keyed=True,
    exact=True,
    lossy=(
        "in the CSV: tokens that a prompt cache served or kept, the provider, and the time it took; its counts are partial",
        "whether older prompt tokens hold what was cached, where no count shows it and the model is not Anthropic's: they are taken to, and the counts are partial",
        "reasoning, which is inside the output where it is counted at all, and how long the cache keeps what is written",
        "attempts that the proxy repeated: only the last one is a row",
        "failed calls: their tokens are logged as 0, whatever the provider bills",
        "what an answer of Helicone's own cache would have cost, in newer rows: their tokens are logged as 0",
        "the provider's id of the response, by which other logs know the same call",
        "when a score was given: its instant is the answer's, as is that of feedback without one",
        "who is billed: billing is unknown unless Helicone answered from its cache",
    ),
    stated_by="gateway",
    drops=(
        "prompts and answers: request_body, response_body, signed_body_url, assets",
        "addresses and countries: request_path, target_url, country_code",
        "who is logged in to Helicone: helicone_user",
    ),
    export="`npx @helicone/export` with `--format jsonl`, or the answers of `POST /v1/request/query-clickhouse`, a file each; its `--format json` is no valid JSON without a `--limit`, and its CSV states less",
    traps=(
        "the exporter leaves out answers of Helicone's cache (`isCached`): ask the API for them; with `cache_reference_id` they are billed as cached and cost nothing",
        "calls that another log states too, with what was cached, which the CSV leaves out: they are found by the counts beside it, and count once, as that log states them",
        "properties in the CSV are quoted twice: they are read all the same",
        "pages of a table that grows repeat rows: a request counts once, in JSON and CSV together too",
    ),
)  # fmt: skip


SOURCE = _REQUESTS._replace(
    beside=_REQUESTS._replace(
        kind=OUTCOME,
        query=resources.files(__name__).joinpath("feedback.sql").read_text("utf-8"),
    )
)


def claim(sample: Sample, hints: Hints = NO_HINTS) -> Source | None:
    """The source of an export of requests; None for every other file."""
    return served_by(SOURCE, hints) if any(names >= _ROW for names in names_in(sample)) else None


FORMAT = format_of(SOURCE, claim)
