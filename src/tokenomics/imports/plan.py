"""What an import would do: a price list as read against what the imported book holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from tokenomics.imports.plausible import doubts
from tokenomics.imports.record import Offer, Period, Prices, Reading
from tokenomics.imports.recorded import Added, Entry, Recorded, in_force

_FIRST, _LAST = date.min, date.max
_NOTHING: Prices = {}


class Change(NamedTuple):
    """An entry to append, and the prices that the book has at its start; None: no such model."""

    added: Added
    before: Prices | None


class Held(NamedTuple):
    """A model whose prices are not taken, and why."""

    provider: str
    model: str
    why: str


class Plan(NamedTuple):
    """What an import would append; `gone` are models of the book that the list has no more."""

    changes: tuple[Change, ...]
    unchanged: int
    held: tuple[Held, ...]
    gone: tuple[tuple[str, str], ...]


def planned(book: Recorded, reading: Reading, day: date, accepted: Collection[str] = ()) -> Plan:
    """What a list read on a day changes in the book, models in doubt only where `accepted`.

    A model's first price has no start: the list does not tell it, and no other one is known. Each
    later one is from the day that it was first seen. A start that the list tells stands.
    """
    changes: list[Change] = []
    held: list[Held] = []
    unchanged = 0
    for offer in reading.offers:
        name = offer.provider, offer.model
        entries = book.entries.get(name, ())
        found = list(_changes(offer, entries, day))
        why = "; ".join(dict.fromkeys(doubts(offer, _believed(entries, day)))) if found else ""
        if why and not {offer.model, "/".join(name)} & set(accepted):
            held.append(Held(*name, why))
            continue
        note = f"Taken although: {why}." if why else ""
        changes += [Change(Added(*name, entry, note), before) for entry, before in found]
        unchanged += not found
    names = {(offer.provider, offer.model) for offer in reading.offers}
    gone = tuple(name for name in book.entries if name not in names)
    return Plan(tuple(changes), unchanged, tuple(held), gone)


def _believed(entries: Sequence[Entry], day: date) -> Prices:
    entry = in_force(entries, day)
    return entry.prices if entry else _NOTHING


def _changes(
    offer: Offer, entries: Sequence[Entry], day: date
) -> Iterator[tuple[Entry, Prices | None]]:
    """The entries after which the book says what the offer says, each with what it replaces."""
    if not entries:
        for period in offer.periods:
            if period.prices:
                yield Entry(*period), None
        return
    known = list(entries)
    for period, end in _with_ends(offer.periods):
        for at in _moments(period, end, day):
            believed = in_force(known, at)
            if (believed.prices if believed else _NOTHING) != period.prices:
                entry = Entry(_start(period, end, believed, day), period.prices)
                known.append(entry)
                yield entry, believed.prices if believed else None


def _with_ends(periods: Sequence[Period]) -> Iterator[tuple[Period, date]]:
    """Each period with its last day."""
    one_day = timedelta(days=1)
    for one, two in pairwise((*periods, None)):
        if one is not None:
            yield one, two.start - one_day if two is not None and two.start else _LAST


def _moments(period: Period, end: date, day: date) -> tuple[date, ...]:
    """When the book must agree with a period: today, if it is in force, and on its last day."""
    return (day, end) if (period.start or _FIRST) <= day <= end else (end,)


def _start(period: Period, end: date, believed: Entry | None, day: date) -> date | None:
    """The day that the list tells, else the one on which the change was seen.

    An entry that stands in the way is replaced where it begins.
    """
    told = period.start if period.start or day > end else day
    in_the_way = believed.start if believed else None
    return max((at for at in (told, in_the_way) if at is not None), default=None)
