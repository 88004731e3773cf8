"""Tests of month.py: what `tokenomics` alone shows."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from support import claude, codex
from support.command import command
from tokenomics.records.errors import SourceError
from tokenomics_cli.month import first_day, logs


def _session(folder: Path, day: str, tokens: int) -> None:
    """A session log of one call."""
    usage = {"input_tokens": tokens, "output_tokens": 0}
    line = {
        "type": "assistant",
        "timestamp": f"{day}T10:00:00.000Z",
        "sessionId": "s",
        "requestId": f"r{day}",
        "message": {"id": f"m{day}", "model": "claude-opus-5", "usage": usage},
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{day}.jsonl").write_text(json.dumps(line) + "\n", "utf-8")


def test_alone_it_shows_the_month(tmp_path: Path) -> None:
    """Only this month's calls count, by model."""
    project = tmp_path / ".claude" / "projects" / "p"
    _session(project, "2026-10-31", 5)
    _session(project, "2026-11-01", 1000)
    done = command(cwd=tmp_path)

    assert done.code == 0
    assert "claude-opus-5" in done.out
    assert "1,000" in done.out
    assert "--by project,day" in done.err


def test_all_agents_count(tmp_path: Path) -> None:
    """Codex's sessions count beside Claude Code's, the archived copy of one not again."""
    _session(tmp_path / ".claude" / "projects" / "p", "2026-11-01", 1000)
    lines = (codex.meta(), codex.context(), codex.tokens("10:00:05", (700, 0, 30, 0)))
    for folder in ("sessions/2026/11/02", "archived_sessions"):
        claude.write(tmp_path / ".codex" / folder / "rollout-1.jsonl", lines)
    done = command(cwd=tmp_path)

    assert "claude-opus-5" in done.out
    assert "gpt-5.3-codex" in done.out
    assert "1,700" in done.out


def test_another_day_may_be_today(tmp_path: Path) -> None:
    """`--now` decides which month is meant, before the environment does."""
    _session(tmp_path / ".claude" / "projects" / "shop", "2026-10-02", 1_000)
    done = command("--now", "2026-10-20", cwd=tmp_path)

    assert done.code == 0
    assert done.out.startswith("Cost by model, 2026-10-01 to 2026-10-02 (UTC)")


def test_an_instant_before_a_command_is_refused(tmp_path: Path) -> None:
    """A command has its own `--now`: one that stands before it would decide about nothing."""
    done = command("--now", "2026-10-20", "sources", cwd=tmp_path)

    assert (done.code, done.out) == (2, "")
    assert "--now before 'sources' decides about nothing" in done.err
    assert command("sources", cwd=tmp_path).code == 0


def test_a_second_look_reads_what_is_new(tmp_path: Path) -> None:
    """The ledger is kept in the cache folder, so logs that were read once count on."""
    project = tmp_path / ".claude" / "projects" / "p"
    _session(project, "2026-11-01", 1000)
    command(cwd=tmp_path)
    _session(project, "2026-11-02", 500)
    (project / "2026-11-01.jsonl").unlink()
    done = command(cwd=tmp_path)

    assert "1,500" in done.out


def test_what_it_suggests_works(tmp_path: Path) -> None:
    """The suggested command runs as it is written."""
    _session(tmp_path / ".claude" / "projects" / "p", "2026-11-01", 1000)
    words = command(cwd=tmp_path).err.split("more: tokenomics ")[1].split()

    assert command(*words, cwd=tmp_path).code == 0


def test_folders_that_are_missing_are_left_out(tmp_path: Path) -> None:
    """Of several places those that are there count."""
    assert logs([tmp_path / "none", tmp_path]) == [tmp_path]


def test_no_logs_is_told_with_the_next_step(tmp_path: Path) -> None:
    """Where it looked and what to do are in the line."""
    with pytest.raises(SourceError, match=r"none.*tokenomics report PATH.*tokenomics demo"):
        logs([tmp_path / "none"])


def test_the_month_is_the_zones() -> None:
    """In Auckland December has begun at noon UTC of the last of November."""
    now = datetime(2026, 11, 30, 12, tzinfo=UTC)

    assert first_day(now, "Pacific/Auckland") == date(2026, 12, 1)
    assert first_day(now, "UTC") == date(2026, 11, 1)
