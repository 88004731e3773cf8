"""The two periods, or the two sets of calls, that a comparison is of: plain calendar arithmetic."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tokenomics.records.errors import ConfigError
from tokenomics.timezones import midnight

PREVIOUS = "previous"
# Without a period the last whole days before now are looked at.
DAYS = 7

_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"\d{4}-\d{2}")
_WEEK = re.compile(r"\d{4}-W\d{2}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MIDNIGHT = (0, 0, 0, 0)
_HOW = "write previous, a period such as 2026, 2026-10, 2026-W41 or 2026-10-01, or NAME=VALUE"


class Span(NamedTuple):
    """A period as UTC instants: the first is in it, the last is not. None is open."""

    since: datetime | None
    until: datetime | None


class Sides(NamedTuple):
    """What is compared: the period asked about and the one it is compared with.

    `other` is the filter (name, value) that the calls compared with meet instead, None where the
    periods differ. `label` names what is compared with.
    """

    head: Span
    base: Span
    label: str
    other: tuple[str, str] | None = None


def sides(vs: str, asked: Span, now: datetime, tz: ZoneInfo) -> Sides:
    """The two sides of a comparison; `asked` is the period of the question, open where it has none.

    `vs` is `previous` (the period of the same length just before, a calendar period for a calendar
    period), a period, or NAME=VALUE. Raises ConfigError for any other text and for an empty period.
    """
    if vs == PREVIOUS:
        head = _closed(asked, now, tz)
        base = before(head, tz)
        return Sides(head, base, words(base, tz))
    if "=" in vs:
        name, _, value = vs.partition("=")
        if not name.strip("! "):
            raise ConfigError(f"cannot compare with {vs!r}: {_HOW}")
        return Sides(asked, asked, f"{name.strip()}={value}", (name.strip(), value))
    base = named(vs, tz)
    head = after(base, tz) if asked == Span(None, None) else _closed(asked, now, tz)
    return Sides(head, base, vs)


def named(text: str, tz: ZoneInfo) -> Span:
    """The year, month, ISO week or day of that name, in a time zone.

    Raises ConfigError where it is none.
    """
    try:
        first, last = _dates(text)
        return Span(midnight(tz, first), midnight(tz, last))
    except (ValueError, OverflowError):
        raise ConfigError(f"cannot compare with {text!r}: {_HOW}") from None


def _dates(text: str) -> tuple[date, date]:
    if _YEAR.fullmatch(text):
        return date(int(text), 1, 1), date(int(text) + 1, 1, 1)
    if _MONTH.fullmatch(text):
        first = date.fromisoformat(f"{text}-01")
        return first, _months_on(first, 1)
    if _WEEK.fullmatch(text):
        first = date.fromisocalendar(int(text[:4]), int(text[-2:]), 1)
        return first, first + timedelta(days=7)
    if _DAY.fullmatch(text):
        first = date.fromisoformat(text)
        return first, first + timedelta(days=1)
    raise ValueError(text)


def before(span: Span, tz: ZoneInfo) -> Span:
    """The period of the same length just before a closed one.

    Whole months of the calendar have as many whole months before them, whole days as many days,
    however long the clock's changes make them; anything else has the same time before it.
    """
    return _moved(span, tz, -1)


def after(span: Span, tz: ZoneInfo) -> Span:
    """The period of the same length just after a closed one, by the same rules."""
    return _moved(span, tz, 1)


def _moved(span: Span, tz: ZoneInfo, way: int) -> Span:
    since, until = span
    if since is None or until is None:
        raise ConfigError("an open period has none before it: name --since and --until")
    first, last = since.astimezone(tz), until.astimezone(tz)
    whole_days = _clock(first) == _clock(last) == _MIDNIGHT
    months = (last.year - first.year) * 12 + last.month - first.month
    try:
        if whole_days and first.day == last.day == 1 and months:
            ends = (_months_on(at.date(), way * months) for at in (first, last))
            return Span(*(midnight(tz, day) for day in ends))
        if whole_days:
            days = timedelta(days=way * (last.date() - first.date()).days)
            return Span(*(midnight(tz, at.date() + days) for at in (first, last)))
        length = way * (until - since)
        return Span(since + length, until + length)
    except (ValueError, OverflowError):
        raise ConfigError(f"there is no period before {words(span, tz)}") from None


def words(span: Span, tz: ZoneInfo) -> str:
    """A period in the fewest words: `2026-10`, `2026-10-01`, its first and last day, or its two instants."""
    since, until = span
    if since is None or until is None:
        return f"{_at(since, tz) or 'the first call'} to {_last(until, tz) or 'the last one'}"
    first = since.astimezone(tz).date()
    for text in (f"{first:%Y}", f"{first:%Y-%m}", first.isoformat()):
        try:
            if named(text, tz) == span:
                return text
        except ConfigError:
            continue
    return f"{_at(since, tz)} to {_last(until, tz)}"


def _at(at: datetime | None, tz: ZoneInfo) -> str:
    if at is None:
        return ""
    local = at.astimezone(tz)
    return (
        local.date().isoformat()
        if _clock(local) == _MIDNIGHT
        else local.isoformat(timespec="minutes")
    )


def _last(until: datetime | None, tz: ZoneInfo) -> str:
    """An end as the last day before it, where it is a midnight."""
    if until is None or _clock(until.astimezone(tz)) != _MIDNIGHT:
        return _at(until, tz)
    return (until - timedelta(microseconds=1)).astimezone(tz).date().isoformat()


def _closed(asked: Span, now: datetime, tz: ZoneInfo) -> Span:
    """A period with both ends: until now where it has no end, its last days where it has no start."""
    since, until = asked
    if since is None:
        end = until or midnight(tz, now.astimezone(tz).date())
        start = (end - timedelta(microseconds=1)).astimezone(tz).date() - timedelta(days=DAYS - 1)
        if until is None or _clock(end.astimezone(tz)) == _MIDNIGHT:
            return Span(midnight(tz, start), end)
        return Span(end - timedelta(days=DAYS), end)
    end = until or now.astimezone(UTC)
    if since >= end:
        raise ConfigError(f"the period from {_at(since, tz)} to {_at(end, tz)} is empty")
    return Span(since, end)


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _clock(local: datetime) -> tuple[int, int, int, int]:
    return local.hour, local.minute, local.second, local.microsecond
