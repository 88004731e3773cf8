"""Clients of providers, guarded: stand-ins with the paths of the real ones."""

from __future__ import annotations

import asyncio
import json
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, Self

import pytest

from support.web_server import Answer, web
from tokenomics.books import Book
from tokenomics.guard import BudgetExceeded, Guard
from tokenomics.records.errors import InputError

MESSAGES = [{"role": "user", "content": "Hello " * 600}]
# 500 x 2 + 10 x 10 per million.
COST = Decimal("0.0011")
CHAT = {"usage": {"prompt_tokens": 500, "completion_tokens": 10}}
MESSAGE = {"usage": {"input_tokens": 500, "output_tokens": 10}}
# As the providers' servers answer.
SENT: dict[str, Any] = {"model": "small", "messages": [{"role": "user", "content": "Hello"}]}
WHOLE_CHAT = {
    "id": "c1", "object": "chat.completion", "created": 1, "model": "small",
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Hi"}}],
    "usage": {"prompt_tokens": 500, "completion_tokens": 10, "total_tokens": 510},
}  # fmt: skip
PIECE = {
    "id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "small",
    "choices": [{"index": 0, "delta": {"content": "Hi"}, "finish_reason": None}], "usage": None,
}  # fmt: skip
WHOLE_MESSAGE = {
    "id": "m1", "type": "message", "role": "assistant", "model": "small", "stop_reason": "end_turn",
    "stop_sequence": None, "content": [{"type": "text", "text": "Hi"}],
    "usage": {"input_tokens": 500, "output_tokens": 10},
}  # fmt: skip
EVENTS = [
    {"type": "message_start", "message": {**WHOLE_MESSAGE, "content": [], "usage": {"input_tokens": 500, "output_tokens": 1}}},
    {"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None}, "usage": {"output_tokens": 10}},
    {"type": "message_stop"},
]  # fmt: skip
STREAM = (("content-type", "text/event-stream"),)


class _Client:
    """What an answer is asked of by a path, as providers' clients have it."""

    def __init__(self, answer: Any, host: str = "api.acme.example") -> None:
        """`answer` is what each call gives."""
        self.asked: list[dict[str, Any]] = []
        self.base_url = SimpleNamespace(host=host)
        create = SimpleNamespace(
            create=self._create, stream=self._create, compact=self._create, tool_runner=self._create, list=lambda: ["a"]
        )  # fmt: skip
        self.chat = SimpleNamespace(completions=create)
        self.responses = self.messages = self.embeddings = create
        self.beta = SimpleNamespace(chat=self.chat, responses=create, messages=create)
        self.models = SimpleNamespace(list=lambda: ["small"])
        self._answer = answer

    def _create(self, **given: Any) -> Any:
        self.asked.append(given)
        return self._answer

    def with_options(self, **_: Any) -> _Client:
        """A copy."""
        return self


class _AsyncClient(_Client):
    """The same for asyncio."""

    async def __aenter__(self) -> Self:
        """Open."""
        return self

    async def __aexit__(self, *why: object) -> None:
        """Closed."""

    def _create(self, **given: Any) -> Any:
        async def answer() -> Any:
            self.asked.append(given)
            return self._answer

        return answer()


@pytest.fixture
def guard(acme: Book) -> Guard:
    """A dollar."""
    return Guard("1 USD", book=acme)


def test_a_client_of_openai_is_guarded_call_by_call(guard: Guard) -> None:
    """The call gets just what it was given, and what is no call is the client's own."""
    client = _Client(CHAT)
    guarded = guard.openai(client, provider="acme")
    sent = {"model": "small", "messages": MESSAGES, "max_tokens": 100}

    assert guarded.chat.completions.create(**sent) == CHAT
    assert (guard.spent, guard.state.reserved, client.asked) == (COST, 0, [sent])
    assert guarded.models.list() == ["small"]
    assert guarded.chat.completions.list() == ["a"]


def test_a_copy_of_a_client_is_guarded_too(guard: Guard) -> None:
    """With other options, the same guard."""
    guarded = guard.openai(_Client(CHAT), provider="acme").with_options(timeout=3)
    guarded.chat.completions.create(model="small", messages=MESSAGES, max_tokens=100)

    assert guard.spent == COST


def test_what_is_embedded_generates_nothing(guard: Guard) -> None:
    """No maximum is needed, though nobody knows small's cap."""
    answer = {"usage": {"prompt_tokens": 500, "total_tokens": 500}}
    guard.openai(_Client(answer), provider="acme").embeddings.create(
        model="small", input="Hello " * 600
    )

    assert guard.spent == Decimal("0.001")


def test_ways_that_nobody_could_settle_are_refused(guard: Guard) -> None:
    """A stream is asked for by its argument."""
    with pytest.raises(InputError, match=r"chat\.completions\.stream is not guarded"):
        _ = guard.openai(_Client(CHAT), provider="acme").chat.completions.stream


def test_other_names_of_the_same_calls_are_guarded_too(guard: Guard) -> None:
    """OpenAI's library has its chats in `beta` as well; what calls a model by itself is refused."""
    openai, anthropic = (
        of(_Client(CHAT), provider="acme") for of in (guard.openai, guard.anthropic)
    )
    openai.beta.chat.completions.create(model="small", messages=MESSAGES, max_tokens=100)
    assert guard.spent == COST

    for part, name in ((openai.responses, "compact"), (anthropic.beta.messages, "tool_runner")):
        with pytest.raises(InputError, match=f"{name} is not guarded"):
            getattr(part, name)


def test_a_client_of_anthropic_is_guarded(guard: Guard) -> None:
    """What it caches is marked in its calls."""
    client = _Client(MESSAGE)
    guarded = guard.anthropic(client, provider="acme")
    assert guarded.messages.create(model="small", messages=MESSAGES, max_tokens=100) == MESSAGE

    assert guard.spent == COST
    assert len(client.asked) == 1


def test_a_client_for_asyncio_is_awaited(guard: Guard) -> None:
    """Opened and closed as the client is."""

    async def run() -> None:
        async with guard.openai(_AsyncClient(CHAT), provider="acme") as guarded:
            call = guarded.chat.completions.create(model="small", messages=MESSAGES, max_tokens=100)
            assert await call == CHAT

    asyncio.run(run())
    assert guard.spent == COST


def test_prices_are_those_of_a_client_s_address(acme: Book) -> None:
    """OpenAI's own host is OpenAI, whose model small is none."""
    guard = Guard("1 USD", book=acme)
    guarded = guard.openai(_Client(CHAT, "api.openai.com"))

    with pytest.raises(InputError, match="openai/small has no price"):
        guarded.chat.completions.create(model="small", messages=MESSAGES, max_tokens=100)


def _events(events: list[Any], *, named: bool = False) -> str:
    lines = [f"event: {each['type']}\n" if named else "" for each in events]
    return "".join(
        f"{line}data: {json.dumps(each)}\n\n" for line, each in zip(lines, events, strict=True)
    )


def test_openai_s_own_clients_are_guarded(acme: Book) -> None:
    """Whole answers, streams, asyncio and refusals of a server on this machine."""
    guard = Guard("1 USD", book=acme)
    openai = pytest.importorskip("openai", reason="OpenAI's library is not installed: make clients")
    end = {**PIECE, "choices": [], "usage": WHOLE_CHAT["usage"]}
    stream = f"{_events([PIECE, end])}data: [DONE]\n\n"
    whole = Answer(body=json.dumps(WHOLE_CHAT), headers=(("content-type", "application/json"),))
    sent = {**SENT, "max_completion_tokens": 1_000}
    with web(whole, Answer(body=stream, headers=STREAM), whole, Answer(status=429)) as server:
        known = {"api_key": "k", "base_url": server.url("/v1"), "max_retries": 0}
        client = guard.openai(openai.OpenAI(**known), provider="acme")
        assert client.chat.completions.create(**sent).choices[0].message.content == "Hi"
        pieces = list(client.chat.completions.create(**sent, stream=True))
        assert [piece.choices[0].delta.content for piece in pieces] == ["Hi"]

        async def ask() -> Any:
            async with openai.AsyncOpenAI(**known) as own:
                waiting = guard.openai(own, provider="acme")
                return await waiting.chat.completions.create(**sent)

        assert asyncio.run(ask()).id == "c1"
        assert guard.spent == 3 * COST
        with pytest.raises(openai.RateLimitError):
            client.chat.completions.create(**sent)
        assert (guard.spent, guard.state.reserved) == (3 * COST, 0)
        with pytest.raises(BudgetExceeded):
            client.chat.completions.create(**SENT, max_completion_tokens=100_000)
        assert len(server.got) == 4
        assert json.loads(server.got[1].body)["stream_options"] == {"include_usage": True}


def test_anthropic_s_own_clients_are_guarded(acme: Book) -> None:
    """Whole answers and streams of a server on this machine."""
    guard = Guard("1 USD", book=acme)
    anthropic = pytest.importorskip(
        "anthropic", reason="Anthropic's library is not installed: make clients"
    )
    whole = Answer(body=json.dumps(WHOLE_MESSAGE), headers=(("content-type", "application/json"),))
    stream = Answer(body=_events(EVENTS, named=True), headers=STREAM)
    sent = {**SENT, "max_tokens": 1_000}
    with web(whole, stream) as server:
        own = anthropic.Anthropic(api_key="k", base_url=server.url(""), max_retries=0)
        client = guard.anthropic(own, provider="acme")
        assert client.messages.create(**sent).content[0].text == "Hi"
        with client.messages.create(**sent, stream=True) as pieces:
            assert [piece.type for piece in pieces][-1] == "message_stop"

    assert guard.spent == 2 * COST
