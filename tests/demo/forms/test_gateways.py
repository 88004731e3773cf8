"""The gateway's calls as other gateways log them."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tokenomics.demo.calls import Call
from tokenomics.demo.forms.gateways import GATEWAYS

METERS = {"input": 500, "cache_read": 10_000, "cache_write": 2_000, "output": 400}
CALL = Call(
    datetime(2026, 8, 3, 9, tzinfo=UTC), "litellm", "anthropic", "claude-sonnet-4-5-20250929", METERS, "r", "s",
    latency_ms=1_500, user="ada", team="support", feature="search",
)  # fmt: skip


def first(form: str, folder: Path, call: Call = CALL) -> dict[str, Any]:
    """The first row that a format writes of a call."""
    told = GATEWAYS[form].told(call)
    assert told is not None
    ((path, _),) = GATEWAYS[form].write(folder, form, [told])
    text = path.read_text("utf-8")
    if path.suffix == ".csv":
        return next(csv.DictReader(text.splitlines()))
    row: dict[str, Any] = json.loads(text.splitlines()[0])
    return row


@pytest.mark.parametrize(
    ("form", "counts"),
    [
        ("helicone", {"prompt_tokens": 500, "prompt_cache_read_tokens": 10_000, "prompt_cache_write_tokens": 2_000}),
        ("helicone_csv", {"prompt_tokens": "500", "completion_tokens": "400"}),
        ("openrouter", {"native_tokens_prompt": 12_500, "native_tokens_cached": 10_000, "tokens_prompt": 2_500}),
        ("openrouter_csv", {"tokens_prompt": "12500", "tokens_cached": "10000", "tokens_completion": "400"}),
        ("portkey", {"req_units": 500, "res_units": 400, "total_units": 900}),
        ("cloudflare", {"tokens_in": 500, "tokens_out": 400}),
        ("envoy", {"gen_ai.usage.input_tokens": 12_500, "gen_ai.usage.total_tokens": 12_900}),
    ],
)  # fmt: skip
def test_counts_are_as_each_gateway_counts(
    form: str, counts: dict[str, object], tmp_path: Path
) -> None:
    """What is inside of what differs: 500 fresh, 10,000 read, 2,000 written, 400 made."""
    assert first(form, tmp_path).items() >= counts.items()


def test_counts_that_lie_deeper(tmp_path: Path) -> None:
    """Bedrock and Kong keep them in objects."""
    assert first("bedrock", tmp_path)["input"] == {
        "inputTokenCount": 500, "cacheReadInputTokenCount": 10_000, "cacheWriteInputTokenCount": 2_000,
    }  # fmt: skip
    assert first("kong", tmp_path)["ai"]["proxy"]["usage"]["total_tokens"] == 900


def test_what_a_format_cannot_hold_is_left_out() -> None:
    """Amazon serves no model of OpenAI's, and sees nothing that a gateway answered itself."""
    assert GATEWAYS["bedrock"].told(CALL._replace(provider="openai")) is None
    for form in ("bedrock", "envoy", "helicone_csv", "openrouter_csv"):
        assert GATEWAYS[form].told(CALL._replace(from_cache=True)) is None
    for form in ("envoy", "helicone_csv"):
        assert GATEWAYS[form].told(CALL._replace(provider="hosted_vllm")) is None


def test_who_resells_a_call_bills_it() -> None:
    """OpenRouter knows the user and no team, and what was written to a cache as input: 500 + 2,000."""
    told = GATEWAYS["openrouter"].told(CALL)

    assert told is not None
    assert (told.provider, told.model) == ("openrouter", "anthropic/claude-sonnet-4-5-20250929")
    assert (told.user, told.team) == ("ada", None)
    assert told.meters == {"input": 2_500, "cache_read": 10_000, "output": 400}
