"""Which months are fetched: those never fetched whole, and those that a provider may still change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

# So long after a day a provider may state it anew.
SETTLED = timedelta(days=30)


class Month(NamedTuple):
    """The days of a month that are asked for: from `first` up to and without `after`."""

    first: date
    after: date

    @property
    def name(self) -> str:
        """`2026-10`."""
        return f"{self.first:%Y-%m}"


def months(since: date, until: date) -> Iterator[Month]:
    """The months from the one that `since` lies in up to and without `until`, the last one in part."""
    first = since.replace(day=1)
    while first < until:
        after = (first + timedelta(days=31)).replace(day=1)
        yield Month(first, min(after, until))
        first = after


def is_settled(month: Month, fetched: Mapping[str, datetime]) -> bool:
    """Whether a month was fetched when its provider had settled all its days."""
    at = fetched.get(month.name)
    return at is not None and at.date() >= month.after + SETTLED
