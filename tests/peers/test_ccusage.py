"""Token counts of random Claude Code logs, against the peer that most people compare with.

Needs the peer's command: CCUSAGE or the PATH names it; `make peers` installs it. The differences
allowed here are all there are: each is named, and shown to make exactly the difference it should.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from support import claude
from support.ledgers import take, totals

PEER = os.environ.get("CCUSAGE") or shutil.which("ccusage")
MODELS = ("claude-opus-4-6", "claude-sonnet-4-5-20250929", "claude-haiku-4-5-20251001")
BLOCKS = (1, 1, 2, 3)

pytestmark = pytest.mark.skipif(PEER is None, reason="ccusage is not installed: run `make peers`")


class Tokens(NamedTuple):
    """What was used: input, cache writes, cache reads, output."""

    input: int
    cache_write: int
    cache_read: int
    output: int


def peer_says(home: Path) -> Tokens:
    """The peer's totals over the logs below a folder."""
    assert PEER is not None
    run = subprocess.run(
        [PEER, "claude", "daily", "--json", "--offline"],
        check=True,
        capture_output=True,
        env={**os.environ, "CLAUDE_CONFIG_DIR": str(home)},
    )
    found = json.loads(run.stdout)["totals"]
    names = ("inputTokens", "cacheCreationTokens", "cacheReadTokens", "outputTokens")
    return Tokens(*(found[name] for name in names))


def we_say(home: Path) -> Tokens:
    """Our totals over the same logs."""
    ledger = home / "ledger"
    take(ledger, home / "projects")
    return Tokens(*totals(ledger)[1:])


def spent(rng: random.Random) -> dict[str, Any]:
    """A message's usage, with cache writes of both lifetimes or of none."""
    short, long = rng.choice(
        [(0, 0), (rng.randrange(9_000), 0), (0, rng.randrange(9_000)), (70, 30)]
    )
    more: dict[str, Any] = {"cache_creation_input_tokens": short + long}
    if rng.random() < 0.8:
        more["cache_creation"] = {
            "ephemeral_5m_input_tokens": short,
            "ephemeral_1h_input_tokens": long,
        }
    if rng.random() < 0.1:
        more["server_tool_use"] = {"web_search_requests": rng.randrange(3)}
    if rng.random() < 0.1:
        more["speed"] = "fast"
    reads = rng.randrange(150_000)
    return claude.usage(
        rng.randrange(2_000), rng.randrange(2, 4_000), cache_read_input_tokens=reads, **more
    )


def message(rng: random.Random, number: int, session: str, **more: Any) -> list[dict[str, Any]]:
    """The lines of one message: a block each, its output known in the last one."""
    used, named = spent(rng), rng.random() < 0.9
    blocks = rng.choice(BLOCKS) if named else 1
    minute, model = rng.randrange(60), rng.choice(MODELS)
    request = f"req_{session}_{number}" if named else None
    return [
        claude.line(
            f"msg_{session}_{number}",
            used=used if last else used | {"output_tokens": 1},
            model=model,
            sessionId=session,
            timestamp=f"2026-11-02T{9 + number % 9:02d}:{minute:02d}:{block:02d}.000Z",
            requestId=request,
            **more,
        )
        for block, last in enumerate([*[False] * (blocks - 1), True])
    ]  # fmt: skip


def progress(line: dict[str, Any]) -> dict[str, Any]:
    """The line by which a session shows what its sub-agent does."""
    inner = {
        name: line[name] for name in ("type", "timestamp", "requestId", "message") if name in line
    }
    return {
        "type": "progress",
        "sessionId": line["sessionId"],
        "version": line["version"],
        "timestamp": line["timestamp"],
        "data": {"type": "agent_progress", "message": inner},
    }


def company(home: Path, rng: random.Random) -> None:
    """Sessions in all layouts, with sub-agents, notes, error notices and broken lines."""
    for number in range(12):
        session = f"{rng.getrandbits(32):08x}-0000-4000-8000-{number:012x}"
        folder = home / "projects" / f"-home-dev-{number % 3}"
        lines: list[dict[str, Any] | str] = []
        agent: list[dict[str, Any] | str] = []
        for turn in range(rng.randrange(1, 30)):
            lines.append(claude.note() | {"sessionId": session})
            lines += message(rng, turn, session)
            if rng.random() < 0.2:
                inner = message(rng, 1_000 + turn, session, isSidechain=True, agentId="a1")
                agent += inner
                lines.append(progress(inner[-1]))
            if rng.random() < 0.05:
                lines.append(
                    claude.line(f"err_{turn}", model="<synthetic>", used=claude.usage(0, 0))
                )
            if rng.random() < 0.05:
                lines.append("{broken")
        name = folder / session / "main.jsonl" if number % 4 == 0 else folder / f"{session}.jsonl"
        claude.write(name, lines)
        if agent:
            claude.write(folder / session / "subagents" / "agent-a1.jsonl", agent)


@pytest.mark.parametrize("salt", range(5))
def test_random_logs_agree(salt: int, tmp_path: Path) -> None:
    """Sessions, streaming lines, sub-agents, progress and noise: the same tokens, to the last one."""
    seed = random.SystemRandom().getrandbits(32) + salt
    company(tmp_path, random.Random(seed))

    ours = we_say(tmp_path)

    assert ours == peer_says(tmp_path), f"seed {seed}"
    assert ours.output > 0


def differing(tmp_path: Path, lines: Iterable[dict[str, Any] | str]) -> tuple[Tokens, Tokens]:
    """What we and the peer say of one log."""
    claude.write(tmp_path / "projects" / "p" / "s.jsonl", lines)
    return we_say(tmp_path), peer_says(tmp_path)


def test_one_message_under_two_request_ids(tmp_path: Path) -> None:
    """Allowed difference: a message that two request ids carry is one call for us, two for the peer."""
    lines = [claude.line(requestId="req_1"), claude.line(requestId="req_2")]
    ours, theirs = differing(tmp_path, lines)

    assert (ours, theirs) == (Tokens(1, 0, 0, 10), Tokens(2, 0, 0, 20))


def test_lines_without_a_request_id(tmp_path: Path) -> None:
    """Allowed difference: without a request id the peer tells calls by their instant, we by their message."""
    lines = [
        claude.line(
            requestId=None, used=claude.usage(1, count), timestamp=f"2026-11-02T09:21:{count:02d}Z"
        )
        for count in (1, 10)
    ]
    ours, theirs = differing(tmp_path, lines)

    assert (ours, theirs) == (Tokens(1, 0, 0, 10), Tokens(2, 0, 0, 11))


def test_replays_in_a_side_chain(tmp_path: Path) -> None:
    """Allowed difference (the peer's issue 913): a replay is dropped by both, whatever it claims to have read."""
    inflated = claude.usage(1, 10, cache_read_input_tokens=50_000)
    lines = [claude.line(), claude.line(used=inflated, requestId="req_2", isSidechain=True)]
    ours, theirs = differing(tmp_path, lines)

    assert ours == Tokens(1, 0, 0, 10)
    assert theirs in {ours, Tokens(2, 0, 50_000, 20)}


def test_valid_json_with_blanks(tmp_path: Path) -> None:
    """Allowed difference: JSON with blanks after its colons is valid, and the peer drops it."""
    ours, theirs = differing(tmp_path, [json.dumps(claude.line())])

    assert (ours, theirs) == (Tokens(1, 0, 0, 10), Tokens(0, 0, 0, 0))
