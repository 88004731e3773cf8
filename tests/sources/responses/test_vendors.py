"""Tests of vendors.py."""

from __future__ import annotations

import pytest

from support.responses import CHAT, GEMINI, MESSAGE, RESPONSE, Body
from tokenomics.sources.responses.bodies import find, usage_of
from tokenomics.sources.responses.vendors import vendor_of

SHARED: Body = {
    "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "gpt-5.6-sol",
    "usage": {"prompt_tokens": 1, "completion_tokens": 1},
}  # fmt: skip


def vendor(body: Body) -> str | None:
    """The vendor that a response names."""
    found = find(body)
    assert found is not None
    return vendor_of(found, usage_of(found) or {})


def counting(**usage: int) -> Body:
    """A response in the shared shape that counts something more."""
    return SHARED | {"usage": SHARED["usage"] | usage}


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (CHAT, "openai"),
        (RESPONSE, "openai"),
        (SHARED | {"system_fingerprint": "fp_1"}, "openai"),
        (CHAT | {"prompt_filter_results": []}, "azure"),
        (CHAT | {"choices": [{"content_filter_results": {}}]}, "azure"),
        (RESPONSE | {"content_filters": []}, "azure"),
        (SHARED | {"x_groq": {"id": "req"}}, "groq"),
        (counting(num_sources_used=0), "xai"),
        (counting(prompt_cache_hit_tokens=1) | {"model": "deepseek-chat"}, "deepseek"),
        (counting(cached_tokens=1) | {"model": "kimi-k2.6"}, "moonshotai"),
        (counting(num_cached_tokens=1), "mistral"),
        (SHARED | {"model": "accounts/fireworks/models/m"}, "fireworks"),
        (counting(cost=1) | {"id": "gen-1"}, "openrouter"),
        (MESSAGE, "anthropic"),
        (MESSAGE | {"id": "msg_bdrk_1"}, "aws-bedrock"),
        (MESSAGE | {"id": "msg_vrtx_1"}, "google-vertex"),
        (GEMINI, "google"),
        (GEMINI | {"createTime": "2026-11-02T09:21:00Z"}, "google-vertex"),
        ({"usage_info": {"pages_processed": 1}}, "mistral"),
        ({"meta": {"billed_units": {}}}, "cohere"),
    ],
)
def test_fields_of_one_vendor_tell(body: Body, name: str) -> None:
    """What only one vendor writes names it."""
    assert vendor(body) == name


@pytest.mark.parametrize(
    "body",
    [
        SHARED,
        SHARED | {"model": "gpt-oss-120b", "service_tier": "on_demand", "system_fingerprint": "fp_1"},
        CHAT | {"id": "1f0c"},
        CHAT | {"model": "llama-4"},
        counting(prompt_cache_hit_tokens=1) | {"model": "deepseek-ai/DeepSeek-V3"},
        counting(cached_tokens=1),
        MESSAGE | {"model": "kimi-k2.6"},
        MESSAGE | {"id": "0a1b"},
        {"usage": {"cache_read_input_tokens": 1}},
    ],
)  # fmt: skip
def test_what_vendors_share_tells_nothing(body: Body) -> None:
    """Shapes are shared, models are served by many, and ids are imitated."""
    assert vendor(body) is None
