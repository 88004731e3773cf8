"""An imported book below another one: it fills in models, and never says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tokenomics.books.book import Book, assemble
from tokenomics.books.match import matches
from tokenomics.books.parse import Document
from tokenomics.books.rates import Rate


def below(book: Book, document: Document) -> Book:
    """The book with the document's prices for models whose names it does not know."""
    providers = dict(book.providers)
    for listed in document.listed:
        own = _own(book, listed.name)
        known = providers.get(own, listed)
        providers[own] = known._replace(name=own, hours={**listed.hours, **known.hours})
    return assemble(
        f"{book.name} + {document.layer.name}",
        book.basis,
        layers=(*book.layers, document.layer),
        providers=providers.values(),
        rates=(*book.rates, *_filling(book, document.rates)),
        gaps=book.gaps,
        graduated=book.graduated,
    )


def _own(book: Book, provider: str) -> str:
    """The book's name of a provider, where it has one."""
    return book.names.get(provider.lower(), provider)


def _filling(book: Book, rates: Iterable[Rate]) -> Iterator[Rate]:
    """The rates of models that the book does not know; a model of one provider only once."""
    taken: dict[tuple[str, str], str] = {}
    for rate in rates:
        own = _own(book, rate.provider)
        if taken.setdefault((own, rate.model), rate.provider) != rate.provider:
            continue
        if not matches(book, own, rate.model):
            yield rate._replace(provider=own)
