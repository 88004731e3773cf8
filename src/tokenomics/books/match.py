"""From a name in a log to a model of the book: by rules, never by likeness.

Each reading of the name, the most literal first, is looked for as a model and as an alias of the
provider; letters may be large or small. What no reading reaches is unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from tokenomics.books.book import Book
from tokenomics.books.likeness import Known, known_names, most_like
from tokenomics.books.names import Reading, day_of, opaque_kind, readings
from tokenomics.books.rates import ANY, plain_provider
from tokenomics.books.windows import Window
from tokenomics.records.errors import PriceError, unknown

_ALWAYS = Window(None, None)
# Gateways that sell calls at prices of their own and say in their logs what each cost.
_SELLERS = frozenset({"cursor", "openrouter", "vercel"})


class Match(NamedTuple):
    """A model of the book, how its name was reached, and when the name means it.

    `region` is the one that the name tells, as served; None where it tells none.
    """

    provider: str
    model: str
    how: str
    window: Window
    region: str | None


@lru_cache(maxsize=65_536)
def matches(book: Book, provider: str, model: str) -> tuple[Match, ...]:
    """The models that a name means: none if unknown, several where it moved, one at a time."""
    name = book.names.get(provider.lower())
    if name is None:
        return ()
    for reading in readings(book.providers[name], model):
        if found := tuple(_looked_up(book, name, reading)):
            return found
    return ()


@lru_cache(maxsize=65_536)
def family(book: Book, provider: str, model: str) -> str:
    """A model's barest name, by which two sources' names of it are compared."""
    name = book.names.get(provider.lower())
    of = plain_provider(provider.lower()) if name is None else book.providers[name]
    return list(readings(of, model))[-1].name.lower()


def models_named(book: Book, name: str) -> list[tuple[str, str]]:
    """The (provider, model) pairs that a name may mean, `model` or `provider/model`.

    Raises PriceError with the nearest name where no provider has it.
    """
    found = {(m.provider, m.model) for p in book.providers for m in matches(book, p, name)}
    if not found:
        first, slash, rest = name.partition("/")
        near = nearest_names(book, first, rest) if slash and first.lower() in book.names else ()
        if near:
            raise PriceError(f"unknown model {name!r}: did you mean {f'{first}/{near[0]}'!r}?")
        raise PriceError(
            unknown("model", name, (known for _, known in _all_names(book) if known != ANY))
        )
    return sorted(found)


def why_unknown(book: Book, provider: str, model: str) -> str:
    """Why a name leads to no model, in one clause."""
    name = book.names.get(provider.lower())
    if kind := opaque_kind(model):
        return f"{kind} does not tell its model: name it in [aliases]"
    base, colon, tag = model.rpartition(":")
    if colon and matches(book, provider, base):
        return f"':{tag}' has prices of its own, which the book does not know"
    if name is not None and book.providers[name].opaque_names:
        return f"{book.providers[name].opaque_names}: name its model in [aliases]"
    if name is None and provider.lower() in _SELLERS:
        return "it sells calls at prices of its own, which the book does not have; what it says that a call cost is kept, explain shows it"
    return "the book does not know the name"


@lru_cache(maxsize=65_536)
def nearest_names(book: Book, provider: str, model: str) -> tuple[str, ...]:
    """The book's names most like an unknown one: of its provider, else as "provider/model"."""
    names, known = _hints(book, book.names.get(provider.lower()))
    return tuple(names[near] for near in most_like(model.lower(), known))


def _looked_up(book: Book, provider: str, reading: Reading) -> Iterator[Match]:
    spelled = _spelled(book).get((provider, reading.name.lower()), ())
    own, how = reading.name, reading.how
    if own not in spelled:
        if len(spelled) != 1:
            return
        own, how = spelled[0], (*how, "capitals")
    if (provider, own) in book.models:
        yield Match(provider, own, " + ".join(how) or "exact", _ALWAYS, reading.region)
        return
    for alias in book.providers[provider].aliases[own]:
        # A version of one day is no version of another, to which the name without days leads.
        if not reading.day or day_of(alias.model) in {"", reading.day}:
            window = Window(alias.start, alias.end)
            yield Match(provider, alias.model, " + ".join((*how, "alias")), window, reading.region)


@lru_cache(maxsize=64)
def _spelled(book: Book) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The book's spellings of each of a provider's names in lower case."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for provider, name in _all_names(book):
        found[provider, name.lower()].add(name)
    return {key: tuple(names) for key, names in found.items()}


@lru_cache(maxsize=1_024)
def _hints(book: Book, provider: str | None) -> tuple[Mapping[str, str], Known]:
    """What to say for each name in lower case, and the names to compare an unknown one with."""
    names: dict[str, str] = {}
    for of, known in _all_names(book):
        if known == ANY:
            continue
        if provider is None:
            names.setdefault(known.lower(), f"{of}/{known}")
        elif of == provider:
            names.setdefault(known.lower(), known)
    return names, known_names(names)


def _all_names(book: Book) -> Iterator[tuple[str, str]]:
    yield from book.models
    for provider in book.providers.values():
        yield from ((provider.name, alias) for alias in provider.aliases)
