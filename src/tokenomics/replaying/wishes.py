"""What a model must do to be chosen, as it is written: `90%`, `max-latency=2s`, `only=provider=openai`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from tokenomics.records.errors import ConfigError, unknown
from tokenomics.records.money import EXACT

NAMES = ("provider", "region", "model")
_SHARE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(%?)$")
_SPAN = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(ms|s|)$")
_KINDS = ("max-latency", "only")
_HUNDREDTH = Decimal("0.01")


class Wish(NamedTuple):
    """The share of tasks that must succeed, and what else a model must be.

    95 % of its calls take `latency` milliseconds at most, where that is not None; of `only` it has
    one of the values of each name.
    """

    quality: Decimal
    latency: int | None
    only: Mapping[str, tuple[str, ...]]


def wish_of(texts: Sequence[str]) -> Wish:
    """The wish that texts state: a quality first, then constraints. Raises ConfigError where they state none."""
    first, *rest = texts
    latency: int | None = None
    only: dict[str, tuple[str, ...]] = {}
    for text in rest:
        kind, _, value = (part.strip() for part in text.partition("="))
        if kind == "max-latency":
            latency = _milliseconds(value)
        elif kind == "only":
            name, said = _only(value)
            only[name] = (*only.get(name, ()), said)
        else:
            raise ConfigError(unknown("constraint", kind, _KINDS))
    return Wish(_quality(first), latency, only)


def _quality(text: str) -> Decimal:
    found = _SHARE.match(text.strip())
    if found:
        share = Decimal(found[1])
        share = EXACT.multiply(share, _HUNDREDTH) if found[2] else share
        if 0 < share < 1:
            return share
    raise ConfigError(f"cheapest-that-holds {text!r}: write a share of tasks, such as 90% or 0.9")


def _milliseconds(text: str) -> int:
    found = _SPAN.match(text)
    if not found:
        raise ConfigError(
            f"max-latency {text!r}: write milliseconds or seconds, such as 800ms or 2s"
        )
    return int(Decimal(found[1]) * (1000 if found[2] == "s" else 1))


def _only(text: str) -> tuple[str, str]:
    name, sign, value = (part.strip() for part in text.partition("="))
    if not sign or not value:
        raise ConfigError(f"only {text!r}: write NAME=VALUE, such as provider=openai")
    if name not in NAMES:
        raise ConfigError(unknown("constraint", name, NAMES))
    return name, value
