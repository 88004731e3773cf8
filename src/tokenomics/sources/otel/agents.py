"""Claude Code's spans of calls in the words of the conventions.

They name counts as its events do: input, cache reads and cache writes are disjoint. The total that is
added says so, for what the conventions name holds the cache.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tokenomics.sources.contract import Row

CALL = "claude_code.llm_request"
SPEED = "claude_code.speed"
_COUNTS = {
    "input_tokens": "gen_ai.usage.input_tokens",
    "output_tokens": "gen_ai.usage.output_tokens",
    "cache_read_tokens": "gen_ai.usage.cache_read.input_tokens",
    "cache_creation_tokens": "gen_ai.usage.cache_creation.input_tokens",
}
_TOTAL = "gen_ai.usage.total_tokens"
# Who is meant by the user, the surest first; `user.id` is a random one of an installation.
_USERS = ("user.email", "user.account_uuid", "user.account_id", "user.id")
_CLOUDS = ((r"(^|\.)anthropic\.", "aws.bedrock"), (r"^claude.*@", "gcp.vertex_ai"))


def translated(said: Mapping[str, Any]) -> Row:
    """What a span of a call says, under the names of the conventions; what it leaves open is left out."""
    counts = {_COUNTS[name]: said[name] for name in _COUNTS if said.get(name) is not None}
    stated = {
        **counts,
        _TOTAL: _sum([*counts.values()]),
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": _cloud(str(said.get("model"))),
        "gen_ai.response.model": said.get("model"),
        "agent.name": said.get("agent.name") or said.get("query_source"),
        "user.id": next((said[name] for name in _USERS if said.get(name)), None),
        "error.type": said.get("status_code"),
        # Milliseconds as seconds, without a float in between.
        "gen_ai.response.time_to_first_chunk": _seconds(said.get("ttft_ms")),
        SPEED: said.get("speed"),
    }
    return {name: value for name, value in stated.items() if value is not None}


def _sum(counts: list[Any]) -> int | None:
    """All counts together; None where one of them is none."""
    texts = [str(count) for count in counts]
    return sum(map(int, texts)) if texts and all(text.isdecimal() for text in texts) else None


def _cloud(model: str) -> str | None:
    """The cloud that spells a model so."""
    return next((cloud for pattern, cloud in _CLOUDS if re.search(pattern, model)), None)


def _seconds(millis: Any) -> str | None:
    text = str(millis)
    return f"{text}e-3" if text.isdecimal() else None
