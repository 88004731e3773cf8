"""Windows of time: from an instant to the first one after; None is open."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Window(NamedTuple):
    """The instants `at` with start <= at < end; None is open."""

    start: datetime | None
    end: datetime | None


def covers(window: Window, at: datetime) -> bool:
    """Whether the instant lies in the window."""
    return (window.start is None or window.start <= at) and (window.end is None or at < window.end)


def common(one: Window, other: Window) -> Window | None:
    """The instants that lie in both windows; None where there are none."""
    starts = [at for at in (one.start, other.start) if at is not None]
    ends = [at for at in (one.end, other.end) if at is not None]
    window = Window(max(starts, default=None), min(ends, default=None))
    return None if is_empty(window) else window


def without(window: Window, hole: Window) -> tuple[Window, ...]:
    """What is left of the window outside the hole: none, one or two windows, in order."""
    if common(window, hole) is None:
        return (window,)
    before = Window(window.start, hole.start) if hole.start is not None else None
    after = Window(hole.end, window.end) if hole.end is not None else None
    return tuple(part for part in (before, after) if part is not None and not is_empty(part))


def is_empty(window: Window) -> bool:
    """Whether no instant lies in the window."""
    return window.start is not None and window.end is not None and window.start >= window.end
