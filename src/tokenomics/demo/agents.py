"""The developers' coding agents: sessions of Claude Code with their sub-agents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from tokenomics.demo.calls import CLAUDE_CODE, Call
from tokenomics.demo.company import (
    HAIKU,
    OPUS,
    PROJECTS,
    SONNET,
    World,
    dice,
    moment,
    tokens,
    volume,
    within,
)

_DEVELOPERS = 8
_SESSIONS_PER_DEVELOPER = 1.1
_WEEKEND = 0.15
_SYSTEM_PROMPT = 14_000
_COMPACTED = 22_000
_CONTEXT_LIMIT = 170_000
_TURNS, _LONG_TURNS, _AGENT_TURNS = (6, 44), (60, 240), (3, 14)
_AGENTS = ((0, 70), (1, 15), (2, 10), (3, 5))
_WEB_SEARCH = 0.02
_MIXED_LIFETIMES = 0.05


class Thread(NamedTuple):
    """A run of calls that share one context: a session's main line or a sub-agent."""

    first: Call
    turns: int
    lifetime: str


def agent_sessions(company: World) -> Iterator[list[Call]]:
    """The month's sessions: of each first the main line's calls, then each sub-agent's."""
    rng = dice(company, CLAUDE_CODE)
    for day in company.days:
        for _ in range(_DEVELOPERS):
            count = volume(rng, company, day, base=_SESSIONS_PER_DEVELOPER, weekend=_WEEKEND)
            for _ in range(count):
                yield _session(rng, company, day, _TURNS)


def long_session(company: World, rng: Random) -> list[Call]:
    """A long session on any day of the month, for logs of any length."""
    return _session(rng, company, rng.choice(company.days), _LONG_TURNS)


def _session(rng: Random, company: World, day: datetime, turns: tuple[int, int]) -> list[Call]:
    (model,) = rng.choices((OPUS, SONNET, HAIKU), (6, 3, 1))
    ts = moment(rng, day, "office")
    first = Call(
        ts=ts.replace(microsecond=ts.microsecond // 1000 * 1000),
        source=CLAUDE_CODE,
        provider=model.provider,
        model=model.name,
        meters={},
        request_id="",
        session=_uuid(rng),
        project=rng.choice(PROJECTS),
    )
    lifetime = rng.choice(("cache_write_5m", "cache_write_5m", "cache_write_1h"))
    calls = _thread(rng, company, Thread(first, rng.randint(*turns), lifetime))
    (agents,) = rng.choices(*zip(*_AGENTS, strict=True))
    for _ in range(agents):
        sub = rng.choice(calls)._replace(model=HAIKU.name, agent=f"{rng.getrandbits(28):07x}")
        calls += _thread(rng, company, Thread(sub, rng.randint(*_AGENT_TURNS), "cache_write_5m"))
    return calls


def _thread(rng: Random, company: World, thread: Thread) -> list[Call]:
    calls: list[Call] = []
    context, ts = 0, thread.first.ts
    for _ in range(thread.turns):
        ts = within(company, ts + timedelta(milliseconds=rng.randrange(2_000, 100_000)))
        ts = ts.replace(microsecond=ts.microsecond // 1000 * 1000)
        meters = _meters(rng, context, thread.lifetime)
        calls.append(
            thread.first._replace(
                ts=ts, meters=meters, request_id=f"msg_{rng.getrandbits(96):024x}"
            )
        )
        context += sum(meters.get(name, 0) for name in ("cache_write_5m", "cache_write_1h"))
        context = context + meters["output"] if context < _CONTEXT_LIMIT else _COMPACTED
    return calls


def _meters(rng: Random, context: int, lifetime: str) -> dict[str, int]:
    """The meters of a call that finds `context` tokens in the cache and writes the rest to it."""
    fresh = tokens(rng, 900, 0.9) if context else _SYSTEM_PROMPT + rng.randrange(9_000)
    meters = {"input": rng.randint(1, 12), lifetime: fresh, "output": tokens(rng, 260, 0.9)}
    if context:
        meters["cache_read"] = context
    if rng.random() < _MIXED_LIFETIMES:
        meters |= {"cache_write_5m": 400 + fresh // 9, "cache_write_1h": 300 + fresh // 7}
    if rng.random() < _WEB_SEARCH:
        meters["web_search"] = rng.randint(1, 3)
    return meters


def _uuid(rng: Random) -> str:
    digits = f"{rng.getrandbits(128):032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
