"""What a guard adds to each call: reserving for it and settling it, against bare updates of one number."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from measure import Paired, Work, paired

from tokenomics.guard import Guard

MODEL = "openai/gpt-5-mini"
METERS = {"input": 800, "cache_read": 200, "output": 50, "reasoning": 50}
# The same, as OpenAI's chat completions state it.
RESPONSE: dict[str, Any] = {
    "id": "chatcmpl-1", "object": "chat.completion", "created": 1764000000, "model": "gpt-5-mini-2025-08-07",
    "service_tier": "default", "system_fingerprint": None,
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Hi"}}],
    "usage": {
        "prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100,
        "prompt_tokens_details": {"cached_tokens": 200, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": 50, "audio_tokens": 0, "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    },
}  # fmt: skip
# Few calls at a time, and often: a stretch of milliseconds is seldom interrupted by other processes.
IN_PROCESS = 200
SHARED = 20
TIMES = 20


def in_process(runs: int) -> Iterator[tuple[str, Paired]]:
    """One call's seconds in memory, by what it is settled with, against a bare update of a dict."""
    for name, used in (
        ("meters", METERS),
        ("a response", RESPONSE),
        ("an object", _object(RESPONSE)),
    ):
        guard = Guard("1000000 USD")
        yield name, _each(_calls(guard, used), _dict_update(), IN_PROCESS, runs)


def shared(folder: Path, runs: int) -> Paired:
    """One call's seconds in a shared file, against a bare update of a row in another one."""
    files = folder / "guard.db", folder / "bare.db"
    for path in files:
        for part in ("", "-wal", "-shm"):
            path.with_name(path.name + part).unlink(missing_ok=True)
    guard = Guard("1000000 USD", scope={"task": "t1"}, shared=files[0])
    return _each(_calls(guard, RESPONSE), _row_update(files[1]), SHARED, runs)


def _each(ours: Work, peer: Work, times: int, runs: int) -> Paired:
    """The seconds of one of each."""
    found = paired(_repeated(ours, times), _repeated(peer, times), runs=runs * TIMES)
    return found._replace(ours=found.ours / times, peer=found.peer / times)


def _repeated(work: Work, times: int) -> Work:
    def run() -> None:
        for _ in range(times):
            work()

    return run


def _calls(guard: Guard, used: Any) -> Work:
    def call() -> None:
        with guard.reserve(MODEL, input_tokens=1000, max_output=500) as reserved:
            reserved.settle(used)

    return call


def _dict_update() -> Work:
    spent = {"t1": 0}

    def update() -> None:
        spent["t1"] += 1

    return update


def _row_update(path: Path) -> Callable[[], object]:
    con = sqlite3.connect(path, isolation_level=None)
    con.execute("PRAGMA journal_mode = WAL")
    con.execute("PRAGMA synchronous = NORMAL")
    con.execute("CREATE TABLE spent (task TEXT PRIMARY KEY, units INTEGER NOT NULL)")
    con.execute("INSERT INTO spent VALUES ('t1', 0)")
    return lambda: con.execute("UPDATE spent SET units = units + 1 WHERE task = 't1'")


def _object(value: Any) -> Any:
    """The same with attributes, as a provider's library has it."""
    if isinstance(value, dict):
        return SimpleNamespace(**{name: _object(each) for name, each in value.items()})
    return [_object(each) for each in value] if isinstance(value, list) else value
