"""Lines of a Codex rollout, as small as they can be and still be real."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from support import claude
from support.draft import Draft, drafts
from tokenomics.sources import codex

SESSION = "0197aaaa-0000-7000-8000-000000000001"
CHILD = "0197aaaa-0000-7000-8000-000000000002"


def at(clock: str) -> str:
    """An instant of the tests' day: `at("10:00:05")`."""
    return f"2026-11-02T{clock}{'' if '.' in clock else '.000'}Z"


def line(clock: str, kind: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """A line of any type."""
    return {"timestamp": at(clock), "type": kind, "payload": dict(payload)}


def meta(clock: str = "10:00:00", name: str = SESSION, **more: Any) -> dict[str, Any]:
    """The line that opens a session."""
    said = {"id": name, "cwd": "/home/dev/shop", "model_provider": "openai", **more}
    return line(clock, "session_meta", said)


def child(clock: str, **more: Any) -> dict[str, Any]:
    """The line that opens a sub-agent's session."""
    spawned = {"subagent": {"thread_spawn": {"parent_thread_id": SESSION}}}
    return meta(clock, CHILD, forked_from_id=SESSION, source=spawned, **more)


def context(clock: str = "10:00:01", model: str = "gpt-5.3-codex", **more: Any) -> dict[str, Any]:
    """The line that says what the next calls are made with."""
    return line(clock, "turn_context", {"model": model, "turn_id": "turn-1", **more})


def usage(*counts: int) -> dict[str, Any]:
    """A usage object: input, cached, output, reasoning."""
    names = ("input_tokens", "cached_input_tokens", "output_tokens", "reasoning_output_tokens")
    return dict(zip(names, counts, strict=True))


def tokens(
    clock: str, total: tuple[int, ...] | None, last: tuple[int, ...] | None = None, **more: Any
) -> dict[str, Any]:
    """A line of counts: the session's so far, and those of the last call."""
    info = {"total_token_usage": total, "last_token_usage": last}
    stated = {name: usage(*counts) for name, counts in info.items() if counts is not None}
    return line(clock, "event_msg", {"type": "token_count", "info": {**stated, **more}})


def rollout(path: Path, *lines: dict[str, Any] | str) -> list[Draft]:
    """The drafts of a rollout of these lines, in order."""
    return drafts(codex.SOURCE, claude.write(path, lines), "jsonl")


def counts(drafts: list[Draft]) -> list[tuple[int, int, int, int]]:
    """What each draft counts: fresh input, cache reads, visible output, reasoning."""
    return [(d["input"], d["cache_read"], d["output"], d["reasoning"]) for d in drafts]
