"""Which known names look most like an unknown one: a hint for people, never a price.

One slip leaves a name's start and end as they were, so only names that share the most of either
are compared. Comparing with all names would take seconds for a log of many unknown ones.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

_BESIDE = 2  # known names looked at on each side of where the unknown one would stand
_LEAST = 0.6  # the share of the longer name that both have


class Known(NamedTuple):
    """Names in the order of their starts, and, written backwards, of their ends."""

    starts: tuple[str, ...]
    ends: tuple[str, ...]


def known_names(names: Iterable[str]) -> Known:
    """The names, ready to be compared with."""
    unique = set(names)
    return Known(tuple(sorted(unique)), tuple(sorted(name[::-1] for name in unique)))


def most_like(name: str, known: Known, count: int = 3) -> tuple[str, ...]:
    """The known names most like `name`, best first, at most `count`; empty where none is near."""
    found = {
        *_beside(name, known.starts),
        *(backwards[::-1] for backwards in _beside(name[::-1], known.ends)),
    }
    ranked = sorted((-in_common(name, other), other) for other in found)
    return tuple(other for score, other in ranked if -score >= _LEAST)[:count]


def _beside(name: str, ordered: tuple[str, ...]) -> tuple[str, ...]:
    place = bisect_left(ordered, name)
    return ordered[max(0, place - _BESIDE) : place + _BESIDE]


def in_common(one: str, other: str) -> float:
    """The share of the longer name that is the same start or end in both."""
    start = _same(one, other)
    end = _same(one[start:][::-1], other[start:][::-1])
    return (start + end) / max(len(one), len(other), 1)


def _same(one: str, other: str) -> int:
    """How many letters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
