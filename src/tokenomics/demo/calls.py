"""The neutral event: one model call of the demo company, before any log format."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

CLAUDE_CODE = "claude_code"
LITELLM = "litellm"
NATIVE = "native"
GATEWAY = "gateway"


class Verdict(NamedTuple):
    """How a session was judged, and when (UTC)."""

    at: datetime
    outcome: str


class Call(NamedTuple):
    """One model call. The writers render it and the truth sums it; neither looks at the other.

    `ts` is UTC. `meters` holds disjoint quantities by meter name, without zeros. A session is
    the piece of work that verdicts are about; its last call carries them, oldest first.
    """

    ts: datetime
    source: str
    provider: str
    model: str
    meters: Mapping[str, int]
    request_id: str
    session: str
    latency_ms: int = 0
    user: str | None = None
    team: str | None = None
    feature: str | None = None
    project: str | None = None
    environment: str | None = None
    customer: str | None = None
    service_tier: str = "standard"
    status: str = "success"
    error: str | None = None
    from_cache: bool = False
    retries: int = 0
    fallback_from: str | None = None
    agent: str | None = None
    verdicts: tuple[Verdict, ...] = ()


def instant(ts: datetime) -> str:
    """`ts` as ISO 8601 with microseconds and Z."""
    return ts.isoformat(timespec="microseconds")[:-6] + "Z"


def instant_ms(ts: datetime) -> str:
    """`ts` as ISO 8601 with milliseconds and Z."""
    return ts.isoformat(timespec="milliseconds")[:-6] + "Z"
