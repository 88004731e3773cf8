"""What responses say that their calls used, against the providers' own definitions."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest

from tokenomics.guard.usage import Usage, usage_of
from tokenomics.records.errors import InputError

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
# 1,000 tokens sent, of which 600 cached and 100 of an image, 40 of them cached too; 200 thoughts beside 100
# candidates, 70 of them of an image.
GEMINI = {
    "responseId": "g1", "modelVersion": "gemini-3-pro",
    "usageMetadata": {
        "promptTokenCount": 1000, "cachedContentTokenCount": 600, "candidatesTokenCount": 100,
        "thoughtsTokenCount": 200,
        "promptTokensDetails": [
            {"modality": "TEXT", "tokenCount": 900}, {"modality": "IMAGE", "tokenCount": 100},
        ],
        "cacheTokensDetails": [
            {"modality": "TEXT", "tokenCount": 560}, {"modality": "IMAGE", "tokenCount": 40},
        ],
        "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 70}],
    },
}  # fmt: skip
LITELLM = {
    "id": "chatcmpl-2", "model": "claude-opus-5",
    "usage": {
        "prompt_tokens": 1000, "completion_tokens": 300,
        "prompt_tokens_details": {"cached_tokens": 600}, "cache_creation_input_tokens": 100,
    },
}  # fmt: skip


# Of 300 tokens that are neither sent nor the answer all are thoughts, whatever is said of them.
APART = {
    "model": "grok-4", "usage": {
        "prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1400,
        "completion_tokens_details": {"reasoning_tokens": 200},
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
            {
                "input": 340, "input_image": 60, "cache_read": 560, "cache_read_image": 40, "output": 30,
                "output_image": 70, "reasoning": 200,
            },
            ("gemini-3-pro", "g1", None),
        ),
        (
            LITELLM,
            {"input": 300, "cache_read": 600, "cache_write": 100, "output": 300},
            ("claude-opus-5", "chatcmpl-2", None),
        ),
        (APART, {"input": 1000, "output": 100, "reasoning": 300}, ("grok-4", None, None)),
    ],
    ids=["chat", "responses", "anthropic", "gemini", "litellm", "apart"],
)  # fmt: skip
def test_meters_of_a_response_do_not_overlap(
    form: Any, response: Any, meters: dict[str, int], more: tuple[str, str, str | None]
) -> None:
    """Each provider's inclusive counts are taken apart."""
    found = usage_of(form(response))

    assert found is not None
    assert found.meters == meters
    assert found[1:4] == more


def test_a_page_that_is_opened_is_no_search() -> None:
    """OpenAI lists both as the same kind of call, and bills searches."""
    actions = [{"type": "search"}, {"type": "open_page"}, {"type": "find_in_page"}]
    output = [{"type": "web_search_call", "action": action} for action in actions]
    found = usage_of({**RESPONSES, "output": output})

    assert found is not None
    assert found.meters["web_search"] == 1


@pytest.mark.parametrize("form", [lambda value: value, _object], ids=["mapping", "object"])
@pytest.mark.parametrize(("model", "searches"), [("gemini-2.5-pro", 1), ("gemini-3-pro", 2)])
def test_what_gemini_was_grounded_by_is_searches(form: Any, model: str, searches: int) -> None:
    """Two of them are billed each, or before Gemini 3 as one."""
    grounding = {"webSearchQueries": ["a", "b", "a"]}
    answer = {**GEMINI, "modelVersion": model, "candidates": [{"groundingMetadata": grounding}]}
    found = usage_of(form(answer))

    assert found is not None
    assert found.meters["web_search"] == searches


@pytest.mark.parametrize(
    ("response", "told"),
    [
        (CHAT, set()),
        ({"usage": {"prompt_tokens": 1, "completion_tokens": 0, "prompt_tokens_details": {"web_search_requests": 0}}}, {"web_search"}),
        (RESPONSES, {"web_search", "file_search"}),
        (ANTHROPIC, {"web_search"}),
        (GEMINI, {"web_search"}),
        ({"input": 5}, None),
    ],
    ids=["chat", "litellm", "responses", "anthropic", "gemini", "meters"],
)  # fmt: skip
def test_which_tools_a_response_tells_of(response: Any, told: set[str] | None) -> None:
    """Of others it says nothing, whether or not they were used."""
    found = usage_of(response)

    assert found is not None
    assert found.tells == told


def test_a_mapping_of_meters_is_usage_itself() -> None:
    """As is what was read before."""
    found = usage_of({"input": 5, "output": 0})

    assert found == Usage({"input": 5, "output": 0})
    assert usage_of(found) is found


def test_gemini_s_names_are_python_s_too() -> None:
    """Its library has them with underscores, and modalities as an enumeration."""
    text = SimpleNamespace(modality=SimpleNamespace(value="AUDIO"), token_count=30)
    stated = {
        "prompt_token_count": 100,
        "candidates_token_count": 5,
        "prompt_tokens_details": [text],
    }
    found = usage_of(SimpleNamespace(usage_metadata=stated, model_version="gemini-2.5-flash"))

    assert found is not None
    assert found[:2] == ({"input": 70, "input_audio": 30, "output": 5}, "gemini-2.5-flash")


def test_a_part_of_a_unit_counts_as_one_and_none_is_less_than_nothing() -> None:
    """Seconds are seldom whole; a guard is not refilled by a call."""
    assert usage_of({"seconds_in": 1.5}) == Usage({"seconds_in": 2})
    found = usage_of({"usage": {"prompt_tokens": 10.0, "completion_tokens": 1}})
    assert found is not None
    assert found.meters == {"input": 10, "output": 1}
    with pytest.raises(InputError, match="output = -3: no call uses less"):
        usage_of({"input": 5, "output": -3})


@pytest.mark.parametrize(
    "response",
    [
        None,
        {},
        {"usage": None},
        {"usage": {}},
        "text",
        object(),
        {"id": "x", "input": 3},
        {"usage": {"prompt_tokens": "many"}},
        {"usage": {"input_tokens": "many"}},
    ],
)
def test_what_states_no_usage_is_no_usage(response: Any) -> None:
    """Rather than a call that used nothing."""
    assert usage_of(response) is None


class _Broken:
    """A response whose usage cannot be read."""

    @property
    def usage(self) -> object:
        """Nothing."""
        raise RuntimeError("no usage was kept")


@pytest.mark.parametrize(
    "response",
    [
        {"usage": {"prompt_tokens": 10, "completion_tokens": "500"}},
        {"usage": {"prompt_tokens": 10, "completion_tokens": None}},
        {"usage": {"prompt_tokens": 10, "completion_tokens": -5}},
        {"usage": {"prompt_tokens": float("nan"), "completion_tokens": 5}},
        {"usage": {"prompt_tokens": float("inf"), "completion_tokens": 5}},
        {"usage": {"prompt_tokens": True, "completion_tokens": True}},
        {"usage": {"input_tokens": 5}},
        {"usage": {"input_tokens": "5", "output_tokens": 5, "input_tokens_details": {}}},
        {"usageMetadata": {}},
        {"usageMetadata": {"promptTokenCount": "10", "candidatesTokenCount": 5}},
        {"output": 5, "usage": {"input_tokens": 5, "output_tokens": 5, "input_tokens_details": {}}},
        MagicMock(),
        SimpleNamespace(usage=MagicMock(prompt_tokens=10, completion_tokens=5)),
        _Broken(),
    ],
)
def test_usage_that_nobody_can_read_is_none_at_all(response: Any) -> None:
    """Rather than nothing: what was reserved counts instead."""
    assert usage_of(response) is None


def test_embeddings_have_a_total_and_no_answer() -> None:
    """OpenAI states both numbers of them, and no tokens that were generated."""
    found = usage_of({"usage": {"prompt_tokens": 8, "total_tokens": 8}})

    assert found is not None
    assert found.meters == {"input": 8}


def test_numbers_of_any_kind_are_counts() -> None:
    """Some read JSON's numbers as decimals."""
    found = usage_of({"usage": {"prompt_tokens": Decimal(8), "completion_tokens": Decimal(2)}})

    assert found is not None
    assert found.meters == {"input": 8, "output": 2}
