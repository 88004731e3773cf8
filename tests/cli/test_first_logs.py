"""Tests of first_logs.py."""

from __future__ import annotations

from pathlib import Path

from support import claude
from support.logs import calls
from tokenomics_cli.first_logs import Place, found, named


def _session(folder: Path, name: str = "s.jsonl") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return claude.write(folder / name, [claude.line()])


def test_agents_and_the_folder_are_looked_at(tmp_path: Path) -> None:
    """Claude Code's sessions, Codex's and Gemini CLI's lie in the home, others here: one place for a folder."""
    home, here = tmp_path / "home", tmp_path / "here"
    _session(home / ".claude" / "projects" / "p")
    _session(home / ".codex" / "sessions" / "2026", "rollout.jsonl")
    (home / ".config" / "claude" / "projects").mkdir(parents=True)
    _session(here / "logs" / "claude" / "p")
    calls(here / "logs" / "calls.csv")
    chats = home / ".gemini" / "tmp" / "p" / "chats"
    chats.mkdir(parents=True)
    for name in ("session-1.json", "session-2.jsonl", "notes.json"):
        (chats / name).write_text("{}", "utf-8")

    assert found({}, home, here).places == (
        Place(home / ".claude" / "projects", "Claude Code: 1 file"),
        Place(home / ".codex" / "sessions", "Codex: 1 file"),
        Place(home / ".gemini" / "tmp" / "*" / "chats", "Gemini CLI: 2 files"),
        Place(here / "logs", "claude_code, native: 2 files"),
    )


def test_a_folder_is_named_where_its_logs_begin(tmp_path: Path) -> None:
    """Of data/raw/llm/a and data/raw/llm/b the place is data/raw/llm."""
    for part in "ab":
        _session(tmp_path / "data" / "raw" / "llm" / part)

    assert found({}, tmp_path / "home", tmp_path).places == (
        Place(tmp_path / "data" / "raw" / "llm", "claude_code: 2 files"),
    )


def test_few_files_are_named_and_many_by_their_folder(tmp_path: Path) -> None:
    """Five files here are five places; six are the folder, for more will come."""
    for name in "abcde":
        calls(tmp_path / f"{name}.csv")
    five = found({}, tmp_path / "home", tmp_path).places
    calls(tmp_path / "f.csv")

    assert five == tuple(Place(tmp_path / f"{name}.csv", "native: 1 file") for name in "abcde")
    assert found({}, tmp_path / "home", tmp_path).places == (Place(tmp_path, "native: 6 files"),)


def test_places_may_be_named() -> None:
    """What the user names is taken as it is."""
    assert named(["logs", "/data/*.csv"]).places == (
        Place(Path("logs"), ""),
        Place(Path("/data/*.csv"), ""),
    )
