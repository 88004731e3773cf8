"""How many tokens a request sends."""

from __future__ import annotations

from typing import Any

import pytest

from tokenomics import tokens
from tokenomics.estimating.counting import Sent, answers, sent

WORDS = "one two three"  # three tokens of o200k_base


def _sent(content: Any, model: str = "gpt-4o", **more: Any) -> Sent:
    return sent({"messages": [{"role": "user", "content": content}], **more}, model)


def test_a_message_is_its_text_its_role_and_what_is_around_it() -> None:
    """Three of the text, one of the role, three around it, and three before the answer: 10."""
    assert _sent(WORDS) == Sent(10, 10, "exact", {})
    assert _sent([{"type": "text", "text": WORDS}]).tokens == 10


def test_each_message_has_something_around_it() -> None:
    """Two messages: 2 x (3 + 1 + 3) + 3; a name is one more beside its own token."""
    two = {"messages": [{"role": "user", "content": WORDS}] * 2}
    named = {"messages": [{"role": "user", "name": "ada", "content": WORDS}]}

    assert sent(two, "gpt-4o").tokens == 17
    assert sent(named, "gpt-4o").tokens == 10 + 1 + tokens.count("ada", "gpt-4o")


def test_instructions_above_are_a_message() -> None:
    """Anthropic's system and OpenAI's instructions: 3 + 1 + 3 more."""
    for name in ("system", "instructions"):
        assert _sent(WORDS, **{name: WORDS}).tokens == 17


def test_tools_and_schemas_are_counted_as_their_json() -> None:
    """What is sent of them, and nothing of other settings."""
    tool = [{"name": "f", "parameters": {"type": "object"}}]
    text = '[{"name":"f","parameters":{"type":"object"}}]'
    form = {"type": "json_schema", "json_schema": {"name": "a", "schema": {"type": "object"}}}

    assert _sent(WORDS, tools=tool).tokens == 10 + tokens.count(text, "gpt-4o")
    assert _sent(WORDS, response_format=form).tokens > 10
    assert _sent(WORDS, response_format={"type": "json_object"}).tokens == 10


def test_parts_that_are_no_text_are_counted_apart() -> None:
    """An image has no token here; a document that is a text has."""
    image = {"type": "image_url", "image_url": {"url": "data:..."}}
    text = {"type": "document", "source": {"type": "text", "data": WORDS}}

    assert _sent([{"type": "text", "text": WORDS}, image]) == Sent(10, 10, "exact", {"image": 1})
    assert _sent([text]).tokens == 10
    assert _sent([{"inlineData": {"mimeType": "audio/wav", "data": "..."}}]).media == {"audio": 1}


def test_geminis_and_responses_turns_are_turns() -> None:
    """Parts in contents; a text as input; a tool's call and result among the turns."""
    contents = {"contents": [{"role": "user", "parts": [{"text": WORDS}]}]}
    call = {"input": [{"role": "user", "content": WORDS}, {"type": "function_call", "name": "f", "arguments": "{}"}]}  # fmt: skip

    assert sent(contents, "gpt-4o").tokens == sent({"input": WORDS}, "gpt-4o").tokens == 10
    assert sent(call, "gpt-4o").tokens > 10 + 3


def test_other_models_are_a_ratio_with_a_margin() -> None:
    """10 tokens of o200k_base x 1.15 are 12 (11.5, half up), at most a fifth more: 15 (14.4, up)."""
    assert _sent(WORDS, "claude-haiku-4-5") == Sent(12, 15, "ratio", {})


def test_without_the_encodings_bytes_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """17 bytes of role and text are 5 tokens of four, 6 around them; the most is a token a byte: 23."""
    monkeypatch.setattr(tokens, "is_installed", lambda: False)

    assert _sent(WORDS) == Sent(11, 23, "bytes", {})


@pytest.mark.parametrize(
    ("model", "does"),
    [("gpt-5", True), ("text-embedding-3-small", False), ("voyage-3", False), ("rerank-v3", False)],
)
def test_models_of_embeddings_answer_nothing(model: str, does: bool) -> None:
    """And have neither a role nor anything around their texts: three tokens of text."""
    assert answers(model) is does
    if model.startswith("text"):
        assert sent({"input": WORDS}, model).tokens == 3
        assert sent({"input": [WORDS, WORDS]}, model).tokens == 6


@pytest.mark.parametrize(("ids", "number"), [([1, 2, 3], 3), ([[1, 2, 3], [4, 5]], 5)])
def test_a_prompt_in_tokens_is_as_many(ids: list[Any], number: int) -> None:
    """OpenAI's embeddings take tokens instead of texts: each number is one."""
    assert sent({"input": ids}, "text-embedding-3-small").tokens == number
