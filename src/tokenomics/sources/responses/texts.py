"""Text of answers and requests, to be counted where nobody did, and then forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, cast

from tokenomics.sources import rows
from tokenomics.sources.contract import Row
from tokenomics.sources.responses.bodies import opened

# Under which names text stands, or what holds it.
_WITHIN = (
    "content", "text", "thinking", "reasoning_content", "reasoning", "refusal", "message", "delta", "parts",
    "output", "summary", "tool_calls", "function", "functionCall", "name",
)  # fmt: skip
# What a model reads or writes as JSON.
_AS_JSON = ("arguments", "args", "input")
_ANSWERS = ("choices", "output", "content", "candidates", "message", "text")
_ASKED = ("messages", "input", "prompt", "contents")
_BESIDE = ("system", "instructions", "systemInstruction", "system_instruction", "tools")
_MEDIA = frozenset({"image_url", "input_image", "image", "input_audio", "audio", "file", "input_file", "document", "video"})  # fmt: skip
_MEDIA_KEYS = frozenset({"inlineData", "inline_data", "fileData", "file_data", "image_url", "input_audio"})  # fmt: skip


class Asked(NamedTuple):
    """The text of a request, and whether it holds more than text."""

    text: str
    has_media: bool


def answer_text(body: Row) -> str:
    """What a response says, its thoughts and its calls of tools included; empty where it says nothing."""
    return "\n".join(text for name in _ANSWERS for text in _texts(body.get(name)))


def asked_of(around: Row) -> Asked | None:
    """What a request asks, where the envelope of its response holds it; None where it does not."""
    for holder in _requests(around):
        asked = [text for name in _ASKED for text in _texts(holder.get(name))]
        if asked:
            beside = (text for name in _BESIDE for text in _beside(holder, name))
            media = any(_has_media(holder.get(name)) for name in _ASKED)
            return Asked("\n".join([*beside, *asked]), media)
    return None


def _requests(around: Row) -> Iterator[Row]:
    for name in ("request", "request_body", "requestBody"):
        request = opened(around.get(name))
        if request is not None:
            yield opened(request.get("body")) or request
    yield around


def _beside(holder: Row, name: str) -> Iterator[str]:
    value = holder.get(name)
    if name == "tools" and isinstance(value, list) and value:
        yield rows.as_text(value) or ""
    else:
        yield from _texts(value)


def _texts(value: Any) -> Iterator[str]:
    """All text in what holds it, and nothing of pictures or sound."""
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, list):
        for item in cast("list[Any]", value):
            yield from _texts(item)
    elif isinstance(value, dict):
        found = cast("Row", value)
        if str(found.get("type")) in _MEDIA:
            return
        for name in _WITHIN:
            yield from _texts(found.get(name))
        for name in _AS_JSON:
            yield from _json(found.get(name))


def _json(value: Any) -> Iterator[str]:
    text = rows.as_text(value)
    if text:
        yield text


def _has_media(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_has_media, cast("list[Any]", value)))
    if not isinstance(value, dict):
        return False
    found = cast("Row", value)
    is_one = str(found.get("type")) in _MEDIA or not _MEDIA_KEYS.isdisjoint(found)
    return is_one or any(_has_media(found.get(name)) for name in ("content", "parts"))
