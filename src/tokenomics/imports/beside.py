"""A price list beside a book: the prices of which both are sure, and differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from tokenomics.books import Book, Rate
from tokenomics.books.match import matches
from tokenomics.books.windows import Window, covers
from tokenomics.imports.record import Kind, Offer, Prices


class Beside(NamedTuple):
    """One price that the book states otherwise."""

    offer: Offer
    kind: Kind
    ours: Rate
    theirs: Decimal


def beside(book: Book, offers: Iterable[Offer], at: datetime) -> list[Beside]:
    """The prices that are in force at an instant in both, and are not the same."""
    return [found for offer in offers for found in _of_offer(book, offer, at)]


def known_to(book: Book, offers: Iterable[Offer]) -> frozenset[tuple[str, str]]:
    """The (provider, model) pairs of which the book has a model."""
    names = ((offer.provider, offer.model) for offer in offers)
    return frozenset(name for name in names if matches(book, *name))


def _of_offer(book: Book, offer: Offer, at: datetime) -> Iterator[Beside]:
    theirs = _current(offer, at)
    for match in matches(book, offer.provider, offer.model):
        if not covers(match.window, at):
            continue
        for rate in book.models[match.provider, match.model]:
            kind = _kind(rate)
            price = theirs.get(kind)
            is_now = covers(Window(rate.start, rate.end), at)
            if is_now and price is not None and price != rate.rate:
                yield Beside(offer, kind, rate, price)


def _current(offer: Offer, at: datetime) -> Prices:
    begun = [p for p in offer.periods if p.start is None or p.start <= at.date()]
    return begun[-1].prices if begun else {}


def _kind(rate: Rate) -> Kind:
    dimensions = (rate.region or "", rate.variant or "", rate.hours or "")
    return Kind(rate.meter, rate.service_tier, rate.context_min, *dimensions)
