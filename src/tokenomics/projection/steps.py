"""Steps of time in a time zone: local days, of 23 or 25 hours where clocks change, or hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from tokenomics.timezones import midnight, zone

Length = Literal["day", "hour"]

_HOUR = timedelta(hours=1)
# After how many steps the same is expected again: a week of days, a day of hours.
SEASONS: dict[Length, int] = {"day": 7, "hour": 24}


class Step(NamedTuple):
    """A day or an hour: its start and end (UTC, exclusive), and its label in reports."""

    start: datetime
    end: datetime
    label: str

    def share_after(self, at: datetime) -> float:
        """How much of it lies after an instant, from 0 to 1."""
        left = (self.end - max(at, self.start)) / (self.end - self.start)
        return min(max(left, 0.0), 1.0)


def steps(length: Length, first: datetime, last: datetime, tz: str) -> tuple[Step, ...]:
    """The steps from the one that holds `first` up to the one that holds the instant before `last`.

    >>> [s.label for s in steps("day", datetime(2026, 11, 1, 23, tzinfo=UTC),
    ...                         datetime(2026, 11, 3, tzinfo=UTC), "Europe/Berlin")]
    ['2026-11-02', '2026-11-03']
    """
    return _days(first, last, tz) if length == "day" else _hours(first, last, tz)


def _days(first: datetime, last: datetime, tz: str) -> tuple[Step, ...]:
    local, found = zone(tz), list[Step]()
    day = first.astimezone(local).date()
    while not found or found[-1].end < last:
        start, end = midnight(local, day), midnight(local, day + timedelta(days=1))
        if start >= last:
            break
        found.append(Step(start, end, day.isoformat()))
        day += timedelta(days=1)
    return tuple(found)


def _hours(first: datetime, last: datetime, tz: str) -> tuple[Step, ...]:
    local, found = zone(tz), list[Step]()
    at = _hour_of(first, tz)
    while at < last:
        label = at.astimezone(local).isoformat(timespec="minutes")
        found.append(Step(at, at + _HOUR, label))
        at += _HOUR
    return tuple(found)


def _hour_of(at: datetime, tz: str) -> datetime:
    """The start of the local hour: not a whole one in UTC where offsets have minutes."""
    moment = at.astimezone(zone(tz))
    return (moment.replace(minute=0, second=0, microsecond=0)).astimezone(UTC)


def weekday(step: Step, tz: str) -> int:
    """The weekday that a step begins on, Monday 0."""
    return step.start.astimezone(zone(tz)).weekday()


def hour_of_week(step: Step, tz: str) -> int:
    """The hour of the week that a step begins in, that after midnight on Monday 0."""
    local = step.start.astimezone(zone(tz))
    return local.weekday() * 24 + local.hour


def ends(found: Sequence[Step]) -> tuple[datetime, datetime]:
    """The start of the first step and the end of the last; IndexError where there is none."""
    return found[0].start, found[-1].end
