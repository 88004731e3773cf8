"""One call, as each format that can state it writes it down.

claude-sonnet-4-5: 500 tokens of fresh input, 10,000 read from and 2,000 written to the cache, 400 of
output, reasoning included. 500 x 3 + 10,000 x 0.30 + 2,000 x 3.75 + 400 x 15 = 18,000 per million.
"""

from __future__ import annotations

from typing import NamedTuple


class Call(NamedTuple):
    """A file with the call, the source that reads it, and whether the format leaves counts out."""

    file: str
    source: str
    is_lossy: bool = False


CALLS = (
    Call("anthropic_usage.csv", "anthropic_usage"),
    Call("anthropic_usage.json", "anthropic_usage"),
    Call("claude_code.jsonl", "claude_code"),
    Call("codex.jsonl", "codex"),
    Call("langfuse.jsonl", "langfuse"),
    Call("otel.jsonl", "otel"),
    Call("otel_openinference.jsonl", "otel"),
    Call("otel_openllmetry.jsonl", "otel"),
    Call("responses.jsonl", "responses"),
)
