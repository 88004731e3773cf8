"""A guard as LiteLLM's callback, called as LiteLLM does."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tokenomics.books import Book
from tokenomics.guard import BudgetExceeded, Guard
from tokenomics.records.errors import InputError, PriceError

USED = {"usage": {"prompt_tokens": 500, "completion_tokens": 10}}
COST = Decimal("0.0011")  # 500 x 2 + 10 x 10 per million


@pytest.fixture
def guard(acme: Book) -> Guard:
    """A dollar."""
    return Guard("1 USD", book=acme)


def _ask(callback: Any, most: int = 100, **more: Any) -> dict[str, Any]:
    data = {
        "model": "chat",
        "messages": [{"role": "user", "content": "Hi"}],
        "max_tokens": most,
        **more,
    }
    return asyncio.run(
        callback.async_pre_call_hook(user_api_key_dict=None, cache=None, data=data, call_type="acompletion")
    )  # fmt: skip


def _told(callback: Any, name: str, kwargs: dict[str, Any], response: Any = None) -> None:
    asyncio.run(getattr(callback, name)(kwargs, response, None, None))


def test_the_proxy_is_stopped_before_a_call(guard: Guard) -> None:
    """100,001 tokens are more than a dollar. The proxy's own name for the model has one in the book."""
    callback = guard.litellm_callback(models={"chat": "acme/small"})
    with pytest.raises(BudgetExceeded, match="a call of small"):
        _ask(callback, 100_001)
    data = _ask(callback, litellm_call_id="c1")

    assert (data["model"], data["litellm_call_id"]) == ("chat", "c1")
    assert guard.state.reserved > 0
    _told(callback, "async_log_success_event", {"litellm_call_id": "c1"}, USED)
    _told(callback, "async_log_success_event", {"litellm_call_id": "c1"}, USED)
    assert (guard.spent, guard.state.reserved) == (COST, 0)


def test_failures_and_answers_from_a_cache_are_free(guard: Guard) -> None:
    """A refusal has a status_code; a cached answer was paid for before."""
    callback = guard.litellm_callback(models={"chat": "acme/small"})

    class Refused(Exception):
        status_code = 429

    name = _ask(callback)["litellm_call_id"]
    _told(callback, "async_log_failure_event", {"litellm_call_id": name, "exception": Refused()})
    assert (guard.spent, guard.state.reserved) == (0, 0)
    name = _ask(callback)["litellm_call_id"]
    _told(callback, "async_log_success_event", {"litellm_call_id": name, "cache_hit": True}, USED)
    assert (guard.spent, guard.state.reserved) == (0, 0)
    name = _ask(callback)["litellm_call_id"]
    asyncio.run(
        callback.async_post_call_failure_hook({"litellm_call_id": name}, TimeoutError(), None)
    )
    assert guard.spent > 0


def test_the_library_s_calls_are_counted(acme: Book) -> None:
    """It asks nobody before a call: what it spent stops the next one that does ask."""
    guard = Guard("0.001 USD", book=acme)
    callback = guard.litellm_callback()
    kwargs = {"litellm_call_id": "c1", "model": "small", "custom_llm_provider": "acme"}
    for _ in range(2):
        callback.log_success_event(kwargs, USED, None, None)

    assert (guard.spent, guard.state.steps) == (COST, 1)
    with pytest.raises(BudgetExceeded, match=r"0.00 of 0.00100 USD are left"):
        guard.reserve("small", input_tokens=1, max_output=1)


@pytest.mark.parametrize(
    ("told", "response", "error"),
    [
        ({"model": "unheard"}, USED, PriceError),
        ({"model": "small", "call_type": "completion"}, {}, InputError),
        ({"model": "small"}, {"input": 10, "web_search": 1}, PriceError),
    ],
    ids=["no price", "no usage", "a search without a price"],
)
def test_a_call_whose_cost_nobody_knows_closes_the_guard(
    guard: Guard, told: dict[str, Any], response: Any, error: type[Exception]
) -> None:
    """LiteLLM swallows what callbacks raise: the next call that asks is told."""
    callback = guard.litellm_callback(provider="acme")
    with pytest.raises(error):
        callback.log_success_event({"litellm_call_id": "c1", **told}, response, None, None)

    assert guard.state.closed == f"a call of {told['model']} whose cost is not known"
    with pytest.raises(BudgetExceeded, match="closed, for a call of"):
        guard.reserve("small", input_tokens=1, max_output=1)


def test_calls_of_other_kinds_close_the_guard_where_they_cost_something(guard: Guard) -> None:
    """An image costs 0.04 by LiteLLM's own price, a moderation nothing."""
    callback = guard.litellm_callback()
    for kind, price in (("moderation", 0), ("amoderation", None)):
        told = {"litellm_call_id": kind, "call_type": kind, "response_cost": price}
        callback.log_success_event(told, {}, None, None)
    assert not guard.state.closed
    told = {"litellm_call_id": "i", "call_type": "image_generation", "response_cost": 0.04}
    callback.log_success_event(told, {}, None, None)

    assert guard.state.closed == "a call of image_generation, whose cost is not counted here"


def test_other_calls_pass(guard: Guard) -> None:
    """An image has no tokens to reserve for."""
    callback = guard.litellm_callback()
    data = {"model": "painter", "prompt": "a cat"}

    assert asyncio.run(callback.async_pre_call_hook(None, None, data, "image_generation")) is data


def test_litellm_knows_it_as_its_own(guard: Guard, monkeypatch: pytest.MonkeyPatch) -> None:
    """It passes over what is no CustomLogger, and hooks that its class does not have itself."""
    module = ModuleType("litellm.integrations.custom_logger")
    module.CustomLogger = type("CustomLogger", (), {"log_stream_event": lambda *_: None})  # pyright: ignore[reportAttributeAccessIssue]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    callback = guard.litellm_callback()

    assert isinstance(callback, module.CustomLogger)
    assert {"async_pre_call_hook", "async_log_success_event"} <= vars(type(callback)).keys()
    assert getattr(callback, "log_stream_event")() is None  # noqa: B009 - LiteLLM's own


def test_what_is_wrapped_too_is_counted_once(guard: Guard) -> None:
    """LiteLLM gives its callbacks the name that it was called with, which is the reservation's."""
    callback = guard.litellm_callback()

    def completion(**given: Any) -> Any:
        told = {"litellm_call_id": given["litellm_call_id"], "model": "small"}
        callback.log_success_event({**told, "custom_llm_provider": "acme"}, USED, None, None)
        return USED

    completion.__module__ = "litellm.main"
    guard.wrap(completion)(model="acme/small", messages="Hi", max_tokens=100)

    assert (guard.spent, guard.state.steps) == (COST, 1)


@pytest.mark.skipif(find_spec("litellm") is None, reason="LiteLLM is not installed: make clients")
def test_litellm_s_own_calls_are_counted_and_stopped() -> None:
    """Plain, streamed, for asyncio, wrapped too, too dear, without a price; answers are LiteLLM's mock.

    10 tokens sent at 0.15 and 20 generated at 0.60 per million are 0.0000135 dollars.
    """
    own = {**os.environ, "LITELLM_LOCAL_MODEL_COST_MAP": "True"}
    done = subprocess.run(
        [sys.executable, "-m", "support.litellm_calls"], capture_output=True, text=True, env=own,
        cwd=Path(__file__).parents[1], timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    streamed = Decimal(found["stream"])
    call = Decimal("0.0000135")

    assert Decimal(found["plain"]) == call
    assert call < streamed <= 2 * call
    assert Decimal(found["asyncio"]) == streamed + call
    assert Decimal(found["wrapped"]) == streamed + 2 * call
    assert "up to 100,000 generated may cost 0.0600" in found["stopped"]
    assert found["closed"] == "a call of unheard-of whose cost is not known"


def test_callbacks_of_two_guards_differ(acme: Book) -> None:
    """LiteLLM drops one whose class and plain public values another one has."""
    one, two = (vars(Guard("1 USD", book=acme).litellm_callback()) for _ in range(2))

    assert one["guard"] != two["guard"]
