"""Logs of Cloudflare's AI Gateway, as its API lists them.

Tokens are counted as the model's provider counts them, without what was cached of them.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import USAGE
from tokenomics.sources.cloudflare import logs
from tokenomics.sources.contract import Sample, Source, field, fixed

_LOG = frozenset({"id", "created_at", "cached", "provider", "tokens_in", "tokens_out", "success"})

SOURCE = Source(
    name="cloudflare",
    doc="Cloudflare AI Gateway's logs (JSON, JSON Lines: pages of its API or their entries)",
    known_by="`id`, `created_at`, `cached`, `provider`, `tokens_in`, `tokens_out` and `success`, alone or under `result`",
    kind=USAGE,
    containers=("jsonl", "json"),
    fields=(
        field("log", "id"),
        field("created", "created_at"),
        field("cached"),
        field("duration"),
        field("model"),
        field("path"),
        field("provider_said", "provider"),
        field("success"),
        field("code", "status_code"),
        field("sent", "tokens_in"),
        field("made", "tokens_out"),
        field("cost"),
        field("custom_cost"),
        field("metadata"),
        field("model_type"),
        field("request_type"),
        field("step"),
    ),
    query=resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
    keyed=True,
    exact=True,
    lossy=(
        "what a prompt cache served or kept, and reasoning: Anthropic's input leaves it out, OpenAI's holds it, so the counts are partial and the cost is not exact",
        "Cloudflare's own cost, which it works out of the same counts: it is kept as reported",
        "failed calls: their tokens are missing or 0, whatever the provider bills",
        "attempts that the gateway repeated at one provider",
        "feedback and scores: the API takes them and lists none; write what you send to it as native outcomes too: `ts`, `request_id` (the id of the log), `outcome`",
        "the provider's id of the response, by which other logs know the same call",
        "who is billed: billing is unknown unless the gateway answered from its cache",
        "what was not saved: a gateway stops saving logs at its limit of ten million",
    ),
    states="coalesce(log, created, model) IS NOT NULL",
    reader=logs.read,
    drops=("heads of requests and answers: request_head, response_head",),
    export="page through `GET /accounts/{account}/ai-gateway/gateways/{gateway}/logs` and keep each page, as a file or as a line",
    traps=(
        "calls that another log states too, with what was cached: they are found by the counts beside it, and count once, as that log states them",
        "answers of the gateway's cache (`cached`) keep their tokens: they are billed as cached and cost nothing",
        "`step` is the place of the provider that answered: above 0 another one failed first",
        "pages of logs that grow repeat entries: an entry counts once",
        "Logpush encrypts what it pushes and its columns are not confirmed: it is refused",
    ),
)  # fmt: skip


def claims(sample: Sample) -> bool:
    """Whether the rows are entries of the log, or pages of them."""
    found = (entry for row in sample.rows for entry in logs.entries(row))
    return any(isinstance(entry, dict) and entry.keys() >= _LOG for entry in found)


FORMAT = fixed(SOURCE, claims)
