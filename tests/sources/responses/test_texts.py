"""Tests of texts.py."""

from __future__ import annotations

import json
from typing import Any

import pytest

from support.responses import Body
from tokenomics.sources.responses.texts import answer_text, asked_of

PICTURE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"choices": [{"message": {"role": "assistant", "content": "a", "reasoning_content": "b"}}]}, "a\nb"),
        ({"choices": [{"message": {"content": None, "tool_calls": [{"function": {"name": "f", "arguments": '{"x":1}'}}]}}]}, 'f\n{"x":1}'),
        ({"choices": [{"delta": {"content": "a"}}]}, "a"),
        ({"choices": [{"text": "a"}]}, "a"),
        ({"output": [{"type": "message", "content": [{"type": "output_text", "text": "a"}]}]}, "a"),
        ({"content": [{"type": "thinking", "thinking": "t"}, {"type": "tool_use", "name": "f", "input": {"x": 1}}]}, 't\nf\n{"x":1}'),
        ({"candidates": [{"content": {"parts": [{"text": "a"}, {"functionCall": {"name": "f", "args": {}}}]}}]}, "a\nf\n{}"),
        ({"choices": [{"message": {"content": [PICTURE, {"type": "text", "text": "a"}]}}]}, "a"),
        ({"choices": [], "usage": {"text": "b"}}, ""),
        ({"choices": "no"}, "no"),
        ({"output": 3}, ""),
    ],
)  # fmt: skip
def test_answers(body: Body, text: str) -> None:
    """Text, thoughts and calls of tools are an answer; pictures are not."""
    assert answer_text(body) == text


@pytest.mark.parametrize(
    ("request_body", "text"),
    [
        ({"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": [{"type": "text", "text": "u"}]}]}, "s\nu"),
        ({"system": "s", "messages": [{"role": "user", "content": "u"}]}, "s\nu"),
        ({"instructions": "s", "input": "u"}, "s\nu"),
        ({"prompt": "u"}, "u"),
        ({"input": ["u", "v"]}, "u\nv"),
        ({"systemInstruction": {"parts": [{"text": "s"}]}, "contents": [{"parts": [{"text": "u"}]}]}, "s\nu"),
        ({"messages": [{"content": "u"}], "tools": [{"name": "f"}]}, '[{"name":"f"}]\nu'),
        ({"messages": [{"content": [{"type": "tool_result", "content": "r"}]}]}, "r"),
    ],
)  # fmt: skip
def test_requests(request_body: Body, text: str) -> None:
    """A request's text is its prompt in whatever shape, with what is set before it."""
    for around in (
        {"request": request_body},
        {"request": {"body": json.dumps(request_body)}},
        request_body,
    ):
        asked = asked_of(around)

        assert asked == (text, False)


@pytest.mark.parametrize(
    "around",
    [
        {},
        {"request": {"url": "x"}},
        {"request": "GET /"},
        {"messages": []},
        {"tools": [{"name": "f"}]},
    ],
)
def test_requests_that_ask_nothing(around: Body) -> None:
    """Without a prompt there is nothing to count."""
    assert asked_of(around) is None


@pytest.mark.parametrize(
    "content",
    [[PICTURE, {"type": "text", "text": "u"}], [{"text": "u"}, {"inlineData": {"data": "AAAA"}}]],
)
def test_requests_with_pictures(content: Any) -> None:
    """The text of a request with pictures is not all of it."""
    around = (
        {"contents": [{"parts": content}]}
        if "inlineData" in str(content)
        else {"messages": [{"content": content}]}
    )

    assert asked_of(around) == ("u", True)
