"""The company's calls as coding agents log them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tokenomics.demo.calls import Call
from tokenomics.demo.forms.agents import AGENTS

CALL = Call(
    datetime(2026, 8, 3, 9, tzinfo=UTC), "litellm", "openai", "gpt-5.6-luna",
    {"input": 500, "cache_read": 1_000, "output": 300}, "r", "s", user="ada", feature="search",
)  # fmt: skip
NEXT = CALL._replace(ts=CALL.ts + timedelta(minutes=1), request_id="q", meters={"input": 50, "output": 30})  # fmt: skip


def lines(form: str, folder: Path, *calls: Call) -> list[Any]:
    """What a format writes of calls, without the torn line."""
    told = [found for call in calls if (found := AGENTS[form].told(call)) is not None]
    ((path, _),) = AGENTS[form].write(folder, form, told)
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()[:-1]]


def test_codex_sums_up_its_session(tmp_path: Path) -> None:
    """Totals of 1,500 and 1,550 sent; of 300 and 30 made a third each was thought, 100 and 110; each drawn twice."""
    found = lines("codex", tmp_path, CALL, NEXT)
    totals = [
        told["info"]["total_token_usage"]
        for told in (line["payload"] for line in found)
        if told.get("type") == "token_count"
    ]

    assert [line["type"] for line in found[:2]] == ["session_meta", "turn_context"]
    assert found[0]["payload"]["cwd"] == "/home/dev/search"
    assert totals[0] == totals[1]
    assert [(t["input_tokens"], t["cached_input_tokens"]) for t in totals[1:3]] == [
        (1_500, 1_000), (1_550, 1_000),
    ]  # fmt: skip
    assert [(t["output_tokens"], t["reasoning_output_tokens"]) for t in totals[1:3]] == [
        (300, 100), (330, 110),
    ]  # fmt: skip


def test_gemini_writes_a_message_twice(tmp_path: Path) -> None:
    """Once without counts; thoughts stand beside the output: 1,500 + 200 + 100."""
    _, early, late = lines("gemini_cli", tmp_path, CALL)

    assert "tokens" not in early
    assert late["tokens"] == {"input": 1_500, "output": 200, "cached": 1_000, "thoughts": 100, "tool": 0, "total": 1_800}  # fmt: skip


def test_cursor_says_little(tmp_path: Path) -> None:
    """It bills the call, and names nobody and no folder."""
    told = AGENTS["cursor"].told(CALL)
    assert told is not None
    ((path, _),) = AGENTS["cursor"].write(tmp_path, "cursor", [told])

    assert (told.provider, told.project, told.user) == ("cursor", None, None)
    assert path.read_text("utf-8").splitlines()[1] == (
        "2026-08-03T09:00:00.000Z,On-Demand,gpt-5.6-luna,No,0,500,1000,300,1800,0"
    )


def test_opencode_logs_failures(tmp_path: Path) -> None:
    """The others log what was answered."""
    failed = CALL._replace(error="Timeout", status="failure", meters={})
    (found, _) = lines("opencode", tmp_path, failed)

    assert found["error"] == {"name": "Timeout"}
    assert [form for form in AGENTS if AGENTS[form].told(failed)] == ["opencode", "opencode_files"]
    assert all(AGENTS[form].told(CALL._replace(from_cache=True)) is None for form in AGENTS)
