"""Portkey's exports of logs. Their amounts are in cents, and whoever exports chooses the columns.

Input is counted as the model's provider counts it, without what was cached of it. A row has no id, so
it is known by its instant, its trace, its model, its counts and the time it took.
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
    names_in,
    served_by,
)

_ANY = frozenset({"ai_org", "ai_model", "is_success", "cache_status", "virtual_key", "trace_id"})
_UNITS = frozenset({"req_units", "res_units"})
_MARKS = 2

SOURCE = Source(
    name="portkey",
    doc="Portkey's exports of logs (JSON Lines)",
    known_by="`created_at`, `ai_model` and `req_units` or `res_units`",
    kind=USAGE,
    containers=("jsonl", "json"),
    fields=(
        field("created", "created_at"),
        field("is_success"),
        field("code", "response_status_code"),
        field("org", "ai_org"),
        field("model", "ai_model"),
        field("sent", "req_units"),
        field("made", "res_units"),
        field("total", "total_units"),
        field("cost"),
        field("currency", "cost_currency"),
        field("url", "request_url"),
        field("took", "response_time"),
        field("cache_status"),
        field("retries", "retry_success_count"),
        field("trace", "trace_id"),
        field("mode"),
        field("virtual_key"),
        field("config"),
        field("prompt_slug"),
        Field("tag_keys", (("metadata.key",), ("metadata", "key"))),
        Field("tag_values", (("metadata.value",), ("metadata", "value"))),
    ),
    query=resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
    keyed=True,
    exact=True,
    lossy=(
        "what of the input a prompt cache served or kept: all of it is priced as fresh input, the counts are partial, and Portkey's own cost is kept beside it",
        "whether the input holds what was cached at all: it is counted as the model's provider does",
        "reasoning, which is inside the output",
        "attempts that were repeated: they may be billed and are only counted, as hidden attempts; attempts at other targets of a fallback are not",
        "failed calls: their units are logged as 0, whatever the provider bills",
        "the zone of instants without one: they are taken for UTC",
        "two calls that agree in instant, trace, model, counts and duration: they are one",
        "what columns that were not chosen would have said",
    ),
    drops=(
        "prompts and answers: request.body, response.body",
        "addresses: of request_url the kind of call is kept",
        "runtimes and versions: runtime, runtime_version, sdk_version",
    ),
    export="*Logs*, *Request data*: choose at least `created_at`, `ai_org`, `ai_model`, `req_units`, `res_units`, `cost`, `cache_status`, `is_success`, `response_status_code`, `response_time`, `trace_id`, `retry_success_count`, `metadata`; the job's file is JSON Lines",
    traps=(
        "calls that another log states too, with what was cached: they are found by the counts beside it, and count once, as that log states them",
        "`cost` is in cents: it is divided by 100",
        "answers of Portkey's cache (`HIT`, `SEMANTIC HIT`) keep their units: they are billed as cached and cost nothing",
        "`total_units` is the sum of the others: never added",
    ),
)  # fmt: skip


def _is_log(names: frozenset[str]) -> bool:
    return "ai_model" in names and len(names & _ANY) >= _MARKS and "created_at" in names


def claim(sample: Sample, hints: Hints = NO_HINTS) -> Source | None:
    """The source of an export that states units; None for every other file."""
    found = any(_is_log(names) and names & _UNITS for names in names_in(sample))
    return served_by(SOURCE, hints) if found else None


def refuses(sample: Sample) -> str | None:
    """Why an export without units is not read, in one sentence; None where it is another file."""
    if any(_is_log(names) and not names & _UNITS for names in names_in(sample)):
        return "this export of Portkey's logs lacks `req_units` and `res_units`: choose them when you export"
    return None


FORMAT = format_of(SOURCE, claim, refuses)
