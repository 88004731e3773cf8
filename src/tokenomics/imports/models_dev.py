"""models.dev's catalogue: dollars a million tokens, by provider, in one JSON object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from tokenomics.imports.names import provider_of
from tokenomics.imports.record import (
    Found,
    Kind,
    Offer,
    Period,
    Reading,
    Stated,
    agreed,
    first_token,
    reading,
    unplaced,
)
from tokenomics.records.money import EXACT

Node = Mapping[str, Any]

_METERS: Mapping[str, str] = MappingProxyType({
    "input": "input",
    "output": "output",
    "reasoning": "reasoning",
    "cache_read": "cache_read",
    "cache_write": "cache_write",
    "input_audio": "input_audio",
    "output_audio": "output_audio",
})  # fmt: skip
_MILLION = Decimal(1_000_000)
# An older field for what `tiers` says with the exact threshold.
_OVER_200K = "context_over_200k"


def read(content: Mapping[str, Node], title: str) -> Reading:
    """The models of all providers."""
    return reading(
        title,
        (
            _found(name, model, entry)
            for name, provider in content.items()
            for model, entry in provider.get("models", {}).items()
        ),
    )


def _found(name: str, model: str, entry: Node) -> Found:
    provider = provider_of(name)
    stated = list(_stated(entry.get("cost") or {}, provider))
    prices = agreed(stated)
    left = unplaced(stated, prices)
    if (entry.get("experimental") or {}).get("modes"):
        left = (*left, "experimental modes")
    offer = Offer(provider, model, (Period(None, prices),))
    return Found(f"{name}/{model}", (offer,) if prices else (), left)


def _stated(cost: Node, provider: str) -> Iterator[Stated]:
    yield from _level(cost, 0)
    tiers = cost.get("tiers") or ()
    for tier in tiers:
        size = tier.get("tier", {})
        is_context = size.get("type", "context") == "context" and "size" in size
        above = int(size["size"]) if is_context else None
        yield from _level(tier, None if above is None else first_token(above, provider))
    if not tiers and _OVER_200K in cost:
        yield from _level(cost[_OVER_200K], first_token(200_000, provider))


def _level(cost: Node, context_min: int | None) -> Iterator[Stated]:
    for key, price in cost.items():
        if key in {"tiers", "tier", _OVER_200K} or price is None:
            continue
        meter = _METERS.get(key)
        known = None if meter is None or context_min is None else (meter, context_min)
        kind = Kind(known[0], context_min=known[1]) if known else None
        yield kind, EXACT.divide(Decimal(price), _MILLION), key
