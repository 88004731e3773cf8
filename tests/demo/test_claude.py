"""Session logs of Claude Code, read back naively."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tokenomics.demo.agents import agent_sessions
from tokenomics.demo.calls import Call
from tokenomics.demo.claude import Pen, write_session
from tokenomics.demo.company import dice, world
from tokenomics.demo.text import Filler
from tokenomics.demo.truth import Group


def rows(folder: Path) -> list[dict[str, Any]]:
    """Every line of every log."""
    return [
        json.loads(line)
        for path in sorted(folder.rglob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]


def messages(lines: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The lines that state usage, by message."""
    found: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        if line["type"] == "assistant" and line["message"]["model"] != "<synthetic>":
            found.setdefault(line["message"]["id"], []).append(line)
    return found


def best(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """Of a message's lines the one on the main line with the greatest output."""
    return max(
        lines, key=lambda row: (not row["isSidechain"], row["message"]["usage"]["output_tokens"])
    )


def meters(usage: dict[str, Any]) -> Counter[str]:
    """The disjoint meters of a usage object, without zeros."""
    counts = Counter({
        "input": usage["input_tokens"],
        "cache_read": usage["cache_read_input_tokens"],
        "cache_write_5m": usage["cache_creation"]["ephemeral_5m_input_tokens"],
        "cache_write_1h": usage["cache_creation"]["ephemeral_1h_input_tokens"],
        "output": usage["output_tokens"],
        "web_search": usage.get("server_tool_use", {}).get("web_search_requests", 0),
    })  # fmt: skip
    return +counts


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Call]]:
    """A folder of logs large enough for every oddity, and the calls in it."""
    folder = tmp_path_factory.mktemp("projects")
    company = world(seed=11, size=0.15)
    rng = dice(company, "test")
    pen = Pen(rng, Filler(rng), 40)
    calls: list[Call] = []
    for session in agent_sessions(company):
        calls += session
        write_session(pen, folder, session)
    return folder, calls


def test_each_message_counts_once(logs: Path, by_source: dict[str | None, Group]) -> None:
    """The greatest output of each message sums to the truth's counts."""
    found = messages(rows(logs / "claude"))
    total: Counter[str] = sum(
        (meters(best(lines)["message"]["usage"]) for lines in found.values()), Counter()
    )

    assert total == by_source["claude_code"].meters
    assert len(found) == by_source["claude_code"].requests


def test_a_message_starts_with_its_first_line(written: tuple[Path, list[Call]]) -> None:
    """The earliest time of a message's lines is the call's."""
    folder, calls = written
    found = messages(rows(folder))
    starts = {key: min(line["timestamp"] for line in lines) for key, lines in found.items()}

    assert starts == {
        call.request_id: call.ts.strftime("%Y-%m-%dT%H:%M:%S.")
        + f"{call.ts.microsecond // 1000:03d}Z"
        for call in calls
    }


def test_input_counts_repeat_and_output_grows(written: tuple[Path, list[Call]]) -> None:
    """Lines of one message under one request id differ in their output only."""
    for lines in messages(rows(written[0])).values():
        usages = [
            line["message"]["usage"] | {"output_tokens": 0}
            for line in lines
            if not line["uuid"].startswith("replay-")
        ]
        assert all(usage == usages[0] for usage in usages)


def test_oddities_are_there(written: tuple[Path, list[Call]]) -> None:
    """Replays under another request id, missing request ids, error notices, lines without usage."""
    lines = rows(written[0])
    found = messages(lines)
    request_ids = [{line.get("requestId") for line in group} for group in found.values()]

    assert any(len(ids) == 2 for ids in request_ids)
    assert any(ids == {None} for ids in request_ids)
    assert any(line.get("isApiErrorMessage") for line in lines)
    assert {line["type"] for line in lines} == {
        "assistant",
        "user",
        "summary",
        "file-history-snapshot",
    }


def test_a_replay_reads_more_and_says_no_more(written: tuple[Path, list[Call]]) -> None:
    """A replay comes later, on a side line, with the output of the message it repeats."""
    replays = 0
    for lines in messages(rows(written[0])).values():
        for replay in (line for line in lines if line["uuid"].startswith("replay-")):
            original = best([line for line in lines if line is not replay])
            usage, first = replay["message"]["usage"], original["message"]["usage"]
            replays += 1
            assert replay["isSidechain"]
            assert not original["isSidechain"]
            assert replay["timestamp"] > original["timestamp"]
            assert usage["output_tokens"] == first["output_tokens"]
            assert usage["cache_read_input_tokens"] > first["cache_read_input_tokens"]
    assert replays > 0


def test_files_lie_where_the_agent_puts_them(written: tuple[Path, list[Call]]) -> None:
    """A folder a project, a file a session, its sub-agents below it."""
    folder, calls = written
    mains = {path.relative_to(folder).as_posix() for path in folder.glob("*/*.jsonl")}
    agents = {path.stem.removeprefix("agent-") for path in folder.glob("*/*/subagents/*.jsonl")}

    assert mains == {f"-home-dev-{call.project}/{call.session}.jsonl" for call in calls}
    assert agents >= {call.agent for call in calls if call.agent}


def test_lines_are_compact(written: tuple[Path, list[Call]]) -> None:
    """No blank follows a colon or a comma, as in the agent's own files."""
    path = next(written[0].glob("*/*.jsonl"))
    for line in path.read_text("utf-8").splitlines():
        assert line == json.dumps(json.loads(line), ensure_ascii=False, separators=(",", ":"))
