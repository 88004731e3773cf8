"""Which provider's model a name means, where calls are only imagined."""

from __future__ import annotations

from tokenomics.books import Book
from tokenomics.books.match import matches, models_named, nearest_names
from tokenomics.guard.prices import named
from tokenomics.records.errors import PriceError, nearest

# Who sells models of others besides their makers: a name alone means the maker's.
CLOUDS = frozenset({"aws-bedrock", "azure", "google-vertex"})
# The provider of a name that no provider has.
NOBODY = "(unknown)"


def meant(book: Book, name: str, provider: str | None = None) -> tuple[str, str]:
    """The provider and the model that a name means: `openai/gpt-5`, or `gpt-5` of its maker.

    `provider` is who serves it instead. Raises PriceError for a name that no provider has, with the
    nearest one, and where several providers have it that are no clouds.
    """
    first, slash, rest = name.partition("/")
    if provider is not None:
        return _of(book, name, provider)
    if slash and first.lower() in book.names:
        return _of(book, rest, first)
    makers = {of for of, _ in models_named(book, name)} - CLOUDS
    return (makers.pop(), name) if len(makers) == 1 else named(book, name)


def meant_or_unknown(book: Book, name: str, provider: str | None = None) -> tuple[str, str]:
    """The same; a name that no provider has is of NOBODY, and so without a price."""
    try:
        models_named(book, name)
    except PriceError:
        first, slash, rest = name.partition("/")
        own = book.names.get(first.lower()) if slash else None
        return (provider or NOBODY, name) if own is None else (own, rest)
    return meant(book, name, provider)


def alike(book: Book, name: str) -> tuple[str, ...]:
    """The models of all providers whose names are most like one that none has."""
    names = {model.lower(): f"{of}/{model}" for of, model in book.models}
    return tuple(names[near] for near in nearest(name.lower(), names))


def _of(book: Book, name: str, provider: str) -> tuple[str, str]:
    if matches(book, provider, name):
        return book.names[provider.lower()], name
    near = nearest_names(book, provider, name)
    hint = f": did you mean {near[0]!r}?" if near else ""
    raise PriceError(f"{provider} has no price of {name!r}{hint}")
