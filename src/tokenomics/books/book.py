"""A pricebook: the rates of one or several files, checked and ready to be asked."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

from tokenomics.books import parse
from tokenomics.books.rates import (
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

_FIRST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class Book:
    """Rates and the names that lead to them. Two books are the same where their digests are.

    `rates` holds every rate, retracted ones too. `models` holds by (provider, model) those that
    are believed: no two of them price the same thing in the same instant. `names` maps every
    name of a provider, in lower case, to the book's own. `basis` is "contract" where an overlay
    had a say.
    """

    name: str
    basis: Basis
    layers: tuple[Layer, ...]
    providers: Mapping[str, Provider]
    rates: tuple[Rate, ...]
    models: Mapping[tuple[str, str], tuple[Rate, ...]]
    names: Mapping[str, str]

    @property
    def digest(self) -> str:
        """The SHA-256 of the layers' digests."""
        return hashlib.sha256(" ".join(layer.digest for layer in self.layers).encode()).hexdigest()

    @property
    def known_at(self) -> date | None:
        """The day the youngest layer was compiled; None where none says so."""
        days = [layer.known_at for layer in self.layers if layer.known_at is not None]
        return max(days, default=None)


def assemble(
    name: str,
    basis: Basis,
    *,
    layers: Iterable[Layer],
    providers: Iterable[Provider],
    rates: Iterable[Rate],
) -> Book:
    """The book of these rates.

    Raises PriceError where two rates price the same in one instant, an alias names no model,
    or fall-backs go in a circle.
    """
    every = tuple(rates)
    described = {provider.name: provider for provider in providers}
    for rate in every:
        if rate.provider not in described:
            described[rate.provider] = plain_provider(rate.provider)
    models: dict[tuple[str, str], list[Rate]] = defaultdict(list)
    for rate in every:
        if rate.retracted_at is None:
            models[rate.provider, rate.model].append(rate)
    for of_model in models.values():
        _check_windows(of_model)
    for provider in described.values():
        _check_aliases(provider, models)
        _check_fallbacks(provider)
    return Book(
        name=name,
        basis=basis,
        layers=tuple(layers),
        providers=described,
        rates=every,
        models={names: tuple(of_model) for names, of_model in models.items()},
        names=_names(described.values()),
    )


def _names(providers: Iterable[Provider]) -> dict[str, str]:
    return {name.lower(): p.name for p in providers for name in (p.name, *p.synonyms)}


def _check_windows(rates: Sequence[Rate]) -> None:
    by_key: dict[RateKey, list[Rate]] = defaultdict(list)
    for rate in rates:
        by_key[key_of(rate)].append(rate)
    for same in by_key.values():
        for one, two in pairwise(sorted(same, key=lambda rate: rate.start or _FIRST)):
            if one.end is None or two.start is None or two.start < one.end:
                raise PriceError(
                    f"{one.provider} {one.model}: two prices of {one.meter} in one instant,"
                    f" {plain(one.rate)} ({one.source}) and {plain(two.rate)} ({two.source}) a unit"
                )


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
    """The book in one file. Raises PriceError where it is wrong."""
    return _assembled(path.stem, [path])


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
    documents = [parse.read(file, {}) for file in files]
    return assemble(
        name,
        "list",
        layers=(document.layer for document in documents),
        providers=(document.provider for document in documents if document.provider is not None),
        rates=(rate for document in documents for rate in document.rates),
    )
