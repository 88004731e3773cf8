"""A pricebook: the rates of one or several files, checked and ready to be asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Literal

from tokenomics.books.graduated import Graduated, graduated_of
from tokenomics.books.rates import (
    Gap,
    Layer,
    Provider,
    Rate,
    RateKey,
    key_of,
    plain_provider,
    rules_for,
)
from tokenomics.records.errors import PriceError, unknown
from tokenomics.records.money import plain

Basis = Literal["list", "contract"]

KNOWN_ON = "as known on "

_FIRST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class Book:
    """Rates and the names that lead to them. Two books are the same where their digests are.

    `models` holds by (provider, model) the rates that are believed: no two of them price the same
    thing in the same instant; a model of which only gaps are known has none. `retracted` are those
    that no longer are. `names` maps every name of a provider, in lower case, to the book's
    own. `graduated` are the prices by quantity, each acting on what the ones before it left.
    `basis` is "contract" where an overlay had a say.
    """

    name: str
    basis: Basis
    layers: tuple[Layer, ...]
    providers: Mapping[str, Provider]
    models: Mapping[tuple[str, str], tuple[Rate, ...]]
    retracted: tuple[Rate, ...]
    gaps: tuple[Gap, ...]
    names: Mapping[str, str]
    graduated: tuple[Graduated, ...]

    @cached_property
    def rates(self) -> tuple[Rate, ...]:
        """Every rate, model by model, those that are retracted last."""
        return (*chain.from_iterable(self.models.values()), *self.retracted)

    @property
    def digest(self) -> str:
        """The SHA-256 of the layers' digests."""
        import hashlib  # noqa: PLC0415 - takes longer to import than most questions to answer

        return hashlib.sha256(" ".join(layer.digest for layer in self.layers).encode()).hexdigest()

    @property
    def known_at(self) -> date | None:
        """The day the youngest layer was compiled; None where none says so."""
        days = [layer.known_at for layer in self.layers if layer.known_at is not None]
        return max(days, default=None)


def assemble(  # noqa: PLR0913 - all that a book is made of, each named
    name: str,
    basis: Basis,
    *,
    layers: Iterable[Layer],
    providers: Iterable[Provider],
    rates: Iterable[Rate],
    gaps: Iterable[Gap] = (),
    graduated: Iterable[Graduated] = (),
) -> Book:
    """The book of these rates.

    Raises PriceError where two rates price the same in one instant, an alias names no model,
    or fall-backs go in a circle.
    """
    every, missing = tuple(rates), tuple(gaps)
    described = {provider.name: provider for provider in providers}
    for rate in every:
        if rate.provider not in described:
            described[rate.provider] = plain_provider(rate.provider)
    models: dict[tuple[str, str], list[Rate]] = defaultdict(list)
    for rate in every:
        if rate.retracted_at is None:
            models[rate.provider, rate.model].append(rate)
    for gap in missing:
        for model in gap.models:
            models.setdefault((gap.provider, model), [])
    for provider in described.values():
        _check_aliases(provider, models)
        _check_fallbacks(provider)
    return Book(
        name=name,
        basis=basis,
        layers=tuple(layers),
        providers=described,
        models={names: _in_turn(of_model) for names, of_model in models.items()},
        retracted=tuple(rate for rate in every if rate.retracted_at is not None),
        gaps=missing,
        names=names_of(described.values()),
        graduated=tuple(graduated),
    )


def names_of(providers: Iterable[Provider]) -> dict[str, str]:
    """Every name of a provider, in lower case, with the book's own."""
    return {name.lower(): p.name for p in providers for name in (p.name, *p.synonyms)}


def _in_turn(rates: Sequence[Rate]) -> tuple[Rate, ...]:
    """A model's rates, each without an end of its own in force until its successor's start.

    Raises PriceError where two price the same in one instant.
    """
    by_key: dict[RateKey, list[int]] = defaultdict(list)
    for place, rate in enumerate(rates):
        by_key[key_of(rate)].append(place)
    found = list(rates)
    for places in by_key.values():
        ordered = sorted(places, key=lambda place: rates[place].start or _FIRST)
        for one, two in pairwise(ordered):
            found[one] = _until(rates[one], rates[two])
    return tuple(found)


def _until(one: Rate, two: Rate) -> Rate:
    """The rate until its successor starts, or until its own end."""
    if two.start is None or two.start == one.start or (one.end and two.start < one.end):
        raise PriceError(
            f"{one.provider} {one.model}: two prices of {one.meter} in one instant,"
            f" {plain(one.rate)} ({one.source}) and {plain(two.rate)} ({two.source}) a unit"
        )
    return one if one.end else one._replace(end=two.start)


@lru_cache(maxsize=8)
def as_known(book: Book, day: date) -> Book:
    """The book as it was known on a day: without what was learned later, with what was believed.

    A price whose successor was not known yet has no end. The day is a layer of the book, so that
    its digest is another one.
    """
    known = [rate for rate in book.rates if _was_believed(rate, day)]
    later = {
        (key_of(rate), rate.start) for rate in book.rates if rate.known_at and rate.known_at > day
    }
    return assemble(
        book.name,
        book.basis,
        layers=(*book.layers, _as_known_layer(day)),
        providers=book.providers.values(),
        rates=(
            rate._replace(
                retracted_at=None, end=None if (key_of(rate), rate.end) in later else rate.end
            )
            for rate in known
        ),
        gaps=book.gaps,
        graduated=(
            entry._replace(retracted_at=None)
            for entry in book.graduated
            if _was_believed(entry, day)
        ),
    )


def _as_known_layer(day: date) -> Layer:
    import hashlib  # noqa: PLC0415

    words = KNOWN_ON + day.isoformat()
    return Layer(words, hashlib.sha256(words.encode()).hexdigest(), day)


def _was_believed(stated: Rate | Graduated, day: date) -> bool:
    learned = stated.known_at is None or stated.known_at <= day
    return learned and (stated.retracted_at is None or day < stated.retracted_at)


def _check_aliases(provider: Provider, models: Iterable[tuple[str, str]]) -> None:
    known = {model for name, model in models if name == provider.name}
    for name, aliases in provider.aliases.items():
        for alias in aliases:
            if alias.model not in known:
                problem = unknown("model", alias.model, known)
                raise PriceError(f"{provider.name}: alias {name!r}: {problem}")


def _check_fallbacks(provider: Provider) -> None:
    for model in {"", *(model for rule in provider.fallbacks for model in rule.models)}:
        rules = rules_for(provider, model)
        for meter in rules:
            seen, at = {meter}, rules[meter].to
            while at in rules:
                if at in seen:
                    raise PriceError(f"{provider.name}: the fall-backs of {meter} go in a circle")
                seen.add(at)
                at = rules[at].to


def load_book(path: Path) -> Book:
    """The book in a file, or in all files of a folder. Raises PriceError where it is wrong."""
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    if not files:
        raise PriceError(f"{path}: no pricebook in this folder: none of its files ends in .toml")
    return _assembled(path.stem, files)


@lru_cache(maxsize=1)
def bundled() -> Book:
    """The books that come with this package: list prices of the providers."""
    return _assembled("bundled", bundled_files())


def bundled_files() -> list[Path]:
    """The files of the bundled book, in order."""
    return sorted(bundled_folder().glob("*.toml"))


def bundled_folder() -> Path:
    """Where the bundled books are: in the package, or beside `src` in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "pricebooks"
    return inside if inside.is_dir() else package.parents[1] / "pricebooks"


def _assembled(name: str, files: Sequence[Path]) -> Book:
    from tokenomics.books import parse  # noqa: PLC0415 - most books were put together before

    documents = [parse.read(file, {}) for file in files]
    rates = [rate for document in documents for rate in document.rates]
    described = {
        provider.name: provider
        for document in documents
        for provider in (document.provider, *document.listed)
        if provider is not None
    }
    return assemble(
        name,
        "list",
        layers=(document.layer for document in documents),
        providers=described.values(),
        rates=rates,
        gaps=(gap for document in documents for gap in document.gaps),
        graduated=(
            entry
            for file, document in zip(files, documents, strict=True)
            for entry in graduated_of(file, document.table, described, rates)
        ),
    )
