"""The prices of one thing in the order of time, and the times between them that have none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from tokenomics.books.rates import Gap, Rate, RateKey, key_of
from tokenomics.books.windows import Window, common, without

FIRST = datetime.min.replace(tzinfo=UTC)


def successions(rates: Iterable[Rate]) -> Mapping[RateKey, Sequence[Rate]]:
    """The rates of each key, the one that begins first before the others."""
    found: dict[RateKey, list[Rate]] = defaultdict(list)
    for rate in rates:
        found[key_of(rate)].append(rate)
    for of_key in found.values():
        of_key.sort(key=lambda rate: rate.start or FIRST)
    return found


def holes(windows: Iterable[Window]) -> Iterator[Window]:
    """The times between windows that are in order."""
    for one, two in pairwise(windows):
        if one.end is not None and two.start is not None and one.end < two.start:
            yield Window(one.end, two.start)


def unexplained(gaps: Iterable[Gap], key: RateKey, hole: Window) -> list[Window]:
    """The parts of a time without a price of which no gap says why."""
    left = [hole]
    for gap in gaps:
        if reaches(gap, key):
            known = Window(gap.start, gap.end)
            left = [part for window in left for part in without(window, known)]
    return left


def reaches(gap: Gap, key: RateKey) -> bool:
    """Whether a gap is about the prices of a key, at whatever time."""
    return (
        gap.provider == key.provider
        and key.model in gap.models
        and (not gap.meters or key.meter in gap.meters)
        and (not gap.tiers or key.service_tier in gap.tiers)
    )


def meet(one: Rate, other: Rate) -> bool:
    """Whether two rates are in force at one time."""
    return common(window_of(one), window_of(other)) is not None


def window_of(rate: Rate) -> Window:
    """When a rate is in force."""
    return Window(rate.start, rate.end)
