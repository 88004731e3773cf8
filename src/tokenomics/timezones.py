"""Calendar periods of a time zone, as plain integer arithmetic in SQL.

A zone is cut into the stretches between its clock changes, so that hours and days need no
time zone functions of the engine and mean the same in every engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from tokenomics.records.errors import ConfigError, unknown

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STEP = timedelta(days=1)
# No clock is asked about the last two days that a date can name.
_END = datetime.max.replace(microsecond=0, tzinfo=UTC) - timedelta(days=2)
_ENDS = (date.min.year, date.max.year)
# Microseconds from 0001-01-01, a Monday, to 1970-01-01: counted from there no instant is
# negative and day numbers divide into weeks.
_SHIFT = 62_135_596_800_000_000
_HOUR = 3_600_000_000
_DAY = 24 * _HOUR


class Stretch(NamedTuple):
    """A time without a clock change: until when (exclusive; None: for good), and the offset."""

    until: datetime | None
    offset: timedelta


def zone(name: str) -> ZoneInfo:
    """The time zone of that name; ConfigError names the nearest one where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigError(unknown("time zone", name, available_timezones())) from None


def local_zone(env: Mapping[str, str], clock: Path = Path("/etc/localtime")) -> str:
    """The name of this machine's time zone; UTC where nothing tells one.

    `TZ` tells it, else where the system's `clock` leads to in a folder of zones.
    """
    name = env.get("TZ", "").removeprefix(":") or str(clock.resolve()).partition("/zoneinfo/")[2]
    return name if name in available_timezones() and not name.startswith("Etc/") else "UTC"


def month_named(text: str) -> tuple[date, date]:
    """The first day of a month, `2026-10`, and that of the next one; ConfigError where it is none."""
    try:
        first = date.fromisoformat(f"{text}-01")
        return first, (first + timedelta(days=31)).replace(day=1)
    except (OverflowError, ValueError):
        raise ConfigError(f"{text!r} is no month: write it like 2026-10") from None


def midnight(tz: ZoneInfo, day: date) -> datetime:
    """The first instant of a date, in UTC; where it has no midnight, that of the clock's change."""
    return datetime.combine(day, time(), tz).astimezone(UTC)


def from_micros(micros: int) -> datetime:
    """The UTC instant of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=micros)


def _offset(tz: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(tz).utcoffset() or timedelta()


def _change(tz: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The second at which the offset of `low` gives way to another one before `high`."""
    before = _offset(tz, low)
    seconds = int((high - low).total_seconds())
    good, bad = 0, seconds
    while bad - good > 1:
        middle = (good + bad) // 2
        same = _offset(tz, low + timedelta(seconds=middle)) == before
        good, bad = (middle, bad) if same else (good, middle)
    return low + timedelta(seconds=bad)


def stretches(tz: ZoneInfo, first: datetime, last: datetime) -> tuple[Stretch, ...]:
    """The stretches of one offset that cover `first` to `last`, in order."""
    found: list[Stretch] = []
    low = first.astimezone(UTC).replace(microsecond=0)
    while low < min(last, _END):
        high = min(low + _STEP, _END)
        if _offset(tz, high) != _offset(tz, low):
            high = _change(tz, low, high)
            found.append(Stretch(high, _offset(tz, low)))
        low = high
    return (*found, Stretch(None, _offset(tz, min(low, _END))))


def _offset_sql(ts: str, pieces: tuple[Stretch, ...]) -> str:
    """SQL of the microseconds to add to an instant to get its local time since 0001-01-01."""
    amounts = [_SHIFT + piece.offset // timedelta(microseconds=1) for piece in pieces]
    whens = [
        f"WHEN {ts} < {instant_sql(piece.until)} THEN {amount}"
        for piece, amount in zip(pieces, amounts, strict=True)
        if piece.until is not None
    ]
    return f"(CASE {' '.join(whens)} ELSE {amounts[-1]} END)" if whens else str(amounts[-1])


def instant_sql(at: datetime) -> str:
    """An SQL literal of an instant."""
    return f"TIMESTAMPTZ '{at.astimezone(UTC).replace(tzinfo=None).isoformat(' ')}+00:00'"


def day_sql(ts: str, pieces: tuple[Stretch, ...]) -> str:
    """SQL of the local day of an instant: its number, 0 for 0001-01-01."""
    return f"CAST((epoch_us({ts}) + {_offset_sql(ts, pieces)}) // {_DAY} AS INTEGER)"


def week_sql(ts: str, pieces: tuple[Stretch, ...]) -> str:
    """SQL of the local ISO week of an instant: the number of its Monday."""
    return f"({day_sql(ts, pieces)} // 7) * 7"


def week_micros_sql(ts: str, pieces: tuple[Stretch, ...]) -> str:
    """SQL of the microseconds of local time since Monday 00:00."""
    return f"((epoch_us({ts}) + {_offset_sql(ts, pieces)}) % {7 * _DAY})"


def month_sql(ts: str, pieces: tuple[Stretch, ...]) -> str:
    """SQL of the local month of an instant: 12 times the year plus the month."""
    day = f"(DATE '0001-01-01' + {day_sql(ts, pieces)})"
    return f"(year({day}) * 12 + month({day}))"


def hour_sql(ts: str, pieces: tuple[Stretch, ...]) -> str:
    """SQL of the local hour of an instant: the microseconds since 1970 at which it starts.

    Both hours of a clock that is put back start at instants of their own.
    """
    return f"(epoch_us({ts}) - (epoch_us({ts}) + {_offset_sql(ts, pieces)}) % {_HOUR})"


def day_label(number: int) -> str:
    """A day's or week's number as text, `2026-11-02`."""
    return date.fromordinal(number + 1).isoformat()


def month_label(number: int) -> str:
    """A month's number as text, `2026-11`."""
    year, month = divmod(number - 1, 12)
    return f"{year:04d}-{month + 1:02d}"


def hour_label(micros: int, tz: ZoneInfo) -> str:
    """An hour's start as text with its offset, `2026-11-02T13:00+01:00`."""
    return from_micros(micros).astimezone(tz).isoformat(timespec="minutes")


def parse_instant(text: str, tz: ZoneInfo) -> datetime:
    """`2026-11-02`, `2026-11` or an ISO instant as a UTC instant; what has no offset is in `tz`.

    Raises ConfigError where it is neither, and in the first and the last year that dates have,
    from which no period could be counted.
    """
    try:
        whole = f"{text}-01" if len(text) == len("2026-11") else text
        at = datetime.fromisoformat(whole)
    except ValueError:
        raise ConfigError(
            f"{text!r} is no date and no instant: write 2026-11-02 or 2026-11-02T13:00:00Z"
        ) from None
    if at.year in _ENDS:
        raise ConfigError(f"{text!r} is at the end of all dates: leave it out, or write a year from 2 to 9998")  # fmt: skip
    return (at if at.tzinfo else at.replace(tzinfo=tz)).astimezone(UTC)
