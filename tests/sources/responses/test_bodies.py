"""Tests of bodies.py."""

from __future__ import annotations

import json

import pytest

from support.responses import CHAT, GEMINI, MESSAGE, RESPONSE, Body
from tokenomics.sources.responses.bodies import find, opened, shape_of, usage_of

CONVERSE = {"stopReason": "end_turn", "usage": {"inputTokens": 1}}
COHERE = {"meta": {"billed_units": {"search_units": 1}}}


@pytest.mark.parametrize(
    ("body", "shape"),
    [
        (CHAT, "openai"), (RESPONSE, "openai"), (MESSAGE, "anthropic"), (GEMINI, "gemini"), (CONVERSE, "converse"),
        (COHERE, "cohere"), ({"usage_info": {"pages_processed": 1}}, "ocr"), ({"usage": {"total_tokens": 1}}, "openai"),
        ({"usage": {"cache_read_input_tokens": 1}}, "anthropic"), ({"usage_metadata": {"prompt_token_count": 1}}, "gemini"),
        ({"type": "message", "content": "hello"}, None), ({"usage": {"inputTokens": 1}}, None), ({"object": "batch"}, None),
    ],
)  # fmt: skip
def test_shapes(body: Body, shape: str | None) -> None:
    """Each way of stating usage is known by fields of its own."""
    assert shape_of(body) == shape


@pytest.mark.parametrize(
    ("row", "path"),
    [
        (CHAT, ()),
        ({"response": CHAT}, ("response",)),
        ({"response": {"status_code": 200, "body": CHAT}}, ("response", "body")),
        ({"result": {"message": MESSAGE}}, ("result", "message")),
        ({"response": json.dumps(CHAT)}, ("response",)),
        ({"type": "response.completed", "response": RESPONSE}, ("response",)),
        ({"log": {"data": {"payload": {"response": {"body": CHAT}}}}}, None),
        ({"data": {"payload": {"event": {"response": {"body": CHAT}}}}}, None),
        ({"response": "{broken"}, None),
        ({"response": None}, None),
    ],
)
def test_envelopes(row: Body, path: tuple[str, ...] | None) -> None:
    """A response is found under the names that envelopes use, as JSON text too, four deep at most."""
    found = find(row)

    assert (found and found.path) == path


def test_the_outer_envelope_comes_first() -> None:
    """Of two envelopes that say one thing the outer one is believed."""
    found = find({"user": "outer", "response": {"user": "inner", "status_code": 200, "body": CHAT}})

    assert found is not None
    assert (found.around["user"], found.around["status_code"]) == ("outer", 200)


def test_a_response_without_usage() -> None:
    """It is known as one, and says nothing."""
    found = find(CHAT | {"usage": None})

    assert found is not None
    assert usage_of(found) is None


def test_late_usage_of_streams() -> None:
    """Some vendors put the counts of a stream into its last choice."""
    found = find(CHAT | {"usage": None, "choices": [{"usage": {"prompt_tokens": 3}}]})

    assert found is not None
    assert usage_of(found) == {"prompt_tokens": 3}


def test_json_text() -> None:
    """Text that is no JSON object opens to nothing."""
    assert opened('{"a": 1}') == {"a": 1}
    assert opened("[1]") is None
    assert opened("{") is None
    assert opened(3) is None
