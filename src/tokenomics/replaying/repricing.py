"""Calls at other prices: of another day, under a contract, of another provider or region."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from tokenomics.analysis.stakes import BILLED, BY_TOKEN, Base, Finding
from tokenomics.books import exchanged, with_overlay
from tokenomics.queries import literal
from tokenomics.records.errors import ConfigError, unknown
from tokenomics.replaying.question import Question
from tokenomics.replaying.world import Changed, Step, World, everywhere, otherwise, with_book
from tokenomics.timezones import parse_instant, zone

_PLACES = "another one has other caches, tiers and regions: what it has no price for is left out"


def steps(of: Question, texts: Sequence[str]) -> list[Step]:
    """A step a text: `at=2026-01-01`, `contract=FILE`, `provider=azure` or `region=eu`.

    Raises ConfigError for another one and PriceError for a contract that cannot be read.
    """
    return [_step(of, text) for text in texts]


def _step(of: Question, text: str) -> Step:
    kind, sign, value = (part.strip() for part in text.partition("="))
    if not sign or not value:
        raise ConfigError(f"reprice {text!r}: write KIND=VALUE, such as at=2026-01-01")
    if kind not in _KINDS:
        raise ConfigError(unknown("kind of price", kind, _KINDS, "reprice "))
    change = _KINDS[kind](of, value)
    return Step(f"reprice {kind}={value}", change)


def _at(of: Question, value: str) -> Callable[[World], Changed]:
    at = parse_instant(value, zone(of.query.tz))

    def change(base: Base) -> Base:
        return _all(base._replace(query=base.query._replace(prices_at=at)))

    return lambda world: Changed(everywhere(world, change))


def _contract(of: Question, value: str) -> Callable[[World], Changed]:
    query, path = of.query, Path(value)
    # What cannot be read is said before anything is priced.
    with_overlay(of.base.book, path)

    def change(world: World) -> Changed:
        book = exchanged(with_overlay(world.first.book, path), query.exchange, query.currency)
        return Changed(everywhere(world, lambda base: _all(with_book(base, book))))

    return change


def _provider(of: Question, value: str) -> Callable[[World], Changed]:
    known = of.base.book.names
    if value.lower() not in known:
        raise ConfigError(unknown("provider", value, known))
    return partial(_elsewhere, {"provider": literal(known[value.lower()])}, (_PLACES,))


def _region(_: Question, value: str) -> Callable[[World], Changed]:
    return partial(_elsewhere, {"region": literal(value)}, ())


def _elsewhere(columns: Mapping[str, str], remarks: tuple[str, ...], world: World) -> Changed:
    found = Finding(BY_TOKEN, columns)
    return Changed(everywhere(world, lambda base: otherwise(base, found)), remarks=remarks)


def _all(base: Base) -> Base:
    """The same calls, all that are billed marked as touched."""
    return otherwise(base, Finding(BILLED, {}))


_KINDS: Mapping[str, Callable[[Question, str], Callable[[World], Changed]]] = {
    "at": _at,
    "contract": _contract,
    "provider": _provider,
    "region": _region,
}
