"""From a name in a log to a model of the book: by rules, never by likeness.

A name is tried as it stands, then without a prefix of its provider ("openai/gpt-4o"). Each form
is looked for as a model, as an alias, as a fine-tuned model ("ft:BASE:owner:..."), and without
the date at its end ("-2024-08-06", "-20240806", "@20240806"). What no rule reaches is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tokenomics.books.book import Book
from tokenomics.books.rates import Provider
from tokenomics.books.windows import Window
from tokenomics.records.errors import PriceError, nearest, unknown

_DATED = re.compile(r"(.+)[-@](\d{4}-\d{2}-\d{2}|\d{8})$")
_FINE_TUNED = re.compile(r"(ft:[^:]+):.*$")
_ALWAYS = Window(None, None)


class Match(NamedTuple):
    """A model of the book, how its name was reached, and when the name means it."""

    provider: str
    model: str
    how: str
    window: Window


@lru_cache(maxsize=65_536)
def matches(book: Book, provider: str, model: str) -> tuple[Match, ...]:
    """The models that a name means: none if unknown, several where it moved, one at a time."""
    name = book.names.get(provider.lower())
    if name is None:
        return ()
    for prefix, form in _forms(book.providers[name], model):
        for how, candidate in _candidates(form):
            found = tuple(_looked_up(book, name, candidate))
            if found:
                return tuple(match._replace(how=_how(prefix, how, match.how)) for match in found)
    return ()


@lru_cache(maxsize=65_536)
def family(book: Book, provider: str, model: str) -> str:
    """A model's name without prefix and date, by which two sources' names of it are compared."""
    name = book.names.get(provider.lower())
    form = list(_forms(book.providers[name], model))[-1][1] if name else model
    return list(_candidates(form))[-1][1].lower()


def models_named(book: Book, name: str) -> list[tuple[str, str]]:
    """The (provider, model) pairs that a name may mean, `model` or `provider/model`.

    Raises PriceError with the nearest name where no provider has it.
    """
    found = {(m.provider, m.model) for p in book.providers for m in matches(book, p, name)}
    found |= {key for key in book.models if "/".join(key) == name}
    if not found:
        aliases = (alias for provider in book.providers.values() for alias in provider.aliases)
        raise PriceError(unknown("model", name, [*(model for _, model in book.models), *aliases]))
    return sorted(found)


def _how(prefix: str, way: str, kind: str) -> str:
    parts = [part for part in (prefix, way) if part]
    return " + ".join([*parts, kind] if kind == "alias" or not parts else parts)


def _forms(provider: Provider, model: str) -> Iterator[tuple[str, str]]:
    """The name as it stands, then without each prefix of the provider that it starts with."""
    yield "", model
    while prefix := next((p for p in provider.prefixes if model.startswith(p)), ""):
        model = model.removeprefix(prefix)
        yield "prefix", model


def _candidates(form: str) -> Iterator[tuple[str, str]]:
    yield "", form
    if tuned := _FINE_TUNED.match(form):
        yield "fine-tuned", tuned[1]
    dated = _DATED.match(form)
    if dated and _is_day(dated[2]):
        yield "dated suffix", f"{dated[1]}-{dated[2]}"
        yield "dated suffix", dated[1]


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _looked_up(book: Book, provider: str, name: str) -> Iterator[Match]:
    if (provider, name) in book.models:
        yield Match(provider, name, "exact", _ALWAYS)
    else:
        for alias in book.providers[provider].aliases.get(name, ()):
            yield Match(provider, alias.model, "alias", Window(alias.start, alias.end))


@lru_cache(maxsize=65_536)
def nearest_names(book: Book, provider: str, model: str) -> tuple[str, ...]:
    """The book's names most like an unknown one: of its provider, else as "provider/model"."""
    name = book.names.get(provider.lower())
    names: dict[str, str] = {}
    for of, known in _all_names(book):
        if name is None:
            names.setdefault(known, f"{of}/{known}")
        elif of == name:
            names[known] = known
    return tuple(names[near] for near in nearest(model, names))


def _all_names(book: Book) -> Iterator[tuple[str, str]]:
    yield from book.models
    for provider in book.providers.values():
        yield from ((provider.name, alias) for alias in provider.aliases)
