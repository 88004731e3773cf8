"""Routes as they are written: `feature=support, input<2000 -> gpt-5-mini then 12% gpt-5`.

What stands before the arrow picks calls. Behind it stands the model that answers them, and after
`then` the share of all of these calls that is asked again of another one, because the answer before
was not good enough: `12%`, or `failed`, which is measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from tokenomics.books import Book
from tokenomics.books.match import matches, models_named
from tokenomics.records.errors import ConfigError
from tokenomics.records.money import EXACT, ZERO
from tokenomics.replaying.picking import ARROW, Picked, parted

_AGAIN = re.compile(r"(?:([0-9]+(?:\.[0-9]+)?)\s*%|failed\b)\s*(\S+)$")
_SHAPE = "write CONDITIONS -> MODEL, such as 'feature=support, input<2000 -> gpt-5-mini'"
_HUNDREDTH = Decimal("0.01")


class Target(NamedTuple):
    """A model that answers calls, of `provider` or, where that is None, of each call's own.

    `share` of the calls is asked of it: 1, or less where it is asked after another one. Where it
    `is_measured` that is the share that the first one fails, which is 0 until it is looked up.
    """

    provider: str | None
    model: str
    share: Decimal
    is_measured: bool = False


class Route(NamedTuple):
    """Which calls are asked of which models: the first always, the others of a share of the calls."""

    text: str
    picked: Picked
    to: tuple[Target, ...]


def route_of(text: str, book: Book) -> Route:
    """A route as it is written. Raises ConfigError for what cannot be read, and PriceError with the
    nearest name for a model that the book does not know.
    """
    if ARROW not in text:
        raise ConfigError(f"route {text!r}: {_SHAPE}")
    picked, targets = parted(text, "route", _SHAPE)
    return Route(text.strip(), picked, tuple(_targets(text, targets, book)))


def seller(book: Book, caller: str, to: Target) -> str:
    """Who answers a provider's calls. Raises ConfigError where several others sell the model."""
    if to.provider is not None:
        return to.provider
    if matches(book, caller, to.model):
        return caller
    sellers = sorted({provider for provider, _ in models_named(book, to.model)})
    raise ConfigError(
        f"{', '.join(sellers)} sell {to.model!r}, and {caller} does not: write"
        f" {f'{sellers[0]}/{to.model}'!r} or another of them"
    )


def _targets(text: str, targets: str, book: Book) -> Iterator[Target]:
    first, *again = re.split(r"\bthen\b", targets)
    yield _target(first.strip(), Decimal(1), book)
    for place, part in enumerate(again):
        found = _AGAIN.match(part.strip())
        if not found:
            raise ConfigError(f"route {text!r}: write 'then 12% MODEL', not {part.strip()!r}")
        if found[1] is None:
            if place:
                raise ConfigError(f"route {text!r}: what the first model fails is known, not more")
            yield _target(found[2], ZERO, book)._replace(is_measured=True)
            continue
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
