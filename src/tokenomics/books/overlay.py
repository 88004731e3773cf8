"""Prices of your own over a book: negotiated rates, discounts, uplifts, margins, own machines.

An overlay is a pricebook file whose rates win over the book's, with more kinds of entry:

    [[discount]]
    provider = "google"
    percent = "15"
    model = "gemini-2.5-pro"    # optional, like meter and tier: one or a list; else all
    from = 2026-04-01           # optional, like until
    [[uplift]]                  # of the rate: 25 % make 1.25 of it
    provider = "openai"
    percent = 5
    [[margin]]                  # of the price asked: 20 % make it rate / 0.8
    provider = "openai"
    percent = 20
    [[gpu]]                     # a model on machines of one's own: see `gpu`
    [[graduated]]               # and [[volume]], prices by quantity: see `graduated`

A discount, uplift or margin changes the book's rates, not the overlay's own. Of several for one
rate the first stands, discounts before uplifts before margins. A model's alias stands for every
model it names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from tokenomics.books import fields, parse
from tokenomics.books.below import below
from tokenomics.books.book import Book, assemble
from tokenomics.books.fields import Place, Table, wrong
from tokenomics.books.gpu import gpu_rates
from tokenomics.books.graduated import graduated_of
from tokenomics.books.rates import Rate, RateKey, key_of
from tokenomics.books.reach import REACH_KEYS, Reach, covers_rate, own_names, reach_at
from tokenomics.books.windows import Window, common, without
from tokenomics.records.money import derived, plain

_KEYS = REACH_KEYS | {"percent"}


class _Kind(NamedTuple):
    """What a share of 1 makes of a rate, and which percents make sense."""

    factor: Callable[[Fraction], Fraction]
    is_sound: Callable[[Fraction], bool]
    sound: str


_KINDS = {
    "discount": _Kind(lambda share: 1 - share, lambda share: 0 <= share <= 1, "from 0 to 100"),
    "uplift": _Kind(lambda share: 1 + share, lambda share: share >= 0, "from 0"),
    "margin": _Kind(
        lambda share: 1 / (1 - share), lambda share: 0 <= share < 1, "from 0 and less than 100"
    ),
}
_OVERLAY_KEYS = parse.FILE_KEYS | _KINDS.keys() | {"gpu"}


def imported(book: Book, paths: Iterable[Path]) -> list[Path]:
    """Those of some overlay files that are imported lists, and no prices of one's own. Raises as `with_overlay`."""
    return [path for path in paths if parse.read(path, book.providers, _OVERLAY_KEYS).listed]


class Adjustment(NamedTuple):
    """A percent off or on: which rates, the factor, the words for it, and the file that says so."""

    reach: Reach
    factor: Fraction
    words: str
    file: str


def with_overlay(book: Book, path: Path) -> Book:
    """The book with an overlay file upon it; its cost basis is "contract".

    An imported book lies below it instead, and changes no basis.
    A derived rate is rounded half-even to 18 decimals once, here. Raises PriceError naming the
    file, the entry and the nearest valid name.
    """
    document = parse.read(path, book.providers, _OVERLAY_KEYS)
    if document.listed:
        return below(book, document)
    providers = dict(book.providers)
    if document.provider is not None:
        providers[document.provider.name] = document.provider
    adjustments = list(_adjustments(path, document.table, book))
    stated = (*document.rates, *gpu_rates(path, document.table, providers))
    own = [rate for named in stated for rate in _under_own_names(named, book)]
    changed = (rate for old in book.rates for rate in adjusted(old, adjustments))
    rates = [*_replaced(changed, own), *own]
    graduated = tuple(graduated_of(path, document.table, providers, rates))
    renewed = {(entry.reach.provider, entry.name) for entry in graduated}
    return assemble(
        f"{book.name} + {document.layer.name}",
        "contract",
        layers=(*book.layers, document.layer),
        providers=providers.values(),
        rates=rates,
        gaps=(*book.gaps, *document.gaps),
        graduated=(
            *(g for g in book.graduated if (g.reach.provider, g.name) not in renewed),
            *graduated,
        ),
    )


def _adjustments(path: Path, table: Table, book: Book) -> Iterator[Adjustment]:
    for name, kind in _KINDS.items():
        for number, entry in enumerate(fields.tables_at(Place(str(path), ""), table, name), 1):
            place = Place(str(path), f"{name} {number}")
            fields.check_keys(place, entry, _KEYS)
            reach = reach_at(place, entry, book.providers, book.rates)
            percent = fields.number(place, "percent", entry.get("percent"))
            share = Fraction(percent) / 100
            if not kind.is_sound(share):
                raise wrong(place, f"percent = {plain(percent)} must be {kind.sound}")
            yield Adjustment(reach, kind.factor(share), f"{plain(percent)} % {name}", path.name)


def _under_own_names(rate: Rate, book: Book) -> Iterator[Rate]:
    provider = book.providers.get(rate.provider)
    known = {model for name, model in book.models if name == rate.provider}
    models = (rate.model,) if provider is None else own_names(rate.model, provider, known)
    for model in models:
        yield rate._replace(model=model)


def adjusted(rate: Rate, adjustments: Sequence[Adjustment]) -> Iterator[Rate]:
    """The rate in windows, each under the first adjustment that is in force there."""
    left = [Window(rate.start, rate.end)]
    for adjustment in adjustments:
        if covers_rate(adjustment.reach, rate):
            span = adjustment.reach.window
            inside = [part for window in left if (part := common(window, span))]
            left = [part for window in left for part in without(window, span)]
            yield from (_derived(_in_window(rate, part), adjustment) for part in inside)
    yield from (_in_window(rate, part) for part in left)


def _in_window(rate: Rate, window: Window) -> Rate:
    return rate._replace(start=window.start, end=window.end)


def _derived(rate: Rate, adjustment: Adjustment) -> Rate:
    return rate._replace(
        rate=derived(rate.rate, adjustment.factor),
        source=f"{rate.source}; {adjustment.words} by {adjustment.file}",
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
