"""Access logs of Envoy AI Gateway, under the names that its documentation gives their keys.

Whoever runs the gateway names the keys of its log. The input holds what was read from and written to a
prompt cache, where the log has keys for that it is taken apart.
"""

from __future__ import annotations

from importlib import resources

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
    names_in,
    served_by,
)

_ENTRY = frozenset({"start_time", "response_code"})
_COUNTS = {
    "sent": ("gen_ai.usage.input_tokens", "genai_tokens_input", "llm_input_token"),
    "made": ("gen_ai.usage.output_tokens", "genai_tokens_output", "llm_output_token"),
    "total": ("gen_ai.usage.total_tokens", "genai_tokens_total", "llm_total_token"),
    "read": (
        "gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cached_input_tokens", "genai_tokens_cached_input",
        "llm_cached_input_token",
    ),
    "written": (
        "gen_ai.usage.cache_creation.input_tokens", "gen_ai.usage.cache_creation_input_tokens", "genai_tokens_cache_creation_input",
        "llm_cache_creation_input_token",
    ),
    "thought": (
        "gen_ai.usage.reasoning_tokens", "gen_ai.usage.reasoning.output_tokens", "genai_tokens_reasoning", "llm_reasoning_token",
    ),
}  # fmt: skip
_TOKENS = frozenset(_COUNTS["sent"] + _COUNTS["made"] + _COUNTS["total"])


def _called(name: str, *keys: str, privacy: Privacy = "keep") -> Field:
    """A value by the whole names of its keys, in which a dot is only a dot."""
    return Field(name, tuple((key,) for key in keys), privacy)


SOURCE = Source(
    name="envoy",
    doc="Envoy AI Gateway's access logs (JSON, JSON Lines)",
    known_by="`start_time`, `response_code` and a count of tokens: `gen_ai.usage.input_tokens`, `genai_tokens_input`, `llm_input_token` or the like",
    kind=USAGE,
    containers=("jsonl", "json"),
    fields=(
        field("start", "start_time"),
        field("took", "duration"),
        _called("request", "x-request-id"),
        _called("place", "x-envoy-origin-path"),
        field("route", "route_name"),
        field("code", "response_code"),
        field("flags", "response_flags"),
        _called("asked", "gen_ai.request.model", "genai_model_name"),
        _called("override", "gen_ai.request.model_override", "genai_model_name_override"),
        _called("answered", "gen_ai.response.model", "genai_response_model"),
        _called("backend", "gen_ai.provider.name", "genai_backend_name"),
        *(_called(name, *keys) for name, keys in _COUNTS.items()),
        _called("session", "session.id", "session_id", "x-session-id"),
        _called("user", "user.id", "user_id", "x-user-id", privacy="pseudonymise"),
        _called("team", "team", "x-team", "x-team-id"),
        _called("feature", "feature", "x-feature"),
        _called("project", "project", "x-project"),
        _called("environment", "environment", "x-environment"),
        _called("customer", "customer", "x-customer", "x-tenant-id"),
    ),
    query=resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
    keyed=True,
    exact=False,
    lossy=(
        "keys under names of your own: a [[source]] says what they mean",
        "what of the input was cached, where the log has no key for it: all of it is priced as fresh input and the counts are partial",
        "who serves a backend: its name is the gateway's own, so the model's name tells, or `--provider`",
        "attempts at other backends before the one that answered",
        "failed calls and streams that were cut off: their tokens are null, whatever the provider bills",
        "the provider's id of the response, by which other logs know the same call",
        "costs: a cost of the gateway is a weight for its limits, without a currency",
        "who is billed",
    ),
    states="coalesce(nullif(asked, '-'), nullif(override, '-'), nullif(answered, '-'), nullif(sent, '-'), nullif(made, '-')) IS NOT NULL",
    drops=(
        "addresses and user agents: x-forwarded-for, upstream_host, downstream_remote_address, :authority, user-agent",
        "costs by expressions (CEL)",
    ),
    export="the access log of the gateway's pods as JSON, with the keys of its documentation (`gen_ai.*` or `genai_*`) and, under `llmRequestCosts`, *InputToken*, *OutputToken*, *CachedInputToken*, *CacheCreationInputToken* and *ReasoningToken*",
    traps=(
        "the input includes what was read from and written to a prompt cache: it is taken apart where the log says how much",
        "the total is the sum of the others: never added",
        "calls of MCP tools are in the same log without tokens: they are skipped",
        "`gen_ai.provider.name` is the name of a backend and no provider",
        "two sinks write the same request: it counts once",
    ),
)  # fmt: skip


def claim(sample: Sample, hints: Hints = NO_HINTS) -> Source | None:
    """The source of entries that have keys for tokens; None for every other file."""
    found = any(names >= _ENTRY and names & _TOKENS for names in names_in(sample))
    return served_by(SOURCE, hints) if found else None


FORMAT = format_of(SOURCE, claim)
