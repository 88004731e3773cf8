"""Calls that were let through, and how they are settled."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tokenomics.books import Book
from tokenomics.guard import Guard, reservation, usage_of
from tokenomics.records.errors import OutsideError

from .conftest import Clock

# 100,000 x 2 + 50,000 x 10 per million.
MOST = Decimal("0.7")
CALL: dict[str, Any] = {"input_tokens": 100_000, "max_output": 50_000}


@pytest.fixture
def guard(acme: Book, clock: Clock, tmp_path: Path) -> Guard:
    """Ten dollars of a task, recorded."""
    return Guard(
        "10 USD", scope={"task": "t1"}, book=acme, record=tmp_path / "calls.jsonl", now=clock
    )


def _lines(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "calls.jsonl").read_text("utf-8").splitlines()]


def test_a_call_costs_what_its_response_states(guard: Guard, tmp_path: Path) -> None:
    """80,000 x 2 + 10,000 x 0.2 + 20,000 x 10 per million: 0.362; the rest of 0.70 is free again."""
    response = {
        "id": "r1", "model": "small",
        "usage": {
            "prompt_tokens": 90_000, "completion_tokens": 20_000,
            "prompt_tokens_details": {"cached_tokens": 10_000},
        },
    }  # fmt: skip
    with guard.reserve("small", **CALL) as call:
        assert (call.provider, call.model, call.at_most) == ("acme", "small", MOST)
        assert guard.state.reserved == MOST
        assert call.settle(response) == Decimal("0.362")
        assert call.is_settled

    assert (guard.spent, guard.state.reserved, guard.left) == (
        Decimal("0.362"),
        0,
        Decimal("9.638"),
    )
    (line,) = _lines(tmp_path)
    assert line == {
        "ts": "2026-11-02T10:00:00Z", "provider": "acme", "model": "small", "task_id": "t1",
        "request_id": line["request_id"], "response_id": "r1", "input": 80_000, "cache_read": 10_000,
        "output": 20_000, "status": "success", "token_basis": "reported",
    }  # fmt: skip


def test_a_second_time_changes_nothing(guard: Guard) -> None:
    """Neither settled nor released."""
    call = guard.reserve("small", **CALL)
    call.settle({"input": 1_000_000})
    assert guard.spent == 2

    assert call.settle({"input": 1_000_000}) == 0
    call.release()
    assert guard.spent == 2


def test_of_those_who_settle_at_once_one_does(
    guard: Guard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sixteen threads settle one call of 2 dollars, all before any of them is done."""

    def slowly(response: Any) -> Any:
        time.sleep(0.02)
        return usage_of(response)

    monkeypatch.setattr(reservation, "usage_of", slowly)
    call = guard.reserve("small", **CALL)
    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(call.settle, [{"input": 1_000_000}] * 16))

    assert sum(found) == guard.spent == 2
    assert guard.state.reserved == 0


def test_what_a_file_did_not_take_is_settled_again(acme: Book, tmp_path: Path) -> None:
    """The call stays reserved until it is."""
    path = tmp_path / "guard.db"
    guard = Guard("10 USD", scope={"day": "d"}, book=acme, shared=path)
    call = guard.reserve("small", **CALL)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("ALTER TABLE accounts RENAME TO elsewhere")
    with pytest.raises(OutsideError, match="the guard's file cannot be used"):
        call.settle({"input": 1_000_000})
    other.execute("ALTER TABLE elsewhere RENAME TO accounts")

    assert not call.is_settled
    assert call.settle({"input": 1_000_000}) == guard.spent == 2


def test_without_usage_all_that_was_reserved_is_spent(guard: Guard, tmp_path: Path) -> None:
    """Nobody knows what was billed: never nothing. The record says that it is an estimate."""
    with guard.reserve("small", **CALL):
        pass

    assert guard.spent == MOST
    (line,) = _lines(tmp_path)
    assert (line["input"], line["output"], line["token_basis"]) == (100_000, 50_000, "estimated")


def test_what_has_no_price_costs_at_least_what_was_reserved(guard: Guard) -> None:
    """A search that the book does not know must not be free."""
    guard.reserve("small", **CALL).settle({"input": 1, "web_search": 1})

    assert guard.spent == MOST


class _Refused(Exception):
    """What providers' libraries raise for an answer with an error code."""

    status_code = 429


def test_what_a_provider_refuses_costs_nothing(guard: Guard) -> None:
    """It says so with a code."""
    with pytest.raises(_Refused), guard.reserve("small", **CALL):
        raise _Refused

    assert (guard.spent, guard.state.reserved, guard.state.steps) == (0, 0, 1)


def test_a_call_that_broke_off_may_have_been_billed(guard: Guard, tmp_path: Path) -> None:
    """A time-out says nothing of what was generated."""
    with pytest.raises(TimeoutError), guard.reserve("small", **CALL):
        raise TimeoutError

    assert guard.spent == MOST
    assert _lines(tmp_path)[0]["status"] == "failure"


def test_a_model_that_served_instead_counts_at_its_own_price(guard: Guard, tmp_path: Path) -> None:
    """100,000 x 0.2 per million of tiny; of a name that the book does not know what was asked for."""
    usage = {"usage": {"prompt_tokens": 100_000, "completion_tokens": 0}}
    guard.reserve("small", **CALL).settle({"model": "tiny", **usage})
    assert guard.spent == Decimal("0.02")
    guard.reserve("small", **CALL).settle({"model": "unheard-of", **usage})

    assert guard.spent == Decimal("0.22")
    assert [line["model"] for line in _lines(tmp_path)] == ["tiny", "small"]


def test_more_than_was_reserved_is_spent_and_closes_the_guard(guard: Guard) -> None:
    """A million generated are 10 dollars where 0.70 were reserved."""
    guard.reserve("small", **CALL).settle({"output": 1_000_000})

    assert guard.spent == 10
    assert guard.state.closed == "a call was billed more than was reserved for it"


def test_it_works_without_waiting_too(guard: Guard) -> None:
    """Awaited, in memory."""

    async def call() -> None:
        async with await guard.areserve("small", **CALL) as reserved:
            await reserved.asettle({"input": 100_000})
        async with await guard.areserve("small", **CALL):
            pass

    asyncio.run(call())
    assert guard.spent == Decimal("0.9")


def test_it_works_without_waiting_for_a_file(acme: Book, tmp_path: Path) -> None:
    """Awaited, in a shared file."""
    guard = Guard("10 USD", scope={"day": "d"}, book=acme, shared=tmp_path / "guard.db")

    async def call() -> None:
        async with await guard.areserve("small", **CALL) as reserved:
            await reserved.asettle({"input": 100_000})

    asyncio.run(call())
    assert guard.spent == Decimal("0.2")
