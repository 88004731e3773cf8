"""How many tokens a prompt may have at most, before anybody counted them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
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

# Anthropic publishes 159 to 530 tokens for its prompt that explains tools, and 245 (bash) to 735 (computer
# use) for a tool of its own, which a call names without a schema: none is more than this.
_EXPLAINED = 1_000
_PLAIN_TOOLS = frozenset({None, "custom", "function"})

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
    if kind := next(_parts(asked), None):
        raise InputError(
            f"the prompt has a part of type {kind!r}, which is no text: say input_tokens"
        )
    text = (
        asked if isinstance(asked, str) else json.dumps(asked, ensure_ascii=False, default=_plain)
    )
    added = explained(asked, model)
    if not tokens.is_installed():
        return len(text.encode("utf-8", "replace")) + added
    return tokens.at_most(tokens.count(text, model), tokens.rule_of(model)) + added


def explained(asked: Any, model: str) -> int:
    """The most tokens by which Anthropic explains tools to a model, and those that it has defined itself."""
    tools = asked.get("tools") if isinstance(asked, Mapping) else None
    if not tools or "claude" not in model.lower():
        return 0
    own = [
        tool for tool in tools if isinstance(tool, Mapping) and tool.get("type") not in _PLAIN_TOOLS
    ]
    return _EXPLAINED * (1 + len(own))


def media_of(asked: Any) -> tuple[str, ...]:
    """Of what kinds the parts of a prompt are that are no text, `audio` and the like."""
    return tuple(dict.fromkeys(MEDIA[kind] for kind in _parts(asked)))


def _parts(asked: Any) -> Iterator[str]:
    if isinstance(asked, Mapping):
        kind = asked.get("type")
        if isinstance(kind, str) and kind in MEDIA:
            yield kind
        for name, value in asked.items():
            if name in MEDIA and _is_data(value):
                yield _by_mime(value) or name
            yield from _parts(value)
    elif isinstance(asked, Sequence) and not isinstance(asked, str | bytes):
        for each in asked:
            yield from _parts(each)


def _by_mime(data: Mapping[str, Any]) -> str | None:
    kind = str(data.get("mime_type") or data.get("mimeType")).partition("/")[0]
    return kind if kind in MEDIA else None


def _is_data(value: Any) -> bool:
    """Whether a part holds what no text tells, rather than a tool's parameter or argument of that name."""
    return isinstance(value, Mapping) and not _DATA.isdisjoint(value)


def _plain(value: Any) -> Any:
    """What a library's object says of itself as plain values."""
    dump = getattr(value, "model_dump", None)
    return dump() if callable(dump) else repr(value)
