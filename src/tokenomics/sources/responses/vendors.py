"""Who served a response, where its own fields leave no doubt.

Many vendors speak OpenAI's language, and some Anthropic's: a model's name alone never tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tokenomics.sources.contract import Row
from tokenomics.sources.responses.bodies import Found

# Models that nobody but OpenAI and Azure serves; open weights (gpt-oss) are not among them.
_OPENAI = re.compile(r"(ft:)?(gpt-(?!oss)|chatgpt-|o[1-9](-|$)|codex-|computer-use-)")
_DEEPSEEK = re.compile(r"deepseek-[^/]*$")
_IDS = ("chatcmpl-", "resp_", "cmpl-")
_KIMI = ("kimi", "moonshot")

_Mark = Callable[[Row, Row], bool]


def _is_azure(body: Row, _: Row) -> bool:
    """Azure says what its filter found in prompts and answers."""
    choices = body.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    seen = {*body, *(first if isinstance(first, dict) else ())}
    return bool({"prompt_filter_results", "content_filters", "content_filter_results"} & seen)


def _is_openai(body: Row, _: Row) -> bool:
    """OpenAI names the tier that served, or the system; ids and models are its own."""
    served = body.get("service_tier") is not None
    marked = served or str(body.get("system_fingerprint")).startswith("fp_")
    return marked and _text(body, "id").startswith(_IDS) and bool(_OPENAI.match(_model(body)))


# The first that holds tells. `usage` is what the response says it used.
_MARKS: tuple[tuple[str, _Mark], ...] = (
    ("openrouter", lambda body, usage: _text(body, "id").startswith("gen-") and ("cost" in usage or "provider" in body)),
    ("azure", _is_azure),
    ("groq", lambda body, _: "x_groq" in body),
    ("xai", lambda _, usage: bool({"num_sources_used", "cost_in_usd_ticks"} & set(usage))),
    ("deepseek", lambda body, usage: "prompt_cache_hit_tokens" in usage and bool(_DEEPSEEK.match(_model(body)))),
    ("moonshotai", lambda body, usage: "cached_tokens" in usage and _model(body).startswith(_KIMI)),
    ("mistral", lambda _, usage: bool({"num_cached_tokens", "prompt_audio_seconds"} & set(usage))),
    ("fireworks", lambda body, _: _model(body).startswith("accounts/fireworks/")),
    ("openai", _is_openai),
)  # fmt: skip


def vendor_of(found: Found, usage: Row) -> str | None:
    """The vendor that a response's own fields name beyond doubt; None where they do not."""
    body = found.body
    match found.shape:
        case "anthropic":
            return _anthropic(body)
        case "gemini":
            is_cloud = "trafficType" in usage or "createTime" in body or "create_time" in body
            return "google-vertex" if is_cloud else "google"
        case "converse":
            return "aws-bedrock"
        case "cohere":
            return "cohere"
        case "ocr":
            return "mistral"
        case "openai":
            return next((name for name, holds in _MARKS if holds(body, usage)), None)


def _anthropic(body: Row) -> str | None:
    name = _text(body, "id")
    if name.startswith("msg_bdrk_"):
        return "aws-bedrock"
    if name.startswith("msg_vrtx_"):
        return "google-vertex"
    is_own = name.startswith("msg_") and _model(body).startswith("claude-")
    return "anthropic" if is_own else None


def _model(body: Row) -> str:
    return _text(body, "model")


def _text(body: Row, name: str) -> str:
    value: Any = body.get(name)
    return value if isinstance(value, str) else ""
