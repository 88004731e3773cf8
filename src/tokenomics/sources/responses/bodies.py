"""Where in a row the response of an API stands, in whose shape it is, and what it says it used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple, cast

import msgspec

from tokenomics.sources import rows
from tokenomics.sources.contract import Row

Shape = Literal["openai", "anthropic", "gemini", "converse", "cohere", "ocr"]

# The keys under which an envelope may hold a response.
_HOLDERS = (
    "response", "body", "result", "message", "output", "completion", "data", "payload", "chunk", "event",
    "response_body", "responseBody", "raw_response", "rawResponse", "response_json",
)  # fmt: skip
_DEPTH = 4

_OBJECTS = frozenset({"chat.completion", "chat.completion.chunk", "text_completion", "response", "realtime.response"})  # fmt: skip
_ANTHROPIC = frozenset({"cache_read_input_tokens", "cache_creation_input_tokens"})
_COUNTS = frozenset({"prompt_tokens", "completion_tokens", "input_tokens", "output_tokens", "total_tokens", "seconds"})  # fmt: skip
_SNAKE = re.compile(r"_([a-z])")


class Found(NamedTuple):
    """A response, its shape, and the keys of all envelopes around it, the outermost first."""

    shape: Shape
    body: Row
    around: Row
    path: tuple[str, ...]


def find(row: Row) -> Found | None:
    """The response in a row: the row itself, or what an envelope of it holds; None without any."""
    shape = shape_of(row)
    if shape is not None:
        return Found(shape, row, {}, ())
    return next(_within(row, {}, ()), None)


def _within(row: Row, around: Row, path: tuple[str, ...]) -> Iterator[Found]:
    if len(path) == _DEPTH:
        return
    for name in _HOLDERS:
        inner = opened(row.get(name))
        if inner is None:
            continue
        known = {**row, **around}
        shape = shape_of(inner)
        if shape is not None:
            yield Found(shape, inner, known, (*path, name))
        else:
            yield from _within(inner, known, (*path, name))


def opened(value: Any) -> Row | None:
    """An object, also where it stands as JSON text."""
    if isinstance(value, str) and value.lstrip()[:1] == "{":
        try:
            value = rows.decode(value)
        except msgspec.DecodeError:
            return None
    return cast("Row", value) if isinstance(value, dict) else None


def shape_of(row: Row) -> Shape | None:
    """Whose way of stating usage a response has; None for what is no response."""
    return next((shape for shape, has in _SHAPES if has(row, _dict(row, "usage"))), None)


def _is_gemini(row: Row, _: Row) -> bool:
    return bool(_gemini_usage(row)) or ("candidates" in row and "modelVersion" in row)


def _is_cohere(row: Row, usage: Row) -> bool:
    return "billed_units" in usage or "billed_units" in _dict(row, "meta")


def _is_anthropic(row: Row, usage: Row) -> bool:
    is_message = row.get("type") == "message" and not {"usage", "stop_reason"}.isdisjoint(row)
    return is_message or not _ANTHROPIC.isdisjoint(usage)


def _is_openai(row: Row, usage: Row) -> bool:
    return str(row.get("object")) in _OBJECTS or not _COUNTS.isdisjoint(usage)


# The first that holds tells: what OpenAI's vendors share comes last.
_SHAPES: tuple[tuple[Shape, Callable[[Row, Row], bool]], ...] = (
    ("gemini", _is_gemini),
    ("cohere", _is_cohere),
    ("converse", lambda row, usage: "inputTokens" in usage and not {"stopReason", "metrics"}.isdisjoint(row)),
    ("ocr", lambda row, _: "pages_processed" in _dict(row, "usage_info")),
    ("anthropic", _is_anthropic),
    ("openai", _is_openai),
)  # fmt: skip


def usage_of(found: Found) -> Row | None:
    """What a response says it used, its lists opened; None where it says nothing."""
    body = found.body
    match found.shape:
        case "gemini":
            return _gemini(_gemini_usage(body)) or None
        case "cohere":
            return _dict(body, "usage") or _dict(body, "meta")
        case "ocr":
            return _dict(body, "usage_info")
        case "converse":
            return _converse(_dict(body, "usage"))
        case "anthropic":
            return _dict(body, "usage") or None
        case "openai":
            return _dict(body, "usage") or _streamed(body) or None


def _streamed(body: Row) -> Row:
    """The usage of a stream's last event where a vendor puts it elsewhere."""
    choices = body.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    within = _dict(first, "usage") if isinstance(first, dict) else {}
    return _dict(_dict(body, "x_groq"), "usage") or within


def _gemini_usage(row: Row) -> Row:
    found = _dict(row, "usageMetadata") or _dict(row, "usage_metadata")
    named = {_SNAKE.sub(lambda m: m[1].upper(), name): value for name, value in found.items()}
    is_counted = any(name.endswith("TokenCount") for name in named)
    return named if is_counted else {}


def _gemini(found: Row) -> Row:
    """Lists of counts by modality as objects."""
    return {name: _by_modality(v) if isinstance(v, list) else v for name, v in found.items()}


def _by_modality(items: list[Any]) -> Row:
    counts: Row = {}
    for item in items:
        if isinstance(item, dict):
            modality = str(item.get("modality")).rpartition(".")[2]
            counts[modality] = item.get("tokenCount", item.get("token_count"))
    return counts


def _converse(found: Row) -> Row:
    """The writes of each lifetime beside their sum, in Anthropic's names."""
    details = found.get("cacheDetails")
    lives: Row = {}
    for item in details if isinstance(details, list) else ():
        if isinstance(item, dict):
            lives[f"ephemeral_{item.get('ttl')}_input_tokens"] = item.get("inputTokens")
    return {**found, "cache_creation": lives}


def _dict(row: Row, name: str) -> Row:
    value = row.get(name)
    return cast("Row", value) if isinstance(value, dict) else {}
