"""Prices of your own over a book: negotiated rates, discounts and uplifts.

An overlay is a pricebook file whose rates win over the book's, with two more kinds of entry:

    [[discount]]
    provider = "google"
    percent = "15"
    model = "gemini-2.5-pro"    # optional, like meter and tier: one or a list; else all
    from = 2026-04-01           # optional, like until
    [[uplift]]
    provider = "openai"
    percent = 5

A discount or uplift changes the book's rates, not the overlay's own. Of several for one rate
the first stands, a discount before an uplift. A model's alias stands for every model it names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from tokenomics.books import fields, parse
from tokenomics.books.book import Book, assemble
from tokenomics.books.fields import Place, Table, wrong
from tokenomics.books.rates import Provider, Rate, RateKey, key_of
from tokenomics.books.windows import Window, common, without
from tokenomics.records.errors import unknown
from tokenomics.records.money import EXACT, plain, rounded

_HUNDRED = Decimal(100)
_KEYS = frozenset(("provider", "percent", "model", "meter", "tier", "from", "until"))
_KINDS = {"discount": -1, "uplift": 1}


class Adjustment(NamedTuple):
    """A percent off or on: which rates, when, the factor, and the words for it.

    Empty `models`, `meters` or `tiers` mean all.
    """

    place: Place
    provider: str
    models: tuple[str, ...]
    meters: tuple[str, ...]
    tiers: tuple[str, ...]
    window: Window
    factor: Decimal
    words: str


def with_overlay(book: Book, path: Path) -> Book:
    """The book with an overlay file upon it; its cost basis is "contract".

    A derived rate is rounded half-even to 18 decimals once, here. Raises PriceError naming the
    file, the entry and the nearest valid name.
    """
    document = parse.read(path, book.providers, parse.FILE_KEYS | _KINDS.keys())
    providers = dict(book.providers)
    if document.provider is not None:
        providers[document.provider.name] = document.provider
    adjustments = list(_adjustments(path, document.table, book))
    own = [rate for named in document.rates for rate in _under_own_names(named, book)]
    changed = (rate for old in book.rates for rate in adjusted(old, adjustments))
    return assemble(
        f"{book.name} + {document.layer.name}",
        "contract",
        layers=(*book.layers, document.layer),
        providers=providers.values(),
        rates=(*_replaced(changed, own), *own),
        gaps=(*book.gaps, *document.gaps),
    )


def _adjustments(path: Path, table: Table, book: Book) -> Iterator[Adjustment]:
    for kind, sign in _KINDS.items():
        for number, entry in enumerate(fields.tables_at(Place(str(path), ""), table, kind), 1):
            found = _adjustment(Place(str(path), f"{kind} {number}"), entry, sign, book)
            if not any(_applies(found, rate) for rate in book.rates):
                raise wrong(found.place, "matches no price of the book")
            yield found


def _adjustment(place: Place, entry: Table, sign: int, book: Book) -> Adjustment:
    fields.check_keys(place, entry, _KEYS)
    stated = fields.text_at(place, entry, "provider")
    name = book.names.get(stated.lower())
    if name is None:
        raise wrong(place, unknown("provider", stated, book.names))
    provider = book.providers[name]
    percent = fields.number(place, "percent", entry.get("percent"))
    if percent < 0 or (sign < 0 and percent > _HUNDRED):
        raise wrong(
            place, f"percent = {plain(percent)} must be from 0{' to 100' if sign < 0 else ''}"
        )
    return Adjustment(
        place=place,
        provider=name,
        models=tuple(_models(place, entry, provider, book)),
        meters=_chosen(place, entry, "meter", {r.meter for r in book.rates if r.provider == name}),
        tiers=_chosen(place, entry, "tier", set(provider.tiers.values())),
        window=fields.window_at(place, entry),
        factor=EXACT.divide(_HUNDRED + sign * percent, _HUNDRED),
        words=f"{plain(percent)} % {'discount' if sign < 0 else 'uplift'}",
    )


def _models(place: Place, entry: Table, provider: Provider, book: Book) -> Iterator[str]:
    known = {model for name, model in book.models if name == provider.name}
    for model in fields.texts_at(place, entry, "model"):
        if model not in known and model not in provider.aliases:
            raise wrong(place, unknown("model", model, (*known, *provider.aliases)))
        yield from _own_names(model, provider, book)


def _own_names(model: str, provider: Provider, book: Book) -> tuple[str, ...]:
    """The model itself, or every model that the alias names."""
    if (provider.name, model) in book.models or model not in provider.aliases:
        return (model,)
    return tuple(dict.fromkeys(alias.model for alias in provider.aliases[model]))


def _chosen(place: Place, entry: Table, key: str, known: Iterable[str]) -> tuple[str, ...]:
    chosen = fields.texts_at(place, entry, key)
    for value in chosen:
        if value not in known:
            raise wrong(place, unknown(key, value, known))
    return chosen


def _under_own_names(rate: Rate, book: Book) -> Iterator[Rate]:
    provider = book.providers.get(rate.provider)
    models = (rate.model,) if provider is None else _own_names(rate.model, provider, book)
    for model in models:
        yield rate._replace(model=model)


def _applies(adjustment: Adjustment, rate: Rate) -> bool:
    return (
        rate.provider == adjustment.provider
        and (not adjustment.models or rate.model in adjustment.models)
        and (not adjustment.meters or rate.meter in adjustment.meters)
        and (not adjustment.tiers or rate.service_tier in adjustment.tiers)
    )


def adjusted(rate: Rate, adjustments: Sequence[Adjustment]) -> Iterator[Rate]:
    """The rate in windows, each under the first adjustment that is in force there."""
    left = [Window(rate.start, rate.end)]
    for adjustment in adjustments:
        if _applies(adjustment, rate):
            inside = [part for window in left if (part := common(window, adjustment.window))]
            left = [part for window in left for part in without(window, adjustment.window)]
            yield from (_derived(_in_window(rate, part), adjustment) for part in inside)
    yield from (_in_window(rate, part) for part in left)


def _in_window(rate: Rate, window: Window) -> Rate:
    return rate._replace(start=window.start, end=window.end)


def _derived(rate: Rate, adjustment: Adjustment) -> Rate:
    return rate._replace(
        rate=rounded(EXACT.multiply(rate.rate, adjustment.factor)),
        source=f"{rate.source}; {adjustment.words} by {Path(adjustment.place.file).name}",
    )


def _replaced(rates: Iterable[Rate], own: Iterable[Rate]) -> Iterator[Rate]:
    """The rates where and when no own one stands in their place."""
    holes: dict[RateKey, list[Window]] = defaultdict(list)
    for rate in own:
        if rate.retracted_at is None:
            holes[key_of(rate)].append(Window(rate.start, rate.end))
    for rate in rates:
        left = [Window(rate.start, rate.end)]
        for hole in holes.get(key_of(rate), ()) if rate.retracted_at is None else ():
            left = [part for window in left for part in without(window, hole)]
        yield from (_in_window(rate, part) for part in left)
