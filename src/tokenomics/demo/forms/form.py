"""What a format of logs is to the demo, and what most of them have in common.

Of each format two things are stated: what it can tell of a call, which is then the truth, and how it
tells it. A call that a format cannot hold is left out of both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from tokenomics.demo.calls import Call
from tokenomics.demo.facts import cost_of
from tokenomics.demo.files import Rows

Row = dict[str, Any]
Files = Iterator[tuple[Path, Rows]]

CODES: Mapping[str | None, int] = MappingProxyType(
    {None: 200, "RateLimitError": 429, "Timeout": 408, "ServiceUnavailableError": 503}
)
NOBODY: Mapping[str, None] = MappingProxyType(
    dict.fromkeys(("user", "team", "feature", "environment", "customer"))
)


class Form(NamedTuple):
    """A format: who reads it, what it can tell of a call, and how calls become files.

    `told` gives None for a call that the format cannot hold. `write` takes a folder, the beginning of
    its files' names and the calls, which come in order of time.
    """

    source: str
    told: Callable[[Call], Call | None]
    write: Callable[[Path, str, Iterable[Call]], Files]


def as_it_is(call: Call) -> Call:
    """All that a gateway knows."""
    return call._replace(project=None)


def unsplit(call: Call) -> Call:
    """Input and output as the model's provider counts them: Anthropic leaves out what was cached."""
    sent = fresh(call) + (0 if call.provider == "anthropic" else sum(cached(call)))
    return with_meters(call, input=sent, output=made(call))._replace(project=None)


def with_meters(call: Call, **meters: int) -> Call:
    """The call with these meters, without zeros."""
    return call._replace(meters={name: n for name, n in meters.items() if n})


def thinking(call: Call, share: int) -> Call:
    """The call with one part in `share` of its output as reasoning."""
    thought = made(call) // share
    rest = {name: n for name, n in call.meters.items() if name != "output"}
    return with_meters(call, **rest, output=made(call) - thought, reasoning=thought)


def of_an_agent(call: Call) -> Call | None:
    """An agent on a developer's machine knows its folder and nobody's name, and logs what was answered."""
    if call.from_cache or call.error is not None:
        return None
    return call._replace(**NOBODY, project=call.feature)


def fresh(call: Call) -> int:
    """Tokens sent that no cache knew."""
    return call.meters.get("input", 0)


def cached(call: Call) -> tuple[int, int]:
    """Tokens read from a cache and written to it."""
    return call.meters.get("cache_read", 0), call.meters.get("cache_write", 0)


def sent(call: Call) -> int:
    """All tokens sent."""
    return fresh(call) + sum(cached(call))


def made(call: Call) -> int:
    """Tokens generated, without reasoning that is told apart."""
    return call.meters.get("output", 0)


def thought(call: Call) -> int:
    """Reasoning that is told apart."""
    return call.meters.get("reasoning", 0)


def tags(call: Call, **more: str | None) -> dict[str, str]:
    """Whom a call is for, where that is known, under the plainest names."""
    known = {"feature": call.feature, "team": call.team, "environment": call.environment, "customer": call.customer}  # fmt: skip
    return {name: value for name, value in {**more, **known}.items() if value}


def cost(call: Call) -> float:
    """What a gateway says that the call cost: it keeps a double."""
    return float(cost_of(call) or 0)


def end(call: Call) -> datetime:
    """When the answer was there."""
    return call.ts + timedelta(milliseconds=call.latency_ms)


def by_session(calls: Iterable[Call]) -> Mapping[str, list[Call]]:
    """The calls of each session, in order of time."""
    found: dict[str, list[Call]] = {}
    for call in calls:
        found.setdefault(call.session, []).append(call)
    return found
