"""Routes as they are written: `feature=support, input<2000 -> gpt-5-mini then 12% gpt-5`.

What stands before the arrow picks calls: dimensions that have a value, `NAME!=VALUE` that have
another one, `input<N` and `output>=N` by their tokens, or `all`. Behind it stands the model that
answers them, and after `then` the share of all of these calls that is asked again of another one,
because the answer before was not good enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from tokenomics.analysis.stakes import Base
from tokenomics.books import Book
from tokenomics.books.match import models_named
from tokenomics.costing.scope import asked_sql, inlined, scope_of
from tokenomics.dimensions import filterable
from tokenomics.records.errors import ConfigError
from tokenomics.records.meters import IN_CONTEXT, METERS
from tokenomics.records.money import EXACT

_SIZE = re.compile(r"(input|output)\s*(<|>=)\s*([0-9][0-9_]*)$")
_AGAIN = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*%\s*(\S+)$")
_EVERYTHING = "all"
_SHAPE = "write CONDITIONS -> MODEL, such as 'feature=support, input<2000 -> gpt-5-mini'"
_OUTPUT = tuple(m.name for m in METERS if m.side == "output" and m.unit == "token")
_OF_SIDE = {"input": IN_CONTEXT, "output": _OUTPUT}
_HUNDREDTH = Decimal("0.01")


class Size(NamedTuple):
    """A condition on how many tokens a call has, cache included: `side` is input or output."""

    side: str
    is_below: bool
    tokens: int


class Target(NamedTuple):
    """A model that answers calls, of `provider` or, where that is None, of each call's own.

    `share` of the calls is asked of it: 1, or less where it is asked after another one.
    """

    provider: str | None
    model: str
    share: Decimal


class Route(NamedTuple):
    """Which calls are asked of which models: the first always, the others of a share of the calls."""

    text: str
    where: tuple[tuple[str, str], ...]
    sizes: tuple[Size, ...]
    to: tuple[Target, ...]


def route_of(text: str, book: Book) -> Route:
    """A route as it is written. Raises ConfigError for what cannot be read, and PriceError with the
    nearest name for a model that the book does not know.
    """
    picked, arrow, targets = text.partition("->")
    if not arrow or not picked.strip() or not targets.strip():
        raise ConfigError(f"route {text!r}: {_SHAPE}")
    parts = [part.strip() for part in picked.split(",")]
    sizes = tuple(_sizes(parts))
    where = tuple(
        _filter(text, part) for part in parts if not _SIZE.match(part) and part != _EVERYTHING
    )
    return Route(text.strip(), where, sizes, tuple(_targets(text, targets, book)))


def picks_sql(base: Base, route: Route) -> str:
    """SQL of whether a route is about a call."""
    scope = scope_of(base.relation, base.used, where=route.where)
    picked = inlined(scope, asked_sql(scope))
    sizes = [
        f"{base.total(_OF_SIDE[size.side])} {'<' if size.is_below else '>='} {size.tokens}"
        for size in route.sizes
    ]
    return " AND ".join(f"({condition})" for condition in (picked, *sizes))


def _sizes(parts: Sequence[str]) -> Iterator[Size]:
    for part in parts:
        if found := _SIZE.match(part):
            yield Size(found[1], found[2] == "<", int(found[3]))


def _filter(text: str, part: str) -> tuple[str, str]:
    name, sign, value = part.partition("=")
    if not sign or not name.rstrip("!").strip():
        raise ConfigError(f"route {text!r}: cannot read {part!r}: {_SHAPE}")
    filterable(name.strip().removesuffix("!"))
    return name.strip(), value.strip()


def _targets(text: str, targets: str, book: Book) -> Iterator[Target]:
    first, *again = re.split(r"\bthen\b", targets)
    yield _target(first.strip(), Decimal(1), book)
    for part in again:
        found = _AGAIN.match(part.strip())
        if not found:
            raise ConfigError(f"route {text!r}: write 'then 12% MODEL', not {part.strip()!r}")
        share = EXACT.multiply(Decimal(found[1]), _HUNDREDTH)
        if not 0 < share <= 1:
            raise ConfigError(f"route {text!r}: {found[1]} % is no share of the calls")
        yield _target(found[2], share, book)


def _target(name: str, share: Decimal, book: Book) -> Target:
    """A model by its name, or with its provider: `openai/gpt-5-mini`."""
    models = models_named(book, name)
    first, slash, rest = name.partition("/")
    provider = book.names.get(first.lower()) if slash else None
    if provider is not None and any(of == provider for of, _ in models):
        return Target(provider, rest, share)
    providers = sorted({of for of, _ in models})
    return Target(providers[0] if len(providers) == 1 else None, name, share)
