"""Instants as the formats write them."""

from __future__ import annotations

from datetime import UTC, datetime

from tokenomics.demo.calls import instant, instant_ms

AT = datetime(2026, 8, 3, 9, 5, 7, 42_900, tzinfo=UTC)


def test_instant_keeps_microseconds() -> None:
    """Six digits and Z, also where they are zeros."""
    assert instant(AT) == "2026-08-03T09:05:07.042900Z"
    assert instant(AT.replace(microsecond=0)) == "2026-08-03T09:05:07.000000Z"


def test_instant_ms_cuts_to_milliseconds() -> None:
    """Three digits and Z; the rest is cut, not rounded."""
    assert instant_ms(AT) == "2026-08-03T09:05:07.042Z"
