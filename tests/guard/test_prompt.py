"""How long a prompt may be at most."""

from __future__ import annotations

import pytest

from tokenomics import tokens
from tokenomics.guard.prompt import explained, media_of, tokens_at_most
from tokenomics.records.errors import InputError

MESSAGES = [{"role": "user", "content": "Grüße! How many tokens is this, at most?"}]


def test_without_a_tokenizer_each_byte_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """ü and ß are two bytes each: no tokenizer makes more tokens than bytes."""
    monkeypatch.setattr(tokens, "is_installed", lambda: False)

    assert tokens_at_most("Grüße!", "gpt-5") == 8
    assert tokens_at_most(MESSAGES, "gpt-5") > len(MESSAGES[0]["content"])


@pytest.mark.skipif(not tokens.is_installed(), reason="needs the extra tokens")
def test_what_is_counted_by_a_ratio_has_a_margin() -> None:
    """OpenAI's own encoding is exact; Claude's is 1.45 of it, and a fifth more to be sure."""
    text = "The quick brown fox jumps over the lazy dog. " * 20

    assert tokens_at_most(text, "gpt-5") == tokens.count(text, "gpt-5")
    counted = tokens.count(text, "claude-opus-5")
    assert tokens_at_most(text, "claude-opus-5") == -(-counted * 120 // 100)


@pytest.mark.parametrize(
    "part",
    [
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}},
        {"type": "image", "source": {"type": "base64", "data": "AAAA"}},
        {"inline_data": {"mime_type": "image/png", "data": "AAAA"}},
        {"fileData": {"fileUri": "gs://a/b"}},
        {"image": {"format": "png", "source": {"bytes": "AAAA"}}},
    ],
)
def test_what_is_no_text_must_be_said(part: dict[str, object]) -> None:
    """An image's tokens are in no text."""
    with pytest.raises(InputError, match="say input_tokens"):
        tokens_at_most([{"role": "user", "content": [part]}], "gpt-5")


@pytest.mark.parametrize(
    "asked",
    [
        [{"type": "function", "name": "f", "parameters": {"properties": {"file": {"type": "string"}, "type": {"enum": ["a"]}}}}],
        [{"role": "assistant", "content": [{"type": "tool_use", "name": "f", "input": {"image": "a.png", "document": {"id": 1}}}]}],
    ],
)  # fmt: skip
def test_a_tool_s_own_words_are_text(asked: list[dict[str, object]]) -> None:
    """A parameter called file or type, and what is given for one, are counted like all other text."""
    assert tokens_at_most(asked, "gpt-5") > 10


def test_what_parts_are_of_is_told_by_their_type_or_their_data() -> None:
    """Gemini says it by a MIME type."""
    parts = [
        {"type": "image_url"},
        {"inline_data": {"mime_type": "audio/wav"}},
        {"file_data": {"file_uri": "x"}},
    ]

    assert media_of({"messages": [{"content": parts}]}) == ("image", "audio", "document")


def test_claude_is_told_how_to_use_tools() -> None:
    """By less than a thousand tokens, and as much for a tool that has no schema but Anthropic's own."""
    own, bash = {"name": "f", "input_schema": {}}, {"type": "bash_20250124", "name": "bash"}
    sizes = [
        explained({"tools": tools}, model)
        for tools, model in (([], "claude-opus-5"), ([own], "claude-opus-5"), ([own, bash], "claude-opus-5"), ([own], "gpt-5"))
    ]  # fmt: skip

    assert sizes == [0, 1_000, 2_000, 0]
    assert tokens_at_most({"tools": [own]}, "claude-opus-5") > 1_000
