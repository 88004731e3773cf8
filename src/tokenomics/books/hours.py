"""Recurring windows of a provider's week, in its own time zone: peak hours and the like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tokenomics.books import fields
from tokenomics.books.fields import Place, Table, wrong
from tokenomics.records.errors import ConfigError
from tokenomics.timezones import zone

DAY = 24 * 60
WEEK = 7 * DAY
MINUTE = 60_000_000  # microseconds

# A span may reach into the next week, and so may what is looked for in it.
SHIFTS = (-WEEK * MINUTE, 0, WEEK * MINUTE)

_MICRO = timedelta(microseconds=1)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)"


class Hours(NamedTuple):
    """A part of every week: `spans` are minutes since Monday 00:00 in `zone`, sorted and apart.

    A span may reach past the end of the week, into the beginning of the next one.
    """

    zone: str
    spans: tuple[tuple[int, int], ...]


def contains(hours: Hours, at: datetime) -> bool:
    """Whether an instant lies in the hours, by the clock on the wall of their zone."""
    return True in sides(hours, at, at)


def sides(hours: Hours, first: datetime, last: datetime) -> frozenset[bool]:
    """Whether the instants from `first` to `last` lie in the hours, outside them, or on both sides."""
    local = first.astimezone(_zone(hours.zone)).replace(tzinfo=None)
    monday = datetime.combine(local.date() - timedelta(days=local.weekday()), time())
    start = (local - monday) // _MICRO
    end = start + (last - first) // _MICRO
    spans = [(a * MINUTE + shift, b * MINUTE + shift) for a, b in hours.spans for shift in SHIFTS]
    if any(a <= start and end < b for a, b in spans):
        return frozenset((True,))
    if any(start < b and end >= a for a, b in spans):
        return frozenset((True, False))
    return frozenset((False,))


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return zone(name)


def hours_at(place: Place, table: Table) -> dict[str, Hours]:
    """The named hours of a file: `[hours.NAME]` with `zone`, `daily` and perhaps `days`."""
    named = fields.table_at(place, table, "hours")
    return {name: _hours(place, name, fields.table_at(place, named, name)) for name in named}


def _hours(place: Place, name: str, table: Table) -> Hours:
    place = place._replace(entry=f"hours {name!r}")
    fields.check_keys(place, table, ("zone", "days", "daily"))
    where = fields.text_at(place, table, "zone", "UTC")
    try:
        zone(where)
    except ConfigError as error:
        raise wrong(place, str(error)) from None
    days = _days(place, fields.texts_at(place, table, "days"))
    daily = [_span(place, text) for text in fields.texts_at(place, table, "daily")]
    if not daily:
        raise wrong(place, 'daily is missing: write ["09:00-12:00"]')
    return Hours(where, _joined((day * DAY + a, day * DAY + b) for day in days for a, b in daily))


def _days(place: Place, texts: Sequence[str]) -> tuple[int, ...]:
    found: set[int] = set()
    for text in texts or ("mon-sun",):
        first, _, last = text.partition("-")
        if first not in _DAYS or (last or first) not in _DAYS:
            raise wrong(place, f"days = {text!r} must be like mon-fri or sat")
        start, end = _DAYS.index(first), _DAYS.index(last or first)
        found.update(day % 7 for day in range(start, end + 1 if start <= end else end + 8))
    return tuple(sorted(found))


def _span(place: Place, text: str) -> tuple[int, int]:
    match = re.fullmatch(_SPAN, text)
    if match is None:
        raise wrong(place, f"daily = {text!r} must be like 09:00-12:00")
    first_hour, first_minute, last_hour, last_minute = map(int, match.groups())
    start, end = first_hour * 60 + first_minute, last_hour * 60 + last_minute
    if start in {end, DAY} or max(start, end) > DAY:
        raise wrong(place, f"daily = {text!r} is no part of a day")
    return start, end if end > start else end + DAY


def _joined(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans in order, with those that touch or overlap made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return tuple(found)
