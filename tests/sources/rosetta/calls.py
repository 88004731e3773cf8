"""One call, as each format that can state it writes it down.

claude-sonnet-4-5: 500 tokens of fresh input, 10,000 read from and 2,000 written to the cache, 400 of
output, reasoning included. 500 x 3 + 10,000 x 0.30 + 2,000 x 3.75 + 400 x 15 = 18,000 per million.
"""

from __future__ import annotations

from typing import NamedTuple


class Call(NamedTuple):
    """A file with the call and the source that reads it.

    Of a format that leaves something open: how many tokens it states together, what is priced of
    them, and what the call can have cost at most; None where nothing bounds it. Of `unsplit` input what
    was cached is priced as if it was not, so that may be too much. A call that is `resold` is billed by somebody
    else than the model's provider, whose prices do not hold for it. A call that is `elsewhere` is
    served by another provider at the same prices, so it is a call of its own.
    """

    file: str
    source: str
    tokens: int | None = None
    cost: str | None = None
    at_most: str | None = None
    resold: bool = False
    elsewhere: bool = False
    unsplit: bool = False


CALLS = (
    Call("anthropic_analytics.jsonl", "anthropic_usage"),
    Call("anthropic_usage.csv", "anthropic_usage"),
    Call("anthropic_usage.json", "anthropic_usage"),
    Call("bedrock.jsonl", "bedrock", elsewhere=True),
    Call("claude_code.jsonl", "claude_code"),
    Call("claude_code_report.jsonl", "claude_code_report"),
    Call("codex.jsonl", "codex"),
    Call("cursor.csv", "cursor", resold=True),
    Call("envoy.jsonl", "envoy"),
    Call("helicone.jsonl", "helicone"),
    Call("langfuse.jsonl", "langfuse"),
    Call("litellm.jsonl", "litellm"),
    Call("litellm_daily.jsonl", "litellm_daily"),
    Call("native.csv", "native"),
    Call("native.jsonl", "native"),
    Call("opencode.jsonl", "opencode"),
    Call("otel.jsonl", "otel"),
    Call("otel_logs.jsonl", "otel_logs"),
    Call("otel_openinference.jsonl", "otel"),
    Call("otel_openllmetry.jsonl", "otel"),
    Call("responses.jsonl", "responses"),
    Call("vercel.jsonl", "vercel", resold=True),
    # What was written to the cache is inside the input.
    Call("openrouter.jsonl", "openrouter", 12_900, resold=True),
    # What the cache held is in no column: 500 x 3 + 400 x 15 per million, and at most what Helicone says.
    Call("helicone.csv", "helicone", 900, "0.0075", "0.018"),
    # What the cache held is beside Anthropic's input, and nothing says how much: 500 x 3 + 400 x 15.
    Call("cloudflare.jsonl", "cloudflare", 900, "0.0075"),
    Call("kong.jsonl", "kong", 900, "0.0075"),
    Call("azure_apim.jsonl", "azure_apim", 900, "0.0075"),
    Call("databricks.jsonl", "databricks", 900, "0.0075"),
    # All input is priced as fresh: 12,500 x 3 + 400 x 15 per million.
    Call("portkey.jsonl", "portkey", 12_900, "0.0435", unsplit=True),
    # Nothing is known but the total: all of it may be output, 12,900 x 15 per million.
    Call("langfuse_total_only.jsonl", "langfuse", 12_900, None, "0.1935"),
    # What was cached may stand beside the input: (12,900 + 12,000) x 15 per million.
    Call("otel_openllmetry_no_total.jsonl", "otel", 12_900, "0.018", "0.3735"),
)
