"""A world for deliveries: an environment, a clock that stands still, and sleep that only counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from tokenomics.alert.outside import Outside

NOW = datetime(2026, 11, 12, 6, 31, tzinfo=UTC)


def world(pauses: list[float] | None = None, **environment: str) -> Outside:
    """The world with these variables; how long anybody slept is added to `pauses`."""
    slept = [] if pauses is None else pauses
    known: Mapping[str, str] = environment
    return Outside(known, lambda: NOW, slept.append)
