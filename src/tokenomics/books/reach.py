"""Which rates of a provider an entry is about: all of them, or those of some models, meters, tiers."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from tokenomics.books import fields
from tokenomics.books.entries import find
from tokenomics.books.fields import Place, Table, wrong
from tokenomics.books.rates import Provider, Rate
from tokenomics.books.windows import Window
from tokenomics.records.errors import unknown

REACH_KEYS = frozenset(("provider", "model", "meter", "tier", "from", "until"))


class Reach(NamedTuple):
    """The rates of a provider in a window of time; empty `models`, `meters` or `tiers` mean all."""

    provider: str
    models: tuple[str, ...]
    meters: tuple[str, ...]
    tiers: tuple[str, ...]
    window: Window


def reach_at(
    place: Place,
    entry: Table,
    providers: Mapping[str, Provider],
    rates: Collection[Rate],
    default: str | None = None,
) -> Reach:
    """The reach that an entry states over these rates; `default` is the provider where it names none.

    Raises PriceError with the nearest name for what nobody knows, and where no rate is reached.
    """
    stated = fields.text_at(place, entry, "provider", default)
    provider = find(stated, providers)
    if provider is None:
        names = [name for p in providers.values() for name in (p.name, *p.synonyms)]
        raise wrong(place, unknown("provider", stated, names))
    own = [rate for rate in rates if rate.provider == provider.name]
    found = Reach(
        provider=provider.name,
        models=tuple(_models(place, entry, provider, {rate.model for rate in own})),
        meters=_chosen(place, entry, "meter", {rate.meter for rate in own}),
        tiers=_chosen(place, entry, "tier", set(provider.tiers.values())),
        window=fields.window_at(place, entry),
    )
    if not any(covers_rate(found, rate) for rate in own):
        raise wrong(place, "matches no price of the book")
    return found


def covers_rate(reach: Reach, rate: Rate) -> bool:
    """Whether a rate is reached, in the window or out of it."""
    return (
        rate.provider == reach.provider
        and (not reach.models or rate.model in reach.models)
        and (not reach.meters or rate.meter in reach.meters)
        and (not reach.tiers or rate.service_tier in reach.tiers)
    )


def own_names(model: str, provider: Provider, known: Container[str]) -> tuple[str, ...]:
    """The model itself, or every model that the alias names; `known` are the provider's models."""
    if model in known or model not in provider.aliases:
        return (model,)
    return tuple(dict.fromkeys(alias.model for alias in provider.aliases[model]))


def _models(
    place: Place, entry: Table, provider: Provider, known: Collection[str]
) -> Iterator[str]:
    for model in fields.texts_at(place, entry, "model"):
        if model not in known and model not in provider.aliases:
            raise wrong(place, unknown("model", model, (*known, *provider.aliases)))
        yield from own_names(model, provider, known)


def _chosen(place: Place, entry: Table, key: str, known: Iterable[str]) -> tuple[str, ...]:
    chosen = fields.texts_at(place, entry, key)
    for value in chosen:
        if value not in known:
            raise wrong(place, unknown(key, value, known))
    return chosen
