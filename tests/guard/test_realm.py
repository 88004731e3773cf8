"""What guards within each other share."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event, get_ident

import pytest

from support.usage import book_of
from tokenomics.books import Book, bundled
from tokenomics.guard.memory import MemoryStore
from tokenomics.guard.prices import Kind
from tokenomics.guard.realm import Asked, Realm
from tokenomics.guard.shared import SharedStore

from .conftest import Clock


def test_names_and_tariffs_are_looked_up_once(acme: Book, clock: Clock) -> None:
    """The same answer is the same object."""
    realm = Realm(acme, "acme", MemoryStore(), None, clock)
    kind = Kind(*realm.named("small", None))

    assert kind == Kind("acme", "small")
    assert realm.tariff(kind, clock()) is realm.tariff(kind, clock())


def test_a_call_costs_what_it_did_at_its_own_time(tmp_path: Path, clock: Clock) -> None:
    """A call of October that is settled in November, after one of November, is October's: 2, not 3."""
    text = """
provider = "acme"
[[price]]
model = "small"
from = 2026-01-01
source = "a page"
rates = [{ input = 2, output = 10 }]
[[price]]
model = "small"
from = 2026-11-01
source = "a page"
rates = [{ input = 3, output = 10 }]
"""
    realm = Realm(book_of(tmp_path, text), None, MemoryStore(), None, clock)
    october = clock() - timedelta(days=20)
    found = [realm.tariff(Kind("acme", "small"), at) for at in (october, clock(), october)]

    assert [tariff.steps[0].rates["input"] for tariff in found] == [
        2 * 10**12,
        3 * 10**12,
        2 * 10**12,
    ]


def test_what_served_instead_has_its_own_price(acme: Book, clock: Clock) -> None:
    """A name that the book does not know, such as a deployment's, has that of what was asked for."""
    realm = Realm(acme, None, MemoryStore(), None, clock)
    asked = Kind("acme", "small")

    assert realm.served(asked, "tiny", None, clock()).kind.model == "tiny"
    assert realm.served(asked, "my-deployment", "default", clock()).kind.model == "small"
    assert realm.asked(Asked("acme/small"), clock()).kind == asked


def test_a_file_keeps_others_waiting_in_a_thread(acme: Book, clock: Clock, tmp_path: Path) -> None:
    """What is in memory is done at once."""
    for store, is_here in ((MemoryStore(), True), (SharedStore(tmp_path / "guard.db"), False)):
        realm = Realm(acme, None, store, None, clock)
        assert (asyncio.run(realm.elsewhere(get_ident)) == get_ident()) is is_here


def test_without_a_book_the_bundled_one_counts(clock: Clock) -> None:
    """It is read where it is first asked."""
    assert Realm(None, None, MemoryStore(), None, clock).book is bundled()


def test_no_two_calls_have_one_id(acme: Book, clock: Clock) -> None:
    """Nor have those of two realms."""
    realms = [Realm(acme, None, MemoryStore(), None, clock) for _ in range(2)]

    assert len({realm.new_id() for realm in realms for _ in range(100)}) == 200


@pytest.mark.parametrize("is_done", [False, True], ids=["before it is done", "after it is done"])
def test_what_nobody_waits_for_any_more_is_undone(
    tmp_path: Path, clock: Clock, *, is_done: bool
) -> None:
    """Once, whether the caller was cancelled while the work went on or when it had just ended."""
    realm = Realm(None, None, SharedStore(tmp_path / "guard.db"), None, clock)
    begun, goes_on, undone = Event(), Event(), list[str]()

    def work() -> str:
        begun.set()
        assert goes_on.wait(30)
        return "done"

    async def cancelled() -> None:
        waiting = asyncio.create_task(realm.elsewhere(work, undone.append))
        await asyncio.to_thread(begun.wait, 30)
        if is_done:
            goes_on.set()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        goes_on.set()

    # It ends when all threads have.
    asyncio.run(cancelled())

    assert undone == ["done"]


def test_what_waits_for_a_thread_is_done_although_it_is_cancelled(
    tmp_path: Path, clock: Clock
) -> None:
    """A call that was made is settled, whoever still waits for that."""
    realm = Realm(None, None, SharedStore(tmp_path / "guard.db"), None, clock)
    goes_on, done = Event(), list[str]()

    async def cancelled() -> None:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
        busy = asyncio.create_task(asyncio.to_thread(goes_on.wait, 30))
        await asyncio.sleep(0)
        waiting = asyncio.create_task(realm.elsewhere(lambda: done.append("settled")))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        goes_on.set()
        await busy

    asyncio.run(cancelled())

    assert done == ["settled"]
