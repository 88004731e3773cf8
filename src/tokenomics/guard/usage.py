"""What a response says that its call used, whichever provider's it is.

Responses are objects of a provider's library, or the same as mappings; nothing is imported for it. What
providers state inclusively is taken apart: meters do not overlap.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from tokenomics.records.meters import BY_NAME


class Usage(NamedTuple):
    """Meters that a call used, the model that served it, the response's id, and the tier as served."""

    meters: Mapping[str, int]
    model: str | None = None
    response_id: str | None = None
    tier: str | None = None


def usage_of(response: Any) -> Usage | None:
    """What a response of OpenAI, Anthropic, Gemini or LiteLLM states; None where it states nothing.

    A mapping of meters (`{"input": 1200, "output": 80}`) is usage itself.
    """
    if isinstance(response, Mapping) and response and response.keys() <= BY_NAME.keys():
        return Usage({name: int(number) for name, number in response.items()})
    if isinstance(response, Usage):
        return response
    stated = _get(response, "usage")
    if (
        stated is None
        and (stated := _first(response, "usage_metadata", "usageMetadata")) is not None
    ):
        return _whole(response, _gemini(stated), _first(response, "model_version", "modelVersion"))
    if stated is None:
        return None
    if _get(stated, "prompt_tokens") is not None:
        meters = _chat(stated)
    elif _get(stated, "input_tokens_details") is not None:
        meters = _responses(stated, response)
    elif _get(stated, "input_tokens") is not None:
        meters = _anthropic(stated)
    else:
        return None
    return _whole(response, meters, _get(response, "model"), _get(stated, "service_tier"))


def _whole(response: Any, meters: dict[str, int], model: Any, tier: Any = None) -> Usage:
    name = _first(response, "id", "response_id", "responseId")
    served = tier or _get(response, "service_tier")
    return Usage(
        {meter: number for meter, number in meters.items() if number > 0},
        model if isinstance(model, str) else None,
        name if isinstance(name, str) else None,
        served if isinstance(served, str) and served != "auto" else None,
    )


def _chat(stated: Any) -> dict[str, int]:
    """OpenAI's chat completions, and all that speak like them: prompts include what was cached.

    LiteLLM adds Anthropic's own counts of what was written to a cache.
    """
    sent, made = _get(stated, "prompt_tokens_details"), _get(stated, "completion_tokens_details")
    read = _number(sent, "cached_tokens") or _number(stated, "prompt_cache_hit_tokens")
    written = _number(sent, "cache_write_tokens") or _number(stated, "cache_creation_input_tokens")
    heard, spoken = _number(sent, "audio_tokens"), _number(made, "audio_tokens")
    thought = _number(made, "reasoning_tokens")
    hour = _number(_get(sent, "cache_creation_token_details"), "ephemeral_1h_input_tokens")
    return {
        "input": _number(stated, "prompt_tokens") - read - written - heard,
        "input_audio": heard,
        "cache_read": read,
        "cache_write": written - hour,
        "cache_write_1h": hour,
        "output": _number(stated, "completion_tokens") - thought - spoken,
        "output_audio": spoken,
        "reasoning": thought,
    }


def _responses(stated: Any, response: Any) -> dict[str, int]:
    """OpenAI's responses, whose output lists what tools did."""
    sent, made = _get(stated, "input_tokens_details"), _get(stated, "output_tokens_details")
    read, written = _number(sent, "cached_tokens"), _number(sent, "cache_write_tokens")
    thought = _number(made, "reasoning_tokens")
    kinds = [_get(item, "type") for item in _get(response, "output") or ()]
    return {
        "input": _number(stated, "input_tokens") - read - written,
        "cache_read": read,
        "cache_write": written,
        "output": _number(stated, "output_tokens") - thought,
        "reasoning": thought,
        "web_search": kinds.count("web_search_call"),
        "file_search": kinds.count("file_search_call"),
    }


def _anthropic(stated: Any) -> dict[str, int]:
    """Anthropic's messages: what was cached is beside the input, and the output includes thinking."""
    created = _get(stated, "cache_creation")
    short, hour = (_number(created, f"ephemeral_{life}_input_tokens") for life in ("5m", "1h"))
    written = _number(stated, "cache_creation_input_tokens")
    thought = _number(_get(stated, "output_tokens_details"), "thinking_tokens")
    return {
        "input": _number(stated, "input_tokens"),
        "cache_read": _number(stated, "cache_read_input_tokens"),
        "cache_write": max(written - short - hour, 0),
        "cache_write_5m": short,
        "cache_write_1h": hour,
        "output": _number(stated, "output_tokens") - thought,
        "reasoning": thought,
        "web_search": _number(_get(stated, "server_tool_use"), "web_search_requests"),
    }


def _gemini(stated: Any) -> dict[str, int]:
    """Gemini's: prompts include what was cached, thoughts are beside the candidates."""
    read = _count(stated, "cached_content_token_count", "cachedContentTokenCount")
    kinds = {
        str(_enum(_get(each, "modality"))).lower(): _count(each, "token_count", "tokenCount")
        for each in _first(stated, "prompt_tokens_details", "promptTokensDetails") or ()
    }
    other = {
        f"input_{name}": number for name, number in kinds.items() if f"input_{name}" in BY_NAME
    }
    sent = _count(stated, "prompt_token_count", "promptTokenCount")
    return {
        "input": sent - read - sum(other.values()),
        **other,
        "cache_read": read,
        "input_tool": _count(stated, "tool_use_prompt_token_count", "toolUsePromptTokenCount"),
        "output": _count(stated, "candidates_token_count", "candidatesTokenCount"),
        "reasoning": _count(stated, "thoughts_token_count", "thoughtsTokenCount"),
    }


def _get(of: Any, name: str) -> Any:
    return of.get(name) if isinstance(of, Mapping) else getattr(of, name, None)


def _first(of: Any, *names: str) -> Any:
    return next((value for name in names if (value := _get(of, name)) is not None), None)


def _number(of: Any, name: str) -> int:
    value = None if of is None else _get(of, name)
    return value if isinstance(value, int) else 0


def _count(of: Any, *names: str) -> int:
    return max((_number(of, name) for name in names), default=0)


def _enum(value: Any) -> Any:
    return getattr(value, "value", value)
