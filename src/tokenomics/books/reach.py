"""Which rates of a provider an entry is about: all of them, or those of some models, meters, tiers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tokenomics.books import fields
from tokenomics.books.book import Book
from tokenomics.books.fields import Place, Table, wrong
from tokenomics.books.rates import Provider, Rate
from tokenomics.books.windows import Window
from tokenomics.records.errors import unknown

REACH_KEYS = frozenset(("provider", "model", "meter", "tier", "from", "until"))


class Reach(NamedTuple):
    """The rates of a provider in a window of time; empty `models`, `meters` or `tiers` mean all."""

    provider: str
    models: tuple[str, ...]
    meters: tuple[str, ...]
    tiers: tuple[str, ...]
    window: Window


def reach_at(place: Place, entry: Table, book: Book, provider: str | None = None) -> Reach:
    """The reach that an entry states; `provider` stands where it names none.

    Raises PriceError with the nearest name for what the book does not know, and where no price of
    the book is reached.
    """
    stated = fields.text_at(place, entry, "provider", provider)
    name = book.names.get(stated.lower())
    if name is None:
        raise wrong(place, unknown("provider", stated, book.names))
    described = book.providers[name]
    found = Reach(
        provider=name,
        models=tuple(_models(place, entry, described, book)),
        meters=_chosen(place, entry, "meter", {r.meter for r in book.rates if r.provider == name}),
        tiers=_chosen(place, entry, "tier", set(described.tiers.values())),
        window=fields.window_at(place, entry),
    )
    if not any(covers_rate(found, rate) for rate in book.rates):
        raise wrong(place, "matches no price of the book")
    return found


def covers_rate(reach: Reach, rate: Rate) -> bool:
    """Whether a rate is reached, in the window or out of it."""
    return (
        rate.provider == reach.provider
        and (not reach.models or rate.model in reach.models)
        and (not reach.meters or rate.meter in reach.meters)
        and (not reach.tiers or rate.service_tier in reach.tiers)
    )


def own_names(model: str, provider: Provider, book: Book) -> tuple[str, ...]:
    """The model itself, or every model that the alias names."""
    if (provider.name, model) in book.models or model not in provider.aliases:
        return (model,)
    return tuple(dict.fromkeys(alias.model for alias in provider.aliases[model]))


def _models(place: Place, entry: Table, provider: Provider, book: Book) -> Iterator[str]:
    known = {model for name, model in book.models if name == provider.name}
    for model in fields.texts_at(place, entry, "model"):
        if model not in known and model not in provider.aliases:
            raise wrong(place, unknown("model", model, (*known, *provider.aliases)))
        yield from own_names(model, provider, book)


def _chosen(place: Place, entry: Table, key: str, known: Iterable[str]) -> tuple[str, ...]:
    chosen = fields.texts_at(place, entry, key)
    for value in chosen:
        if value not in known:
            raise wrong(place, unknown(key, value, known))
    return chosen
