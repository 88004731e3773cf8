"""What guards within each other share."""

from __future__ import annotations

from tokenomics.books import Book, bundled
from tokenomics.guard.memory import MemoryStore
from tokenomics.guard.prices import Kind
from tokenomics.guard.realm import Realm

from .conftest import Clock


def test_names_and_tariffs_are_looked_up_once(acme: Book, clock: Clock) -> None:
    """The same answer is the same object."""
    realm = Realm(acme, "acme", MemoryStore(), None, clock)
    kind = Kind(*realm.named("small", None))

    assert kind == Kind("acme", "small")
    assert realm.tariff(kind, clock()) is realm.tariff(kind, clock())


def test_without_a_book_the_bundled_one_counts(clock: Clock) -> None:
    """It is read where it is first asked."""
    assert Realm(None, None, MemoryStore(), None, clock).book is bundled()


def test_no_two_calls_have_one_id(acme: Book, clock: Clock) -> None:
    """Nor have those of two realms."""
    realms = [Realm(acme, None, MemoryStore(), None, clock) for _ in range(2)]

    assert len({realm.new_id() for realm in realms for _ in range(100)}) == 200
