"""What responses say that their calls used, against the providers' own definitions."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tokenomics.guard.usage import Usage, usage_of

# Of 1,000 tokens sent 600 were read from a cache and 100 written to it; of 300 generated 200 are thoughts.
CHAT = {
    "id": "chatcmpl-1", "model": "gpt-5.6", "service_tier": "default",
    "usage": {
        "prompt_tokens": 1000, "completion_tokens": 300, "total_tokens": 1300,
        "prompt_tokens_details": {"cached_tokens": 600, "cache_write_tokens": 100, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 200, "audio_tokens": 0},
    },
}  # fmt: skip
RESPONSES = {
    "id": "resp_1", "model": "gpt-5", "service_tier": "flex",
    "output": [{"type": "web_search_call"}, {"type": "message"}, {"type": "web_search_call"}],
    "usage": {
        "input_tokens": 1000, "output_tokens": 300,
        "input_tokens_details": {"cached_tokens": 600},
        "output_tokens_details": {"reasoning_tokens": 200},
    },
}  # fmt: skip
# Beside 300 tokens 600 were read, 50 written for five minutes and 50 for an hour.
ANTHROPIC = {
    "id": "msg_1", "model": "claude-opus-5",
    "usage": {
        "input_tokens": 300, "cache_read_input_tokens": 600, "cache_creation_input_tokens": 100,
        "cache_creation": {"ephemeral_5m_input_tokens": 50, "ephemeral_1h_input_tokens": 50},
        "output_tokens": 300, "server_tool_use": {"web_search_requests": 2}, "service_tier": "standard",
    },
}  # fmt: skip
# 1,000 tokens sent, of which 600 cached and 100 of an image; 200 thoughts beside 100 candidates.
GEMINI = {
    "responseId": "g1", "modelVersion": "gemini-3-pro",
    "usageMetadata": {
        "promptTokenCount": 1000, "cachedContentTokenCount": 600, "candidatesTokenCount": 100,
        "thoughtsTokenCount": 200,
        "promptTokensDetails": [
            {"modality": "TEXT", "tokenCount": 900}, {"modality": "IMAGE", "tokenCount": 100},
        ],
    },
}  # fmt: skip
LITELLM = {
    "id": "chatcmpl-2", "model": "claude-opus-5",
    "usage": {
        "prompt_tokens": 1000, "completion_tokens": 300,
        "prompt_tokens_details": {"cached_tokens": 600}, "cache_creation_input_tokens": 100,
    },
}  # fmt: skip


def _object(value: Any) -> Any:
    """The same with attributes, as a provider's library has it."""
    if isinstance(value, dict):
        return SimpleNamespace(**{name: _object(each) for name, each in value.items()})
    return [_object(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("form", [lambda value: value, _object], ids=["mapping", "object"])
@pytest.mark.parametrize(
    ("response", "meters", "more"),
    [
        (
            CHAT,
            {"input": 300, "cache_read": 600, "cache_write": 100, "output": 100, "reasoning": 200},
            ("gpt-5.6", "chatcmpl-1", "default"),
        ),
        (
            RESPONSES,
            {"input": 400, "cache_read": 600, "output": 100, "reasoning": 200, "web_search": 2},
            ("gpt-5", "resp_1", "flex"),
        ),
        (
            ANTHROPIC,
            {"input": 300, "cache_read": 600, "cache_write_5m": 50, "cache_write_1h": 50, "output": 300, "web_search": 2},
            ("claude-opus-5", "msg_1", "standard"),
        ),
        (
            GEMINI,
            {"input": 300, "input_image": 100, "cache_read": 600, "output": 100, "reasoning": 200},
            ("gemini-3-pro", "g1", None),
        ),
        (
            LITELLM,
            {"input": 300, "cache_read": 600, "cache_write": 100, "output": 300},
            ("claude-opus-5", "chatcmpl-2", None),
        ),
    ],
    ids=["chat", "responses", "anthropic", "gemini", "litellm"],
)  # fmt: skip
def test_meters_of_a_response_do_not_overlap(
    form: Any, response: Any, meters: dict[str, int], more: tuple[str, str, str | None]
) -> None:
    """Each provider's inclusive counts are taken apart."""
    found = usage_of(form(response))

    assert found is not None
    assert found.meters == meters
    assert found[1:] == more


def test_a_mapping_of_meters_is_usage_itself() -> None:
    """As is what was read before."""
    found = usage_of({"input": 5, "output": 0})

    assert found == Usage({"input": 5, "output": 0})
    assert usage_of(found) is found


@pytest.mark.parametrize(
    "response",
    [None, {}, {"usage": None}, {"usage": {}}, "text", object(), {"id": "x", "input": 3}],
)
def test_what_states_no_usage_is_no_usage(response: Any) -> None:
    """Rather than a call that used nothing."""
    assert usage_of(response) is None
