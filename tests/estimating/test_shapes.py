"""What a JSON document asks a model."""

from __future__ import annotations

from typing import Any

import pytest

from tokenomics.estimating.shapes import Asked, call_of, request_of, requests_of
from tokenomics.records.errors import InputError

SAYS = [{"role": "user", "content": "hi"}]


@pytest.mark.parametrize(
    ("document", "request_", "in_batch"),
    [
        ({"model": "a", "messages": SAYS}, {"model": "a", "messages": SAYS}, False),
        (SAYS, {"messages": SAYS}, False),
        ({"custom_id": "1", "body": {"messages": SAYS}}, {"messages": SAYS}, True),
        ({"custom_id": "1", "params": {"messages": SAYS}}, {"messages": SAYS}, True),
        ({"recordId": "1", "modelId": "m", "modelInput": {"messages": SAYS}}, {"model": "m", "messages": SAYS}, True),
        ({"key": "1", "request": {"contents": "hi"}}, {"contents": "hi"}, True),
        ({"input": "hi"}, {"input": "hi"}, False),
        (SAYS[0], {"messages": SAYS}, False),
    ],
)  # fmt: skip
def test_requests_of_providers_and_of_batches_are_known(
    document: Any, request_: dict[str, Any], in_batch: bool
) -> None:
    """OpenAI's, Anthropic's, Gemini's, Bedrock's, and messages alone."""
    assert request_of(document) == Asked(request_, in_batch)


def test_geminis_names_are_those_of_its_library() -> None:
    """As REST writes them, and as Python does."""
    found = request_of({
        "contents": "hi", "systemInstruction": {"parts": [{"text": "be brief"}]},
        "generationConfig": {"maxOutputTokens": 5, "candidateCount": 2},
    })  # fmt: skip

    assert found.request["system_instruction"] == {"parts": [{"text": "be brief"}]}
    assert found.request["generation_config"] == {"max_output_tokens": 5, "candidate_count": 2}


def test_a_list_is_messages_or_requests() -> None:
    """A conversation is one request; requests are as many; the wrong one is told by its place."""
    assert len(list(requests_of([*SAYS, *SAYS]))) == 1
    assert len(list(requests_of([{"messages": SAYS}, {"input": "hi"}]))) == 2
    assert len(list(requests_of({"requests": [{"params": {"messages": SAYS}}]}))) == 1
    with pytest.raises(InputError, match="request 2: no request: it has none of messages"):
        list(requests_of([{"messages": SAYS}, {"model": "a"}]))


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (3, "a number is no request: it needs messages"),
        (None, "null is no request"),
        ({"messages": 3}, "messages is a number: it must be a text or a list"),
        ({"messages": [{"role": "user"}]}, "messages has something that is no message"),
        ({"messages": []}, "an empty prompt: there is nothing to estimate"),
        ({"input": "hi", "tools": {}}, None),
        ({"input": "hi", "tools": "x"}, "tools is a text: it must be a list"),
        ({"input": "hi", "model": 3}, "model is no text"),
    ],
)
def test_what_is_no_request_is_told(document: Any, problem: str | None) -> None:
    """With what is missing or wrong."""
    if problem is None:
        assert request_of(document).request["input"] == "hi"
        return
    with pytest.raises(InputError, match=problem):
        request_of(document)


def test_a_program_may_ask_with_a_text_messages_or_arguments() -> None:
    """All three are one request."""
    assert call_of("hi").request == call_of(SAYS).request == call_of({"messages": SAYS}).request
    assert call_of(tuple(SAYS)).request == {"messages": SAYS}
