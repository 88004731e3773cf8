"""What two books say differently: which price of which calls, from when until when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Literal, NamedTuple

from tokenomics.books.book import Book
from tokenomics.books.rates import Rate, RateKey
from tokenomics.books.succession import FIRST, successions
from tokenomics.books.windows import Window


class Difference(NamedTuple):
    """One price that two books state differently in a window; None is no price."""

    key: RateKey
    window: Window
    old: Rate | None
    new: Rate | None

    @property
    def kind(self) -> Literal["added", "removed", "changed"]:
        """What the new book does to the old one."""
        if self.old is None:
            return "added"
        return "removed" if self.new is None else "changed"


def differences(old: Book, new: Book) -> list[Difference]:
    """Every price that is not the same in both books, by its calls and then by time.

    Only prices that are believed count. Windows next to each other with the same two prices
    are one.
    """
    return differing(*(chain.from_iterable(book.models.values()) for book in (old, new)))


def differing(old: Iterable[Rate], new: Iterable[Rate]) -> list[Difference]:
    """Every price that is not the same among both rates, of which no two are for one instant."""
    before, after = successions(old), successions(new)
    return [
        found
        for key in sorted({**before, **after}, key=_order)
        for found in _of_key(key, before.get(key, ()), after.get(key, ()))
    ]


def _order(key: RateKey) -> tuple[str | int, ...]:
    return tuple("" if part is None else part for part in key)


def _of_key(key: RateKey, before: Sequence[Rate], after: Sequence[Rate]) -> Iterator[Difference]:
    last: Difference | None = None
    for window in _pieces((*before, *after)):
        old, new = _in_force(before, window.start), _in_force(after, window.start)
        if last is not None and (old, new) == (last.old, last.new):
            last = last._replace(window=Window(last.window.start, window.end))
            continue
        if last is not None:
            yield last
        last = None if _same(old, new) else Difference(key, window, old, new)
    if last is not None:
        yield last


def _pieces(rates: Sequence[Rate]) -> list[Window]:
    """All of time, cut wherever one of the rates begins or ends."""
    cuts = sorted({at for rate in rates for at in (rate.start, rate.end) if at is not None})
    return [Window(*ends) for ends in zip((None, *cuts), (*cuts, None), strict=True)]


def _in_force(rates: Sequence[Rate], at: datetime | None) -> Rate | None:
    moment = at or FIRST
    for rate in rates:
        if (rate.start or FIRST) <= moment and (rate.end is None or moment < rate.end):
            return rate
    return None


def _same(old: Rate | None, new: Rate | None) -> bool:
    if old is None or new is None:
        return old is new
    return (old.rate, old.currency) == (new.rate, new.currency)
