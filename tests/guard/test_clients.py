"""Clients of providers, guarded: stand-ins with the paths of the real ones."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, Self

import pytest

from tokenomics.books import Book
from tokenomics.guard import Guard
from tokenomics.records.errors import InputError

MESSAGES = [{"role": "user", "content": "Hello " * 600}]
# 500 x 2 + 10 x 10 per million.
COST = Decimal("0.0011")
CHAT = {"usage": {"prompt_tokens": 500, "completion_tokens": 10}}
MESSAGE = {"usage": {"input_tokens": 500, "output_tokens": 10}}


class _Client:
    """What an answer is asked of by a path, as providers' clients have it."""

    def __init__(self, answer: Any, host: str = "api.acme.example") -> None:
        """`answer` is what each call gives."""
        self.asked: list[dict[str, Any]] = []
        self.base_url = SimpleNamespace(host=host)
        create = SimpleNamespace(create=self._create, stream=self._create, list=lambda: ["a"])
        self.chat = SimpleNamespace(completions=create)
        self.responses = self.messages = self.embeddings = create
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
