"""Anthropic's streams: a message's counts come first in part, then as a running sum without its id."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from tokenomics.sources.contract import Row
from tokenomics.sources.responses.bodies import Found, find, opened

_START, _DELTA, _STOP = "message_start", "message_delta", "message_stop"
_HOLDERS = ("data", "event", "chunk", "payload")


class Streamed(NamedTuple):
    """A message as far as it is known, or why an event cannot be placed."""

    found: Found | None
    problem: str | None
    is_last: bool


def event_of(row: Row) -> Row | None:
    """The event of a stream in a row, alone or in an envelope; None for every other row."""
    for inner in (row, *(opened(row.get(name)) for name in _HOLDERS)):
        if inner is not None and str(inner.get("type")) in {_START, _DELTA, _STOP}:
            return inner
    return None


def is_event(row: Row) -> bool:
    """Whether a row is an event that counts a message's tokens."""
    event = event_of(row)
    return event is not None and event["type"] != _STOP


class Streams:
    """The messages of a file that have begun and not ended, as far as they are known."""

    def __init__(self) -> None:
        """Nothing has begun yet."""
        self._open: list[Found] = []

    def take(self, row: Row) -> Streamed | None:
        """What an event says of its message; None for a row that is no event of a stream."""
        event = event_of(row)
        if event is None:
            return None
        if event["type"] == _START:
            return self._start(row)
        if event["type"] == _STOP:
            self._open.clear()
            return Streamed(None, None, is_last=True)
        return self._delta(event)

    def _start(self, row: Row) -> Streamed:
        found = find(row)
        if found is None:
            return Streamed(None, "message_start: holds no message", is_last=False)
        self._open.append(found)
        return Streamed(found, None, is_last=False)

    def _delta(self, event: dict[str, Any]) -> Streamed:
        usage = event.get("usage")
        if not isinstance(usage, dict):
            return Streamed(None, None, is_last=False)
        if len(self._open) != 1:
            several = "several messages run into one another"
            reason = several if self._open else "its message_start is not in this file"
            return Streamed(None, f"message_delta: {reason}", is_last=False)
        begun = self._open[0]
        stated = {name: value for name, value in cast("Row", usage).items() if value is not None}
        before = begun.body.get("usage")
        counts = {**before, **stated} if isinstance(before, dict) else stated
        return Streamed(begun._replace(body={**begun.body, "usage": counts}), None, is_last=True)
