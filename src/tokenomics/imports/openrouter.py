"""OpenRouter's list of models: dollars a unit as text, for whatever it routes to.

Its price of an image that is sent does not say whether it is for the image or for a token of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from tokenomics.imports.record import (
    Found,
    Kind,
    Offer,
    Period,
    Reading,
    Stated,
    agreed,
    reading,
    unplaced,
)

Node = Mapping[str, Any]

_METERS: Mapping[str, str] = MappingProxyType({
    "prompt": "input",
    "completion": "output",
    "internal_reasoning": "reasoning",
    "input_cache_read": "cache_read",
    "input_cache_write": "cache_write",
    "input_cache_write_1h": "cache_write_1h",
    "audio": "input_audio",
    "input_audio_cache": "cache_read_audio",
    "audio_output": "output_audio",
    "image_output": "output_image",
    "web_search": "web_search",
    "request": "requests",
})  # fmt: skip
_ALWAYS = frozenset(("prompt", "completion"))
_OVERRIDES = "overrides"
_ABOVE = "min_prompt_tokens"


def read(content: Mapping[str, Any], title: str) -> Reading:
    """The models of the list; what names a moving target is not one."""
    return reading(title, map(_found, content["data"]))


def _found(entry: Node) -> Found:
    name = entry["id"]
    if entry.get("alias_target"):
        return Found(name, (), ("a name that moves from model to model",), is_model=False)
    stated = list(_stated(entry.get("pricing") or {}))
    prices = agreed(stated)
    offer = Offer("openrouter", name, (Period(None, prices),), free=name.endswith(":free"))
    return Found(name, (offer,) if prices else (), unplaced(stated, prices))


def _stated(pricing: Node) -> Iterator[Stated]:
    yield from _level(pricing, 0)
    for tier in pricing.get(_OVERRIDES) or ():
        yield from _level(tier, int(tier[_ABOVE]) + 1 if _ABOVE in tier else None)


def _level(prices: Node, context_min: int | None) -> Iterator[Stated]:
    """The prices of a level; one of zero says that there is none, except for text."""
    is_split = "input_cache_write_1h" in prices
    for key, text in prices.items():
        if key in {_OVERRIDES, _ABOVE} or text is None:
            continue
        price, meter = Decimal(text), _METERS.get(key)
        if not price and key not in _ALWAYS:
            continue
        kind = (
            None if meter is None or context_min is None else Kind(meter, context_min=context_min)
        )
        yield kind, price, key
        if key == "input_cache_write" and is_split and kind is not None:
            yield kind._replace(meter="cache_write_5m"), price, key
