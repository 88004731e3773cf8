"""Accounts of one process, whoever is first."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokenomics.guard import memory
from tokenomics.guard.levels import Account, Ask, Level, judged
from tokenomics.guard.memory import MemoryStore

DAY, USER = Level("day", "day", units=100), Level("user", "user", units=60, steps=8)


def test_a_call_is_let_through_at_all_levels_or_at_none() -> None:
    """60 of the user's 60 are taken, so nothing is reserved of the day's 100 either."""
    store = MemoryStore()
    assert store.reserve(Ask("1", (USER, DAY), 60, 0)) is None
    refused = store.reserve(Ask("2", (USER, DAY), 1, 0))

    assert refused is not None
    assert (refused.level, refused.of, refused.account.reserved) == (USER, "money", 60)
    assert store.account("day") == Account(reserved=60, steps=1)


def test_with_force_it_is_let_through_and_told() -> None:
    """A guard that only warns counts all the same."""
    store = MemoryStore()
    refused = store.reserve(Ask("1", (USER,), 61, 0), force=True)

    assert refused is not None
    assert store.account("user").reserved == 61


def test_a_closed_account_may_be_opened_again() -> None:
    """What was spent stays spent."""
    store = MemoryStore()
    ask = Ask("1", (USER,), 10, 0)
    store.reserve(ask)
    store.settle(ask, 20, 0)
    assert store.reserve(ask) is not None

    store.reopen("user")
    assert store.reserve(ask) is None
    assert store.account("user").spent == 20


def test_an_account_may_be_closed_by_hand() -> None:
    """The first reason counts."""
    store = MemoryStore()
    store.close("user", "one")
    store.close("user", "two")
    refused = store.reserve(Ask("1", (USER,), 1, 0))

    assert refused is not None
    assert (refused.of, refused.account.closed) == ("closed", "one")


def _agent(store: MemoryStore, name: str, chance: random.Random) -> Iterator[None]:
    """An agent that stops between asking and settling, as threads do; what was not let through is not made."""
    for number in range(chance.randint(1, 4)):
        ask = Ask(f"{name}{number}", (USER, DAY), chance.randint(1, 30), 0)
        admitted = store.reserve(ask) is None
        yield
        if admitted:
            store.settle(ask, chance.randint(0, ask.units), 0)
            yield


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32))
def test_no_interleaving_spends_more_than_the_limits(seed: int) -> None:
    """A hundred random orders each: at every moment what is spent and reserved is within every limit."""
    chance = random.Random(seed)
    for _ in range(100):
        store = MemoryStore()
        agents = [_agent(store, str(i), chance) for i in range(chance.randint(1, 6))]
        while agents:
            agent = chance.choice(agents)
            if next(agent, True):
                agents.remove(agent)
            for level in (USER, DAY):
                account = store.account(level.key)
                assert account.spent + account.reserved <= (level.units or 0)
            assert store.account("user").steps <= 8
        assert store.account("day").reserved == 0
        assert store.account("day").spent == store.account("user").spent


def test_threads_never_pass_a_limit_together() -> None:
    """16 threads want 1,600 units of 100: just 100 are let through, one by one."""
    store = MemoryStore()
    level = Level("k", "k", units=100)

    def spend(thread: int) -> int:
        admitted = 0
        for number in range(100):
            ask = Ask(f"{thread}-{number}", (level,), 1, 0)
            if store.reserve(ask) is None:
                store.settle(ask, 1, 0)
                admitted += 1
        return admitted

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(spend, range(16))) == 100
    assert store.account("k") == Account(spent=100, steps=100)


def test_of_calls_at_once_each_sees_those_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where threads take turns just between a look at the limit and the reservation."""

    def slowly(*args: Any) -> Any:
        found = judged(*args)
        time.sleep(0.002)
        return found

    monkeypatch.setattr(memory, "judged", slowly)
    store, level = MemoryStore(), Level("k", "k", units=3)
    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(lambda n: store.reserve(Ask(str(n), (level,), 1, 0)), range(16)))

    assert found.count(None) == store.account("k").reserved == 3
