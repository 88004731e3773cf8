"""What a JSON document asks a model: requests of OpenAI, Anthropic, Gemini and Bedrock, or messages alone.

Requests are handed on in one spelling: Gemini's and Bedrock's names become those of Python's libraries.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tokenomics.records.errors import InputError

# Where batch files and logs put a request: OpenAI, Anthropic, Gemini, Bedrock.
_AROUND = ("body", "params", "request", "modelInput")
# What a batch file calls the name of a request.
_BATCH = ("custom_id", "key", "recordId")
_PROMPT = ("messages", "contents", "input", "prompt")
_SNAKE = {
    "systemInstruction": "system_instruction",
    "generationConfig": "generation_config",
    "cachedContent": "cached_content",
    "inferenceConfig": "generation_config",
}
_SETTINGS = {
    "maxOutputTokens": "max_output_tokens",
    "maxTokens": "max_tokens",
    "candidateCount": "candidate_count",
    "responseSchema": "response_schema",
    "responseJsonSchema": "response_schema",
}
_LISTS = ("tools", "functions")


class Asked(NamedTuple):
    """The arguments of a call; `in_batch` says that a batch makes it."""

    request: Mapping[str, Any]
    in_batch: bool = False


def call_of(messages: Any) -> Asked:
    """What a program asks: a text, messages, or a request's arguments. Raises InputError for anything else."""
    if isinstance(messages, str):
        return of_text(messages)
    return request_of(list(messages) if isinstance(messages, tuple) else messages)


def of_text(text: str) -> Asked:
    """The request that a text is: one message of a user."""
    return Asked({"messages": [{"role": "user", "content": text}]})


def requests_of(document: Any) -> Iterator[Asked]:
    """The requests of a JSON document: a request, messages, or a list of requests.

    Raises InputError, which says what is missing, where it is none of these.
    """
    if isinstance(document, Mapping) and isinstance(document.get("requests"), list):
        document = document["requests"]
    if isinstance(document, list) and not all(map(_is_message, document)):
        for number, each in enumerate(document, 1):
            try:
                yield request_of(each)
            except InputError as error:
                raise InputError(f"request {number}: {error}") from None
    else:
        yield request_of(document)


def request_of(document: Any) -> Asked:
    """The one request of a document, out of what a batch puts around it. Raises InputError as above."""
    if isinstance(document, list) and document and all(map(_is_message, document)):
        return Asked({"messages": document})
    if not isinstance(document, Mapping):
        raise InputError(f"{_kind(document)} is no request: it needs messages")
    if any(name in document for name in _PROMPT):
        return Asked(_checked(_spelled(document)))
    for name in _AROUND:
        if isinstance(document.get(name), Mapping):
            inner = request_of(document[name])
            named = {"model": document["modelId"]} if "modelId" in document else {}
            return Asked({**named, **inner.request}, any(key in document for key in _BATCH))
    if _is_message(document):
        return Asked({"messages": [document]})
    raise InputError("no request: it has none of messages, contents, input, prompt")


def _is_message(value: Any) -> bool:
    return isinstance(value, Mapping) and (
        ("role" in value and ("content" in value or "parts" in value or "tool_calls" in value))
        or list(value) == ["parts"]
    )


def _spelled(request: Mapping[Any, Any]) -> dict[str, Any]:
    """The request with every name as Python's libraries write it."""
    found = {_SNAKE.get(str(name), str(name)): value for name, value in request.items()}
    settings = found.get("generation_config")
    if isinstance(settings, Mapping):
        found["generation_config"] = {
            _SETTINGS.get(str(name), str(name)): value for name, value in settings.items()
        }
    tools = found.get("toolConfig")
    if isinstance(tools, Mapping) and "tools" in tools:
        found["tools"] = tools["tools"]
    return found


def _checked(request: dict[str, Any]) -> dict[str, Any]:
    """The request, where what becomes its prompt has a shape that a provider takes."""
    for name in _PROMPT:
        value = request.get(name)
        if value is not None and not isinstance(value, str | list | Mapping):
            raise InputError(f"{name} is {_kind(value)}: it must be a text or a list")
    for message in request.get("messages") or ():
        if not _is_message(message):
            raise InputError(
                "messages has something that is no message: each needs role and content"
            )
    for name in _LISTS:
        if not isinstance(request.get(name) or [], list):
            raise InputError(f"{name} is {_kind(request[name])}: it must be a list")
    if not isinstance(request.get("model") or "", str):
        raise InputError("model is no text")
    if not any(request.get(name) for name in _PROMPT):
        raise InputError("an empty prompt: there is nothing to estimate")
    return request


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool | int | float):
        return "true or false" if isinstance(value, bool) else "a number"
    return {str: "a text", list: "a list"}.get(type(value), "an object")
