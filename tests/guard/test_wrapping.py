# ruff: noqa: ARG001 - the arguments of what is guarded are read by their names
"""Functions that call a model, guarded."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from support.usage import book_of
from tokenomics.books import Book
from tokenomics.guard import BudgetExceeded, Fallback, Guard
from tokenomics.records.errors import InputError, PriceError

# A million tokens of small are 2 dollars, a thousand searches 10.
SEARCHES = """
provider = "acme"
per = { token = 1_000_000, call = 1_000 }
[[price]]
model = "small"
from = 2026-01-01
source = "a page"
rates = [{ input = 2, output = 2, web_search = 10 }]
"""
USED = {"usage": {"prompt_tokens": 500, "completion_tokens": 10}}  # 0.001 + 0.0001 of small
COST = Decimal("0.0011")
SENT: dict[str, Any] = {
    "model": "small",
    "messages": [{"role": "user", "content": "Hello " * 600}],
}


@pytest.fixture
def guard(acme: Book) -> Guard:
    """A dollar."""
    return Guard("1 USD", book=acme)


def test_a_function_is_reserved_for_and_settled(guard: Guard) -> None:
    """It gets just what it was given."""
    got: list[dict[str, Any]] = []

    def complete(model: str, messages: Any, max_tokens: int = 0) -> Any:
        got.append({"model": model, "messages": messages, "max_tokens": max_tokens})
        assert guard.state.reserved > 0
        return USED

    guarded = guard.wrap(complete)
    assert guarded("small", SENT["messages"], max_tokens=100) == USED
    assert (guard.spent, guard.state.reserved) == (COST, 0)
    assert got == [{**SENT, "max_tokens": 100}]
    assert guarded.__name__ == "complete"


def test_a_call_that_does_not_fit_is_not_made(acme: Book) -> None:
    """100,000 tokens are a dollar. What the function has by default counts."""

    @Guard("0.50 USD", book=acme).wrap
    def ask(messages: Any, model: str = "small", max_tokens: int = 100_000) -> Any:
        raise AssertionError

    with pytest.raises(BudgetExceeded, match="up to 100,000 generated"):
        ask(messages=SENT["messages"])


def test_answers_multiply_what_is_generated(guard: Guard) -> None:
    """Three answers of 40,000 tokens are 1.20 dollars."""
    with pytest.raises(BudgetExceeded, match="up to 120,000 generated"):
        guard.wrap(lambda **_: USED)(**SENT, max_tokens=40_000, n=3)


@pytest.mark.parametrize(
    ("asked", "fallback", "called"),
    [("small", "tiny", "tiny"), ("acme/small", "acme/tiny", "acme/tiny"), ("small", "acme/tiny", "tiny")],
)  # fmt: skip
def test_the_model_to_fall_back_to_is_called(
    acme: Book, asked: str, fallback: str, called: str
) -> None:
    """100,000 tokens are a dollar of small and 0.10 of tiny; names are written as the call had them."""
    guard = Guard("0.50 USD", book=acme, on_exceeded=Fallback(fallback))
    got: list[str] = []

    @guard.wrap()
    def ask(model: str, messages: Any, max_tokens: int) -> Any:
        got.append(model)
        return USED

    ask(**{**SENT, "model": asked}, max_tokens=100_000)
    ask(**{**SENT, "model": asked}, max_tokens=10)
    assert got == [called, asked]


def test_asyncio_is_awaited(guard: Guard) -> None:
    """An async function, and a plain one that returns what must be awaited; streams too."""

    async def pieces() -> AsyncIterator[Any]:
        yield {"choices": [1]}
        yield {"choices": [], **USED}

    async def complete(model: str, messages: Any, max_tokens: int, stream: bool = False) -> Any:
        return pieces() if stream else USED

    def later(**given: Any) -> Any:
        return complete(**given)

    async def run() -> None:
        assert await guard.wrap(complete)(**SENT, max_tokens=10) == USED
        assert await guard.wrap(later)(**SENT, max_tokens=10) == USED
        stream = await guard.wrap(complete)(**SENT, max_tokens=10, stream=True)
        assert len([piece async for piece in stream]) == 2

    asyncio.run(run())
    assert guard.spent == 3 * COST


def test_a_stream_is_asked_for_its_usage_where_it_can_be(guard: Guard) -> None:
    """Only where the function has that argument and nobody said otherwise; the caller does not see it."""
    got: list[Any] = []

    def chat(model: str, messages: Any, max_tokens: int, stream: bool, stream_options: Any = None) -> Iterator[Any]:  # fmt: skip
        got.append(stream_options)
        return iter([{"choices": [1]}, {"choices": [], **USED}])

    def message(model: str, messages: Any, max_tokens: int, stream: bool) -> Iterator[Any]:
        return iter([{"choices": [1]}, {"choices": [], **USED}])

    sent: dict[str, Any] = {**SENT, "max_tokens": 10, "stream": True}
    assert list(guard.wrap(chat)(**sent)) == [{"choices": [1]}]
    assert len(list(guard.wrap(chat)(**sent, stream_options={"include_usage": True}))) == 2
    assert len(list(guard.wrap(message)(**sent))) == 2
    assert got == [{"include_usage": True}, {"include_usage": True}]
    assert guard.spent == 3 * COST


class Omit:
    """What stands for an argument that is not given in a provider's library."""


OMIT = Omit()


def test_a_default_that_stands_for_nothing_asks_for_usage_too(guard: Guard) -> None:
    """OpenAI's library has objects of its own for it."""
    asked: list[Any] = []

    def complete(
        model: str, messages: Any, max_tokens: int, stream: Any = None, stream_options: Any = OMIT
    ) -> Iterator[Any]:  # fmt: skip
        asked.append(stream_options)
        return iter([{"choices": [1]}, {"choices": [], **USED}])

    list(guard.wrap(partial(complete, stream=True))(**SENT, max_tokens=100))
    assert (asked, guard.spent) == ([{"include_usage": True}], COST)


def test_an_error_of_the_provider_costs_nothing(guard: Guard) -> None:
    """One that says nothing of the provider counts all that was reserved."""

    class Refused(Exception):
        status_code = 429

    def ask(model: str, messages: Any, max_tokens: int, error: Exception) -> Any:
        raise error

    with pytest.raises(Refused):
        guard.wrap(ask)(**SENT, max_tokens=10, error=Refused())
    assert (guard.spent, guard.state.reserved) == (0, 0)
    with pytest.raises(TimeoutError):
        guard.wrap(ask)(**SENT, max_tokens=10, error=TimeoutError())
    assert guard.spent > 0


def test_a_prompt_that_lies_elsewhere_must_be_said(guard: Guard) -> None:
    """With its size it is let through: 400,000 tokens are 0.80 dollars."""
    sent = {
        "model": "small",
        "input": "go on",
        "previous_response_id": "r1",
        "max_output_tokens": 10,
    }
    with pytest.raises(InputError, match="previous_response_id sends what nobody here can count"):
        guard.wrap(lambda **_: USED)(**sent)

    guard.wrap(lambda **_: {}, input_tokens=400_000)(**sent)
    assert guard.spent == Decimal("0.8001")


def test_a_tool_without_an_end_is_refused(guard: Guard) -> None:
    """Nobody knows how often it would search, so nothing can be reserved; the call is not made."""
    asked = {"model": "small", "messages": [], "max_tokens": 10, "tools": [{"type": "web_search_20250305"}]}  # fmt: skip
    with pytest.raises(
        InputError, match="web_search_20250305 may be used without end in one call: give it"
    ):
        guard.wrap(lambda **_: USED)(**asked)

    assert guard.spent == 0


def test_the_most_uses_of_a_tool_are_told_beside_the_function(tmp_path: Path) -> None:
    """2,500 tokens are at most 0.005 dollars, 3 searches 0.03; of 2 the response tells, else 3 were made."""
    book = book_of(tmp_path, SEARCHES)
    guard, got = Guard("1 USD", book=book), list[Decimal]()
    stated = {"prompt_tokens": 1_000, "completion_tokens": 0}
    asked = {"model": "small", "messages": [], "max_tokens": 500, "web_search_options": {}}

    @guard.wrap(input_tokens=2_000, tools={"web_search": 3})
    def ask(**asked: Any) -> Any:
        got.append(guard.state.reserved)
        return {"usage": asked.get("stated", stated)}

    ask(**asked)
    assert guard.spent == Decimal("0.002") + 3 * Decimal("0.01")
    ask(**asked, stated={**stated, "server_tool_use": {"web_search_requests": 2}})
    assert guard.spent == 2 * Decimal("0.002") + 5 * Decimal("0.01")
    assert got == [Decimal("0.035")] * 2


def test_a_tool_without_a_price_is_refused(guard: Guard) -> None:
    """Nobody can reserve for a container that the book does not know."""
    asked = {"model": "small", "messages": [], "max_tokens": 10, "tools": [{"type": "code_interpreter"}]}  # fmt: skip
    with pytest.raises(PriceError, match="code_session has no price: give it one in a price book"):
        guard.wrap(lambda **_: USED, input_tokens=100)(**asked)


def test_what_a_tool_finds_is_sent_too(guard: Guard) -> None:
    """Nobody here can count it."""
    asked = {"model": "small", "messages": [], "max_tokens": 10, "tools": [{"type": "web_fetch_20250910"}]}  # fmt: skip
    with pytest.raises(InputError, match="web_fetch_20250910 sends what nobody here can count"):
        guard.wrap(lambda **_: USED)(**asked)


def test_arguments_without_names_are_refused(guard: Guard) -> None:
    """Nobody could tell which is the model."""
    with pytest.raises(InputError, match="by name"):
        guard.wrap(lambda *_: USED)("small")


def test_what_a_partial_function_has_bound_is_called_too(guard: Guard) -> None:
    """Its prompt, its most tokens and its tools are part of the call."""

    def complete(model: str, messages: Any, max_tokens: int = 0, tools: Any = None) -> Any:
        return USED

    guard.wrap(partial(complete, messages=SENT["messages"], max_tokens=100))("small")
    assert guard.spent == COST
    with pytest.raises(InputError, match="web_search may be used without end"):
        guard.wrap(partial(complete, messages=[], tools=[{"type": "web_search"}]))(model="small")


def test_sound_is_reserved_for_as_such() -> None:
    """A million tokens of it are 40 dollars sent, where those of text are 2.50."""
    guard = Guard("30 USD")
    part = {"type": "input_audio", "input_audio": {"data": "UklGRg==", "format": "wav"}}

    @guard.wrap(input_tokens=1_000_000)
    def complete(model: str, messages: Any, max_tokens: int) -> Any:
        return USED

    with pytest.raises(BudgetExceeded, match=r"may cost 40\.00"):
        complete(
            "openai/gpt-4o-audio-preview-2024-12-17",
            [{"role": "user", "content": [part]}],
            max_tokens=1,
        )
