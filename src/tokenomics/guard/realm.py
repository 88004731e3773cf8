"""What guards within each other have in common: prices, accounts, a record and a clock."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from datetime import datetime
from itertools import count

from tokenomics.books import Book, bundled
from tokenomics.books.match import matches
from tokenomics.guard.memory import MemoryStore
from tokenomics.guard.prices import Kind, Tariff, named, tariff_of
from tokenomics.guard.recording import Recorder
from tokenomics.guard.shared import SharedStore

Store = MemoryStore | SharedStore


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
        self._names: dict[tuple[str, str | None], tuple[str, str]] = {}
        self._tariffs: dict[Kind, Tariff] = {}
        self._id, self._count = uuid.uuid4().hex, count(1)

    @property
    def book(self) -> Book:
        """The prices."""
        if self._book is None:
            self._book = bundled()
        return self._book

    def named(self, model: str, provider: str | None) -> tuple[str, str]:
        """The provider and the model that a name means. Raises PriceError as `prices.named` does."""
        asked = (model, provider or self.provider)
        found = self._names.get(asked)
        if found is None:
            found = self._names[asked] = named(self.book, *asked)
        return found

    def tariff(self, kind: Kind, at: datetime) -> Tariff:
        """What calls of a kind cost at an instant. Raises PriceError where nobody knows."""
        found = self._tariffs.get(kind)
        if found is None or (found.until is not None and at >= found.until):
            found = self._tariffs[kind] = tariff_of(self.book, kind, at)
        return found

    def canonical(self, kind: Kind) -> str:
        """The book's name for a model; the name itself where the book has none."""
        found = matches(self.book, kind.provider, kind.model)
        return found[-1].model if found else kind.model

    def new_id(self) -> str:
        """A name for a call that no other call has, in this process or another one."""
        return f"{self._id}-{os.getpid()}-{next(self._count)}"
