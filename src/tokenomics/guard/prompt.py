"""How many tokens a prompt may have at most, before anybody counted them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tokenomics import tokens
from tokenomics.records.errors import InputError

# Parts of a prompt whose tokens no text tells, and what they are.
MEDIA: Mapping[str, str] = {
    "image": "image", "image_url": "image", "input_image": "image",
    "audio": "audio", "input_audio": "audio", "video": "video",
    "document": "document", "file": "document", "input_file": "document",
    "inline_data": "document", "inlineData": "document",
    "file_data": "document", "fileData": "document",
}  # fmt: skip

# What parts without a type say of their data: Gemini's and Bedrock's.
_DATA = frozenset({
    "data", "source", "bytes", "mime_type", "mimeType", "file_uri", "fileUri",
})  # fmt: skip


def tokens_at_most(asked: Any, model: str) -> int:
    """The most tokens that messages, tools and the like can be for a model.

    They are counted as JSON, whose signs are more than what a provider puts around messages. Without
    the extra `tokens` each byte counts as one, which no tokenizer exceeds. Raises InputError for
    images and other parts that are no text.
    """
    if kind := _no_text(asked):
        raise InputError(
            f"the prompt has a part of type {kind!r}, which is no text: say input_tokens"
        )
    text = (
        asked if isinstance(asked, str) else json.dumps(asked, ensure_ascii=False, default=_plain)
    )
    if not tokens.is_installed():
        return len(text.encode("utf-8", "replace"))
    return tokens.at_most(tokens.count(text, model), tokens.rule_of(model))


def _no_text(asked: Any) -> str | None:
    if isinstance(asked, Mapping):
        kind = asked.get("type")
        if isinstance(kind, str) and kind in MEDIA:
            return kind
        named = next((name for name in asked if name in MEDIA and _is_data(asked[name])), None)
        return named or next((k for k in map(_no_text, asked.values()) if k), None)
    if isinstance(asked, Sequence) and not isinstance(asked, str | bytes):
        return next((kind for kind in map(_no_text, asked) if kind), None)
    return None


def _is_data(value: Any) -> bool:
    """Whether a part holds what no text tells, rather than a tool's parameter or argument of that name."""
    return isinstance(value, Mapping) and not _DATA.isdisjoint(value)


def _plain(value: Any) -> Any:
    """What a library's object says of itself as plain values."""
    dump = getattr(value, "model_dump", None)
    return dump() if callable(dump) else repr(value)
