"""What guards within each other have in common: prices, accounts, a record and a clock."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from itertools import count, product
from threading import Lock, RLock
from typing import Generic, NamedTuple, TypeVar

from tokenomics.books import Book, bundled
from tokenomics.books.match import matches
from tokenomics.guard.memory import MemoryStore
from tokenomics.guard.prices import Kind, Tariff, holds, named, tariff_of
from tokenomics.guard.recording import Recorder
from tokenomics.guard.shared import SharedStore
from tokenomics.records.errors import PriceError

Store = MemoryStore | SharedStore
Result = TypeVar("Result")


class Asked(NamedTuple):
    """What a call is asked for as: a `Kind` whose model and provider are as somebody wrote them."""

    model: str
    provider: str | None = None
    tier: str | None = None
    region: str | None = None
    variant: str | None = None
    writes: bool = True
    modalities: tuple[str, ...] = ("text",)


class Realm:
    """Prices that are looked up once, and where calls are accounted for and recorded."""

    def __init__(
        self,
        book: Book | None,
        provider: str | None,
        store: Store,
        recorder: Recorder | None,
        now: Callable[[], datetime],
    ) -> None:
        """Without a book the bundled one counts, which is read where it is first asked."""
        self.provider, self.store, self.recorder, self.now = provider, store, recorder, now
        self._book = book
        # Held from a look for loops until the call is among those that were made.
        self.looping = RLock()
        self._tariffs: dict[Kind, Tariff] = {}
        self._asked: dict[Asked, Tariff] = {}
        self._served: dict[tuple[Kind, str | None, str | None], Tariff] = {}
        self._id, self._count = os.urandom(16).hex(), count(1)

    @property
    def book(self) -> Book:
        """The prices."""
        if self._book is None:
            self._book = bundled()
        return self._book

    def named(self, model: str, provider: str | None) -> tuple[str, str]:
        """The provider and the model that a name means. Raises PriceError as `prices.named` does."""
        return named(self.book, model, provider or self.provider)

    def asked(self, asked: Asked, at: datetime) -> Tariff:
        """What a call costs at an instant, as it is asked for. Raises PriceError where nobody knows."""
        found = self._asked.get(asked)
        if found is None or not holds(found, at):
            kind = Kind(*self.named(asked.model, asked.provider), *asked[2:])
            found = self._asked[asked] = self.tariff(kind, at)
        return found

    def tariff(self, kind: Kind, at: datetime) -> Tariff:
        """What calls of a kind cost at an instant. Raises PriceError where nobody knows."""
        found = self._tariffs.get(kind)
        if found is None or not holds(found, at):
            found = self._tariffs[kind] = tariff_of(self.book, kind, at)
        return found

    def served(self, asked: Kind, model: str | None, tier: str | None, at: datetime) -> Tariff:
        """What a call costs as it was served; as it was asked for where the book does not know the former.

        Raises PriceError where it knows neither.
        """
        wanted = (asked, model, tier)
        found = self._served.get(wanted)
        if found is None or not holds(found, at):
            found = self._served[wanted] = self._as_served(asked, model, tier, at)
        return found

    def canonical(self, kind: Kind) -> str:
        """The book's name for a model; the name itself where the book has none."""
        found = matches(self.book, kind.provider, kind.model)
        return found[-1].model if found else kind.model

    async def elsewhere(
        self, work: Callable[[], Result], undo: Callable[[Result], object] = lambda _: None
    ) -> Result:
        """The result of work on the accounts; while a shared file is busy it keeps nobody else waiting.

        Work is done also where its caller is cancelled, even before it begins; then its result is undone.
        """
        if isinstance(self.store, MemoryStore):
            return work()
        from asyncio import get_running_loop, shield  # noqa: PLC0415 - half of an import that is there where this is awaited

        handover = _Handover(work, undo)
        try:
            return await shield(get_running_loop().run_in_executor(None, handover.work))
        except BaseException:
            handover.abandon()
            raise

    def new_id(self) -> str:
        """A name for a call that no other call has, in this process or another one."""
        return f"{self._id}-{os.getpid()}-{next(self._count)}"

    def has_named(self, name: str) -> bool:
        """Whether a name of a call is one of these."""
        return name.startswith(self._id)

    def _as_served(self, asked: Kind, model: str | None, tier: str | None, at: datetime) -> Tariff:
        models, tiers = (
            dict.fromkeys((model or asked.model, asked.model)),
            dict.fromkeys((tier or asked.tier, asked.tier)),
        )
        for each in product(models, tiers):
            with suppress(PriceError):
                return self.tariff(asked._replace(model=each[0], tier=each[1]), at)
        return self.tariff(asked, at)


class _Handover(Generic[Result]):
    """Work in another thread, whose result nobody may be there for when it is done."""

    def __init__(self, work: Callable[[], Result], undo: Callable[[Result], object]) -> None:
        """Somebody waits for it."""
        self._work, self._undo = work, undo
        self._lock = Lock()
        self._done: list[Result] = []
        self._is_abandoned = False

    def work(self) -> Result:
        """Do it, and undo it where nobody waits any more."""
        found = self._work()
        with self._lock:
            self._done.append(found)
            is_late = self._is_abandoned
        if is_late:
            self._undo(found)
        return found

    def abandon(self) -> None:
        """Nobody waits any more."""
        with self._lock:
            self._is_abandoned = True
            done = tuple(self._done)
        for each in done:
            self._undo(each)
